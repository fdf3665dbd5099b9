namespace Forecasts.Scoring.Rules;

/// <summary>
/// Logarithmic rule against the uniform forecast (Good 1952, JRSS B 14). Higher is better, 0 for the uniform forecast; strictly proper.
/// </summary>
public static class BaselineScore
{
    private const double Open = 0.05;

    /// <summary>100 ln(p n)/ln n, up to 100.</summary>
    /// <param name="p">Probability given to what came.</param>
    /// <param name="n">Options open then, at least 2.</param>
    public static double Choice(double p, int n)
    {
        Guard.Probability(p, nameof(p));
        if (n < 2)
            throw new ArgumentException($"n is {n}; it must be at least 2.", nameof(n));
        return OfOption(Math.Log(p), Math.Log(n));
    }

    /// <summary>100 (KL(y, 1/2) - KL(y, p))/ln 2 for an expected grade p: 0 at p = 1/2 whatever the grade.</summary>
    public static double Expected(double p, double y) => OfGrade(-LogScore.Expected(p, y), y);

    /// <summary>50 ln(p/b), b = 0.05 outside the range, else (1 - 0.05 x open bounds)/N.</summary>
    /// <param name="p">Mass given to the bucket (or the outside) that came.</param>
    /// <param name="buckets">N within the range.</param>
    /// <param name="openBounds">0..2 bounds beyond which the outcome may lie.</param>
    /// <param name="outside">The outcome lies beyond a bound.</param>
    public static double Continuous(double p, int buckets, int openBounds, bool outside)
    {
        Guard.Probability(p, nameof(p));
        if (buckets < 1)
            throw new ArgumentException($"buckets is {buckets}; it must be at least 1.", nameof(buckets));
        Guard.OpenBounds(openBounds);
        return OfBucket(Math.Log(p), buckets, openBounds, outside);
    }

    /// <param name="logOptions">ln n: taken once by whoever rates many.</param>
    internal static double OfOption(double log, double logOptions) => 100 * (log + logOptions) / logOptions;

    internal static double OfGrade(double gain, double y) => 100 * (LogScore.Expected(0.5, y) + gain) / Math.Log(2);

    internal static double OfBucket(double log, int buckets, int openBounds, bool outside) =>
        50 * (log - Math.Log(outside ? Open : (1 - (Open * openBounds)) / buckets));
}
