namespace Forecasts.Scoring.Rules;

/// <summary>
/// Interval score of a central (1 - alpha) interval (Winkler 1972, JASA 67; Gneiting and Raftery 2007, JASA 102). Lower is better,
/// 0..infinity; proper for the two quantiles.
/// </summary>
public static class IntervalScore
{
    /// <summary>(u - l) + (2/alpha)(l - y)+ + (2/alpha)(y - u)+.</summary>
    /// <param name="lower">l, the alpha/2 quantile.</param>
    /// <param name="upper">u, the 1 - alpha/2 quantile, not below l.</param>
    /// <param name="alpha">Probability outside, above 0 and below 1.</param>
    /// <param name="y">What came.</param>
    public static double Of(double lower, double upper, double alpha, double y)
    {
        Guard.Finite(lower, nameof(lower));
        Guard.Finite(upper, nameof(upper));
        Guard.Finite(y, nameof(y));
        if (upper < lower)
            throw new ArgumentException($"upper is {upper:R}; it must not be below lower, {lower:R}.", nameof(upper));
        if (!(alpha > 0 && alpha < 1))
            throw new ArgumentException($"alpha is {alpha:R}; it must lie above 0 and below 1.", nameof(alpha));
        return upper - lower + (2 / alpha * (Math.Max(0, lower - y) + Math.Max(0, y - upper)));
    }

    /// <summary>
    /// alpha/2 times the interval score, the summand of the weighted interval score: alpha/2 (u - l) + (l - y)+ + (y - u)+.
    /// </summary>
    public static double Weighted(double lower, double upper, double alpha, double y) => alpha / 2 * Of(lower, upper, alpha, y);

    /// <summary>
    /// Whether what came lies within the interval, both ends included: its mean over many is the coverage, to compare with 1 - alpha.
    /// </summary>
    public static bool Covers(double lower, double upper, double y)
    {
        Guard.Finite(y, nameof(y));
        if (!(upper >= lower))
            throw new ArgumentException($"upper is {upper:R}; it must not be below lower, {lower:R}.", nameof(upper));
        return lower <= y && y <= upper;
    }
}
