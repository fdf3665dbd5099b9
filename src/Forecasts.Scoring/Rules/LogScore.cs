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
        return y == 1 ? -Math.Log(p) : -Math.Log(1 - p);
    }

    /// <summary>-ln of the probability of the category that happened.</summary>
    public static double Categorical(ReadOnlySpan<double> p, int outcome)
    {
        Guard.Pmf(p, outcome, nameof(p));
        return -Math.Log(p[outcome]);
    }

    /// <summary>Kullback-Leibler divergence of the expected grade p from the grade y: 0 at p = y; equals the binary log score where y is 0 or 1.</summary>
    public static double Expected(double p, double y)
    {
        Guard.Probability(p, nameof(p));
        Guard.Probability(y, nameof(y));
        return Part(y, p) + Part(1 - y, 1 - p);
    }

    private static double Part(double y, double p) => y == 0 ? 0 : y * Math.Log(y / p);
}
