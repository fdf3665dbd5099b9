namespace Forecasts.Scoring.Rules;

/// <summary>Spherical score as a loss (Good 1971; Gneiting and Raftery 2007, JASA 102). Lower is better, 0..1; strictly proper.</summary>
public static class SphericalScore
{
    /// <summary>1 - p_o/||(p, 1-p)||.</summary>
    /// <param name="p">Probability of yes, in 0..1.</param>
    /// <param name="y">0 or 1.</param>
    public static double Binary(double p, double y)
    {
        Guard.Probability(p, nameof(p));
        if (y is not (0 or 1))
            throw new ArgumentException("A binary outcome is 0 or 1.", nameof(y));
        return 1 - ((y == 1 ? p : 1 - p) / Math.Sqrt((p * p) + ((1 - p) * (1 - p))));
    }

    /// <summary>1 - p_o/||p||.</summary>
    /// <param name="p">Probabilities of K categories, summing to 1.</param>
    /// <param name="outcome">Index of the category that happened.</param>
    public static double Categorical(ReadOnlySpan<double> p, int outcome)
    {
        Guard.Pmf(p, nameof(p));
        Guard.Category(outcome, p.Length);
        var square = 0.0;
        foreach (var x in p)
            square += x * x;
        return 1 - (p[outcome] / Math.Sqrt(square));
    }

    /// <summary>Mean of the binary spherical score; NaN where there are no forecasts.</summary>
    public static double Mean(ReadOnlySpan<double> p, ReadOnlySpan<double> y, ReadOnlySpan<double> weights = default)
    {
        Guard.SameLength(p.Length, nameof(p), y.Length, nameof(y));
        Guard.Weights(weights, p.Length);
        Guard.Probabilities(p, nameof(p));
        var (sum, weight) = (0.0, 0.0);
        for (var i = 0; i < p.Length; i++)
        {
            var w = weights.IsEmpty ? 1 : weights[i];
            if (y[i] is not (0 or 1))
                throw new ArgumentException($"y[{i}] is {y[i]:R}; a binary outcome is 0 or 1.", nameof(y));
            sum += w * Binary(p[i], y[i]);
            weight += w;
        }

        return sum / weight;
    }
}
