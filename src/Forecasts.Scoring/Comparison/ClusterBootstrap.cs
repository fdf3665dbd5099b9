using Forecasts.Scoring.Calibration;
using MathNet.Numerics.Distributions;

namespace Forecasts.Scoring.Comparison;

/// <param name="StandardError">Standard deviation of the resampled values; NaN where there is but one cluster.</param>
/// <param name="Clusters">Independent pieces of evidence: clusters that weigh something.</param>
/// <param name="Interval">Null where there is but one cluster: one piece of evidence shows no spread.</param>
public sealed record BootstrapEstimate(double Value, double StandardError, int Clusters, int Resamples, Interval? Interval);

/// <summary>
/// Intervals from whole clusters drawn with replacement (Efron and Tibshirani 1993, An Introduction to the Bootstrap; Field and Welsh 2007,
/// JRSS B 69): what two forecasters scored on one claim stays together, and so do the claims of one cluster. Default BCa (Efron 1987, JASA
/// 82).
/// </summary>
/// <remarks>The order of rows and the names of clusters change no bit. Empty data throw. Under about 20 clusters intervals come out too
/// narrow.</remarks>
public static class ClusterBootstrap
{
    /// <summary>Sum of w x / sum of w: a mean score with its interval.</summary>
    /// <param name="values">Finite values.</param>
    /// <param name="weights">Not negative, not all 0; none: all count 1.</param>
    /// <param name="clusters">Equal numbers stand for the same cluster; none: each row is its own.</param>
    public static BootstrapEstimate Mean(
        ReadOnlySpan<double> values,
        ReadOnlySpan<double> weights = default,
        ReadOnlySpan<int> clusters = default,
        BootstrapOptions? options = null
    )
    {
        Guard.Pairs(values, nameof(values), values, nameof(values), weights, clusters);
        return Of(ClusterSums.Of(values, values, weights, clusters), t => t.A / t.Weight, options);
    }

    /// <summary>
    /// Mean of a minus mean of b on the same rows: below 0 where a scores lower. Of stated p and outcomes y: calibration in the large.
    /// </summary>
    /// <inheritdoc cref="Mean"/>
    public static BootstrapEstimate Difference(
        ReadOnlySpan<double> a,
        ReadOnlySpan<double> b,
        ReadOnlySpan<double> weights = default,
        ReadOnlySpan<int> clusters = default,
        BootstrapOptions? options = null
    )
    {
        Guard.Pairs(a, nameof(a), b, nameof(b), weights, clusters);
        return Of(ClusterSums.Of(a, b, weights, clusters), t => (t.A - t.B) / t.Weight, options);
    }

    /// <summary>
    /// 1 - S/S_ref of the mean scores on the same rows: 1 is perfect, 0 no better than the reference; higher is better, where lower scores
    /// are. Not proper by itself. 0 where both score 0, minus infinity where the reference alone does.
    /// </summary>
    /// <param name="scores">Scores of at least 0, lower is better.</param>
    /// <param name="reference">The reference's scores of at least 0.</param>
    /// <inheritdoc cref="Mean"/>
    public static BootstrapEstimate Skill(
        ReadOnlySpan<double> scores,
        ReadOnlySpan<double> reference,
        ReadOnlySpan<double> weights = default,
        ReadOnlySpan<int> clusters = default,
        BootstrapOptions? options = null
    )
    {
        Guard.Pairs(scores, nameof(scores), reference, nameof(reference), weights, clusters);
        Guard.NotNegative(scores, nameof(scores));
        Guard.NotNegative(reference, nameof(reference));
        return Of(
            ClusterSums.Of(scores, reference, weights, clusters),
            t =>
                t.B > 0 ? 1 - (t.A / t.B)
                : t.A > 0 ? double.NegativeInfinity
                : 0,
            options
        );
    }

    private static BootstrapEstimate Of(ReadOnlySpan<ClusterLine> lines, Func<ClusterLine, double> statistic, BootstrapOptions? chosen)
    {
        var options = chosen ?? BootstrapOptions.Default;
        options.Check();
        var total = lines.Total();
        var value = statistic(total);
        if (lines.Length < 2)
            return new(value, double.NaN, lines.Length, 0, null);
        var values = new double[options.ResamplesFor(lines.Length)];
        var random = new Seeded(options.Seed);
        for (var r = 0; r < values.Length; r++)
        {
            double a = 0,
                b = 0,
                weight = 0;
            for (var g = 0; g < lines.Length; g++)
            {
                ref readonly var line = ref lines[random.Below(lines.Length)];
                (a, b, weight) = (a + line.A, b + line.B, weight + line.Weight);
            }

            values[r] = statistic(new(0, a, b, weight));
        }

        Array.Sort(values);
        var (below, above) = ((1 - options.Confidence) / 2, (1 + options.Confidence) / 2);
        if (options.Interval == BootstrapInterval.Bca)
            (below, above) = Corrected(below, above, value, values, Acceleration(lines, total, statistic));
        return new(value, Deviation(values), lines.Length, values.Length, new(Quantile(values, below), Quantile(values, above)));
    }

    /// <summary>From the values without one cluster each: sum of (mean - value)^3 / 6 (sum of (mean - value)^2)^(3/2).</summary>
    private static double Acceleration(ReadOnlySpan<ClusterLine> lines, ClusterLine total, Func<ClusterLine, double> statistic)
    {
        var without = new double[lines.Length];
        for (var g = 0; g < lines.Length; g++)
            without[g] = statistic(new(0, total.A - lines[g].A, total.B - lines[g].B, total.Weight - lines[g].Weight));
        var mean = without.Sum() / without.Length;
        double squares = 0,
            cubes = 0;
        foreach (var x in without)
            (squares, cubes) = (squares + ((mean - x) * (mean - x)), cubes + ((mean - x) * (mean - x) * (mean - x)));
        var acceleration = cubes / (6 * Math.Pow(squares, 1.5));
        return double.IsFinite(acceleration) ? acceleration : 0;
    }

    private static (double Below, double Above) Corrected(double below, double above, double value, double[] sorted, double acceleration)
    {
        // Values that miss the estimate by rounding alone are ties with it: half of them count as below.
        var near = 1e-12 * Math.Max(Math.Abs(value), double.IsFinite(sorted[^1] - sorted[0]) ? sorted[^1] - sorted[0] : 0);
        var share =
            sorted.Sum(v =>
                v < value - near ? 1
                : v <= value + near ? 0.5
                : 0
            ) / sorted.Length;
        var bias = Normal.InvCDF(0, 1, Math.Clamp(share, 0.5 / sorted.Length, 1 - (0.5 / sorted.Length)));
        return (At(below), At(above));

        double At(double level)
        {
            var z = bias + Normal.InvCDF(0, 1, level);
            return Normal.CDF(0, 1, bias + (z / (1 - (acceleration * z))));
        }
    }

    private static double Deviation(double[] values)
    {
        var mean = values.Sum() / values.Length;
        return Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / Math.Max(1, values.Length - 1));
    }

    // Of r sorted values the k-th is the k/(r+1) quantile; between them a straight line.
    private static double Quantile(double[] sorted, double level)
    {
        var at = Math.Clamp((level * (sorted.Length + 1)) - 1, 0, sorted.Length - 1);
        var (k, part) = ((int)at, at - (int)at);
        return part == 0 ? sorted[k] : ((1 - part) * sorted[k]) + (part * sorted[k + 1]);
    }
}
