using Forecasts.Scoring.Comparison;
using MathNet.Numerics.Distributions;

namespace Forecasts.Scoring.Calibration;

/// <param name="Value">The (weighted) mean.</param>
/// <param name="StandardError">NaN where there is but one cluster.</param>
/// <param name="Clusters">Independent pieces of evidence.</param>
/// <param name="Interval">Student's t with clusters - 1 degrees of freedom; null where there is but one cluster.</param>
public sealed record MeanWithInterval(double Value, double StandardError, int Clusters, Interval? Interval);

/// <summary>A mean whose cases may hang together within clusters (Liang and Zeger 1986, Biometrika 73).</summary>
public static class ClusteredMean
{
    /// <summary>Variance = G/(G-1) x sum over clusters of (sum of w (x - mean))^2 / (sum of w)^2.</summary>
    /// <param name="values">Finite values, at least one.</param>
    /// <param name="weights">Weights of the mean.</param>
    /// <param name="clusters">Equal numbers stand for the same cluster; none: each row is its own.</param>
    /// <param name="confidence">Two-sided confidence, above 0 and below 1.</param>
    /// <param name="leastVariance">A variance of the mean that is known to be possible: the larger one counts (a few outcomes that are all
    /// alike show none).</param>
    public static MeanWithInterval Of(
        ReadOnlySpan<double> values,
        ReadOnlySpan<double> weights = default,
        ReadOnlySpan<int> clusters = default,
        double confidence = 0.95,
        double leastVariance = 0
    )
    {
        Guard.NotEmpty(values.Length, nameof(values));
        Guard.Finite(values, nameof(values));
        Guard.Weights(weights, values.Length);
        Guard.Clusters(clusters, values.Length);
        Guard.Confidence(confidence);
        var (sums, totals) = Totals(values, weights, clusters);
        var weight = totals.Sum();
        var mean = sums.Sum() / weight;
        var (squares, count) = (0.0, 0);
        for (var g = 0; g < sums.Length; g++)
        {
            if (totals[g] == 0)
                continue;
            var miss = sums[g] - (totals[g] * mean);
            squares += miss * miss;
            count++;
        }

        if (count < 2)
            return new(mean, double.NaN, count, null);
        var error = Math.Sqrt(Math.Max(leastVariance, squares * count / (count - 1) / (weight * weight)));
        var reach = error * StudentT.InvCDF(0, 1, count - 1, (1 + confidence) / 2);
        return new(mean, error, count, new(mean - reach, mean + reach));
    }

    private static (double[] Sums, double[] Weights) Totals(
        ReadOnlySpan<double> values,
        ReadOnlySpan<double> weights,
        ReadOnlySpan<int> clusters
    )
    {
        var numbers = clusters.IsEmpty ? null : ClusterSums.Numbered(clusters, values.Length, out _);
        var count = numbers is null ? values.Length : numbers.Max() + 1;
        var (sums, totals) = (new double[count], new double[count]);
        for (var i = 0; i < values.Length; i++)
        {
            var (w, cluster) = (weights.IsEmpty ? 1 : weights[i], numbers is null ? i : numbers[i]);
            sums[cluster] += w * values[i];
            totals[cluster] += w;
        }

        return (sums, totals);
    }
}
