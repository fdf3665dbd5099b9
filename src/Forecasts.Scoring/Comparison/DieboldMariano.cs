namespace Forecasts.Scoring.Comparison;

public enum LongRunVariance
{
    /// <summary>Autocovariances of lags 1 to h - 1 count in full; the sum may come out negative.</summary>
    Autocovariance,

    /// <summary>They count 1 - lag/h (Newey and West 1987, Econometrica 55): never negative.</summary>
    Bartlett,
}

/// <summary>
/// Are two series of forecasts equally good, where neighbours in time are dependent (Diebold and Mariano 1995, JBES 13)? With the factor
/// for small samples and Student's t of Harvey, Leybourne and Newbold (1997, Int. J. Forecasting 13).
/// </summary>
public static class DieboldMariano
{
    /// <summary>
    /// Mean difference / sqrt(v) x sqrt((n + 1 - 2h + h(h-1)/n) / n), t with n - 1 degrees of freedom; v = (c_0 + 2 sum of c_k) / n with
    /// c_k = 1/n sum of (d_t - mean)(d_(t+k) - mean), k below h. With h = 1 it equals the paired t test.
    /// </summary>
    /// <param name="differences">Score of one minus score of the other, in the order of time, which matters here; at least one.</param>
    /// <param name="horizon">h, steps ahead: at least 1, at most n.</param>
    /// <param name="weights">w/mean w then multiplies each deviation; none: all count 1.</param>
    /// <remarks>NaN where the variance is not positive (Bartlett's is, but for equal differences), and with one difference. Claims that
    /// belong together, without an order: <see cref="PairedT"/>.</remarks>
    public static DifferenceTest Test(
        ReadOnlySpan<double> differences,
        int horizon = 1,
        LongRunVariance variance = LongRunVariance.Autocovariance,
        ReadOnlySpan<double> weights = default
    )
    {
        Guard.NotEmpty(differences.Length, nameof(differences));
        Guard.Finite(differences, nameof(differences));
        Guard.Weights(weights, differences.Length);
        Guard.AtLeast(horizon, 1, nameof(horizon));
        var n = differences.Length;
        if (horizon > n)
            throw new ArgumentException($"horizon is {horizon}; it must be at most the number of differences, {n}.", nameof(horizon));

        double sum = 0,
            weight = 0;
        for (var t = 0; t < n; t++)
        {
            var w = weights.IsEmpty ? 1 : weights[t];
            (sum, weight) = (sum + (w * differences[t]), weight + w);
        }

        var mean = sum / weight;
        if (n == 1)
            return new(mean, double.NaN, double.NaN, 0, double.NaN);
        var deviations = new double[n];
        for (var t = 0; t < n; t++)
            deviations[t] = (differences[t] - mean) * (weights.IsEmpty ? 1 : weights[t] * n / weight);
        var v = 0.0;
        for (var lag = 0; lag < horizon; lag++)
        {
            var c = 0.0;
            for (var t = lag; t < n; t++)
                c += deviations[t] * deviations[t - lag];
            v +=
                c
                / n
                * (
                    lag == 0 ? 1
                    : variance == LongRunVariance.Bartlett ? 2 * (1 - ((double)lag / horizon))
                    : 2
                );
        }

        var factor = Math.Sqrt((n + 1 - (2.0 * horizon) + (horizon * (horizon - 1.0) / n)) / n);
        return DifferenceTest.Of(mean, v / n, factor, n, !differences.ContainsAnyExcept(0.0));
    }
}
