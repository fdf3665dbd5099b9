namespace Forecasts.Scoring.Rules;

/// <summary>Logarithmic score (Good 1952, JRSS B 14), unfloored. Lower is better, 0..infinity; strictly proper.</summary>
public static class LogScore
{
    /// <summary>-ln p for yes, -ln(1 - p) for no; positive infinity where a certain forecast was wrong.</summary>
    /// <param name="p">Probability of yes, in 0..1.</param>
    /// <param name="y">0 or 1. A graded outcome has <see cref="Expected"/>.</param>
    public static double Binary(double p, double y)
    {
        Guard.Probability(p, nameof(p));
        if (y is not (0 or 1)) throw new ArgumentException("A binary outcome is 0 or 1.", nameof(y));
        return Loss(y == 1 ? p : 1 - p);
    }

    /// <summary>-ln of the probability of the category that happened.</summary>
    /// <param name="p">Probabilities of K categories, summing to 1.</param>
    /// <param name="outcome">Index of the category that happened.</param>
    public static double Categorical(ReadOnlySpan<double> p, int outcome)
    {
        Guard.Pmf(p, nameof(p));
        Guard.Category(outcome, p.Length);
        return Loss(p[outcome]);
    }

    /// <summary>KL(y, p) = y ln(y/p) + (1-y) ln((1-y)/(1-p)): 0 at p = y; equals the binary log score where y is 0 or 1.</summary>
    /// <param name="p">Expected grade, in 0..1.</param>
    /// <param name="y">Grade in 0..1; 0.5 is "half right".</param>
    public static double Expected(double p, double y)
    {
        Guard.Probability(p, nameof(p));
        Guard.Probability(y, nameof(y));
        return Math.Max(0, Part(y, p) + Part(1 - y, 1 - p));
    }

    // A subtraction, so that certainty scores 0 and never the negative zero.
    private static double Loss(double p) => 0 - Math.Log(p);

    private static double Part(double y, double p) => y == 0 ? 0 : y * Math.Log(y / p);
}
