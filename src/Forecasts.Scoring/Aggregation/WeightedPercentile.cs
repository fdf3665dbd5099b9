namespace Forecasts.Scoring.Aggregation;

/// <summary>Percentiles of weighted values.</summary>
public static class WeightedPercentile
{
    // Sums of weights such as 0.1 + 0.4 meet one half only up to rounding.
    private const double Tie = 1e-12;

    /// <summary>
    /// The first value, in their order, at which the weights so far exceed the share asked for; where they meet it exactly, the mean of
    /// that value and the next.
    /// </summary>
    /// <param name="values">In any order, at least one.</param>
    /// <param name="percent">0..100; 50 is the median.</param>
    /// <param name="weights">None, or one for each value; not negative, not all zero.</param>
    public static double Of(ReadOnlySpan<double> values, double percent, ReadOnlySpan<double> weights = default)
    {
        Guard.NotEmpty(values.Length, nameof(values));
        Guard.Finite(values, nameof(values));
        Guard.Weights(weights, values.Length);
        if (!(percent >= 0 && percent <= 100))
            throw new ArgumentException($"percent is {percent:R}; it must lie within 0 and 100.", nameof(percent));
        double[] x = values.ToArray(),
            w = weights.IsEmpty ? [.. Enumerable.Repeat(1.0, x.Length)] : weights.ToArray();
        Array.Sort(x, w);
        var total = w.Sum();
        var (target, sum) = (percent / 100 * total, 0.0);
        for (var i = 0; i < x.Length; i++)
        {
            if (w[i] == 0)
                continue;
            sum += w[i];
            if (sum > target + (Tie * total))
                return x[i];
            if (sum >= target - (Tie * total) && Next(w, i) is { } next)
                return (x[i] + x[next]) / 2;
        }

        return x[Array.FindLastIndex(w, v => v > 0)];
    }

    private static int? Next(double[] weights, int after) =>
        Array.FindIndex(weights, after + 1, w => w > 0) is >= 0 and var next ? next : null;
}
