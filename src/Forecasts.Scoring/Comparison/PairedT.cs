using Forecasts.Scoring.Calibration;
using MathNet.Numerics.Distributions;

namespace Forecasts.Scoring.Comparison;

/// <param name="Difference">The mean difference.</param>
/// <param name="Statistic">Difference / its standard error, with the small-sample factor where the test has one.</param>
/// <param name="P">Two-sided, from Student's t.</param>
public sealed record DifferenceTest(double Difference, double StandardError, double Statistic, double DegreesOfFreedom, double P)
{
    /// <summary>
    /// No difference at all: statistic 0, p 1. No spread, or an estimate of it that is not positive: NaN, for then nothing can be said.
    /// </summary>
    internal static DifferenceTest Of(double difference, double variance, double factor, int n, bool allZero)
    {
        var statistic =
            allZero ? 0
            : variance > 0 ? difference / Math.Sqrt(variance) * factor
            : double.NaN;
        var p = double.IsNaN(statistic) ? double.NaN : 2 * StudentT.CDF(0, 1, n - 1, -Math.Abs(statistic));
        return new(difference, variance >= 0 ? Math.Sqrt(variance) : double.NaN, statistic, n - 1, p);
    }
}

/// <summary>
/// Student's t test of the differences on the same claims (Student 1908, Biometrika 6), with the cluster-robust variance (Liang and Zeger
/// 1986, Biometrika 73).
/// </summary>
public static class PairedT
{
    /// <summary>
    /// Mean of a - b over the standard error of <see cref="ClusteredMean"/>, against t with G - 1 degrees of freedom. Equal weights without
    /// clusters: the classical test. NaN with one cluster.
    /// </summary>
    /// <param name="a">Scores of one; rows are claims.</param>
    /// <param name="b">Scores of the other on the same claims.</param>
    /// <param name="clusters">Equal numbers stand for the same cluster; none: each row is its own.</param>
    public static DifferenceTest Test(
        ReadOnlySpan<double> a,
        ReadOnlySpan<double> b,
        ReadOnlySpan<double> weights = default,
        ReadOnlySpan<int> clusters = default
    )
    {
        Guard.Pairs(a, nameof(a), b, nameof(b), weights, clusters);
        var lines = ClusterSums.Of(a, b, weights, clusters);
        var mean = ClusteredMean.Of([.. lines.Select(l => (l.A - l.B) / l.Weight)], [.. lines.Select(l => l.Weight)]);
        return mean.Clusters < 2
            ? new(mean.Value, double.NaN, double.NaN, 0, double.NaN)
            : DifferenceTest.Of(mean.Value, mean.StandardError * mean.StandardError, 1, mean.Clusters, lines.All(l => l.A == l.B));
    }
}
