namespace Forecasts.Scoring.Calibration;

/// <summary>What may be done with a figure at its n.</summary>
public enum Visibility
{
    Hidden,

    /// <summary>With a word that it says little yet.</summary>
    Grey,

    Shown,
}

/// <summary>A figure, and from which n it is worth looking at.</summary>
/// <param name="N">The cases behind it.</param>
/// <param name="GreyFrom">Hidden below.</param>
/// <param name="ShownFrom">Greyed below.</param>
public sealed record Figure<T>(T Value, int N, int GreyFrom, int ShownFrom)
{
    public Visibility Visibility =>
        N >= ShownFrom ? Visibility.Shown
        : N >= GreyFrom ? Visibility.Grey
        : Visibility.Hidden;
}

/// <summary>From which n a yearly report shows a figure; the one place where these numbers stand.</summary>
public sealed record Threshold(int GreyFrom, int ShownFrom)
{
    public static readonly Threshold Always = new(1, 1);
    public static readonly Threshold InTheLarge = new(10, 10);

    /// <summary>Of numbers and dates: coverage of the central intervals, and bias.</summary>
    public static readonly Threshold Coverage = new(10, 10);

    /// <summary>Of numbers and dates: the histogram of PIT values, ten bars that are mostly noise below fifty.</summary>
    public static readonly Threshold PitHistogram = new(20, 50);

    public static readonly Threshold Spiegelhalter = new(20, 20);
    public static readonly Threshold Confidence = new(20, 20);

    /// <summary>CORP and its relatives (Murphy, ECE, SmoothECE, Hosmer-Lemeshow).</summary>
    public static readonly Threshold Corp = new(30, 30);

    public static readonly Threshold Cox = new(30, 50);

    /// <summary>A curve; below, the table of k of n for each stated value.</summary>
    public static readonly Threshold Curve = new(50, 50);

    public Figure<T> Of<T>(int n, T value) => new(value, n, GreyFrom, ShownFrom);
}
