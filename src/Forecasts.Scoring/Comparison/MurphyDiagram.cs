using Forecasts.Scoring.Calibration;

namespace Forecasts.Scoring.Comparison;

/// <param name="Value">Mean elementary score of p minus that of q: below 0 where p is better.</param>
/// <param name="Interval">Pointwise; null where there is but one cluster.</param>
public sealed record MurphyDifference(double Theta, double Value, double StandardError, Interval? Interval);

/// <summary>
/// Mean elementary scores over theta (Ehm, Gneiting, Jordan and Krueger 2016, JRSS B 78). Twice the area under the curve over 0..1 is the
/// mean Brier score.
/// </summary>
public static class MurphyDiagram
{
    /// <summary>One mean elementary score per theta; lower is better.</summary>
    /// <param name="thetas">Where to look, finite, in any order.</param>
    /// <inheritdoc cref="ElementaryScore.Mean"/>
    public static double[] Curve(
        ReadOnlySpan<double> p,
        ReadOnlySpan<double> y,
        ReadOnlySpan<double> thetas,
        ReadOnlySpan<double> weights = default
    )
    {
        Guard.Pairs(p, nameof(p), y, nameof(y), weights, default);
        Guard.Finite(thetas, nameof(thetas));
        var curve = new double[thetas.Length];
        for (var k = 0; k < curve.Length; k++)
            curve[k] = ElementaryScore.Average(p, y, thetas[k], weights);
        return curve;
    }

    /// <summary>
    /// p's curve minus q's on the same claims, each point with the interval of <see cref="ClusteredMean"/>: difference +- t quantile x
    /// cluster-robust standard error. Where no claim tells the two apart the band has no width.
    /// </summary>
    /// <param name="q">The other forecaster, on the same rows.</param>
    /// <param name="clusters">Equal numbers stand for the same cluster; none: each row is its own.</param>
    /// <param name="confidence">Of each point by itself, above 0 and below 1.</param>
    /// <inheritdoc cref="Curve"/>
    public static IReadOnlyList<MurphyDifference> Difference(
        ReadOnlySpan<double> p,
        ReadOnlySpan<double> q,
        ReadOnlySpan<double> y,
        ReadOnlySpan<double> thetas,
        ReadOnlySpan<double> weights = default,
        ReadOnlySpan<int> clusters = default,
        double confidence = 0.9
    )
    {
        Guard.Pairs(p, nameof(p), y, nameof(y), weights, clusters);
        Guard.Pairs(p, nameof(p), q, nameof(q), weights, clusters);
        Guard.Finite(thetas, nameof(thetas));
        Guard.Confidence(confidence);
        var cluster = ClusterSums.Numbered(clusters, p.Length, out var count);
        var (mass, means) = (new double[count], new double[count]);
        for (var i = 0; i < p.Length; i++)
            mass[cluster[i]] += weights.IsEmpty ? 1 : weights[i];
        var points = new MurphyDifference[thetas.Length];
        for (var k = 0; k < points.Length; k++)
        {
            Array.Clear(means);
            for (var i = 0; i < p.Length; i++)
            {
                means[cluster[i]] +=
                    (weights.IsEmpty ? 1 : weights[i])
                    * (ElementaryScore.One(p[i], y[i], thetas[k]) - ElementaryScore.One(q[i], y[i], thetas[k]));
            }

            for (var g = 0; g < count; g++)
                means[g] = mass[g] > 0 ? means[g] / mass[g] : 0;
            var mean = ClusteredMean.Of(means, mass, confidence: confidence);
            points[k] = new(thetas[k], mean.Value, mean.StandardError, mean.Interval);
        }

        return points;
    }
}
