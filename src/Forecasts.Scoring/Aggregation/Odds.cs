namespace Forecasts.Scoring.Aggregation;

/// <summary>Pools of probabilities by their odds, and extremising.</summary>
public static class Odds
{
    /// <summary>
    /// Probability whose odds are the geometric mean of the odds: logit of the result = weighted mean of the logits. 0 or 1 where somebody
    /// is certain; NaN where certain people contradict each other.
    /// </summary>
    /// <param name="p">Probabilities, at least one.</param>
    /// <param name="weights">None, or one each; not negative, not all zero.</param>
    public static double GeometricMean(ReadOnlySpan<double> p, ReadOnlySpan<double> weights = default) =>
        Probability(MeanLogit(p, weights));

    /// <summary>Odds to the power d (Satopaa et al. 2014, Int. J. Forecasting 30): further from one half for d above 1.</summary>
    public static double Extremize(double p, double d)
    {
        Guard.Probability(p, nameof(p));
        Guard.Positive(d, nameof(d));
        return Probability(d * Logit(p));
    }

    /// <summary>
    /// logit(base) + d (mean logit - logit(base)): extremised away from a base rate (Neyman and Roughgarden 2021, EC'21).
    /// </summary>
    /// <param name="baseRate">Above 0 and below 1.</param>
    public static double ExtremizeFromBaseRate(ReadOnlySpan<double> p, double baseRate, double d, ReadOnlySpan<double> weights = default)
    {
        Guard.Probability(baseRate, nameof(baseRate));
        if (baseRate is 0 or 1)
            throw new ArgumentException($"baseRate is {baseRate:R}; it must lie above 0 and below 1.", nameof(baseRate));
        Guard.Positive(d, nameof(d));
        var from = Logit(baseRate);
        return Probability(from + (d * (MeanLogit(p, weights) - from)));
    }

    /// <summary>
    /// d = n (sqrt(3n^2 - 3n + 1) - 2)/(n^2 - n - 1), from 1 for one forecaster towards sqrt 3 (Neyman and Roughgarden 2021, EC'21).
    /// </summary>
    /// <param name="n">Number of forecasters, at least 1.</param>
    public static double NeymanRoughgardenFactor(int n)
    {
        if (n < 1)
            throw new ArgumentException($"n is {n}; it must be at least 1.", nameof(n));
        var m = (double)n;
        return m * (Math.Sqrt((3 * m * m) - (3 * m) + 1) - 2) / ((m * m) - m - 1);
    }

    private static double MeanLogit(ReadOnlySpan<double> p, ReadOnlySpan<double> weights)
    {
        Guard.NotEmpty(p.Length, nameof(p));
        Guard.Probabilities(p, nameof(p));
        Guard.Weights(weights, p.Length);
        var (sum, weight) = (0.0, 0.0);
        for (var i = 0; i < p.Length; i++)
        {
            var w = weights.IsEmpty ? 1 : weights[i];
            if (w == 0)
                continue;
            sum += w * Logit(p[i]);
            weight += w;
        }

        return sum / weight;
    }

    private static double Logit(double p) => Math.Log(p / (1 - p));

    private static double Probability(double logit) => 1 / (1 + Math.Exp(-logit));
}
