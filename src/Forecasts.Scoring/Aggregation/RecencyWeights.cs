namespace Forecasts.Scoring.Aggregation;

/// <summary>Weights that favour who has thought of it last.</summary>
public static class RecencyWeights
{
    /// <summary>exp(sqrt(i) - sqrt(n)) for the i-th oldest of n forecasts, so the newest has 1; all 1 where n is at most 2.</summary>
    /// <param name="n">Not negative.</param>
    public static double[] Of(int n)
    {
        if (n < 0)
            throw new ArgumentException($"n is {n}; it must not be negative.", nameof(n));
        var weights = new double[n];
        for (var i = 0; i < n; i++)
            weights[i] = n <= 2 ? 1 : Math.Exp(Math.Sqrt(i + 1) - Math.Sqrt(n));
        return weights;
    }
}
