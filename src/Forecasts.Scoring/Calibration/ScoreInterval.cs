using System.Numerics.Tensors;
using Forecasts.Scoring.Comparison;

namespace Forecasts.Scoring.Calibration;

/// <param name="Interval">95 %; null where the cases tell nothing of the spread (see <see cref="ScoreInterval"/>).</param>
/// <param name="Clusters">Independent pieces of evidence behind it.</param>
public sealed record ShareInterval(Interval? Interval, int Clusters);

/// <summary>95 % intervals of Cox's recalibration; null with too few clusters, and where it is not defined.</summary>
public sealed record CoxIntervals(Interval? Slope, Interval? Intercept);

/// <summary>
/// The one place that decides which interval stands beside a score, a skill or a share: whole clusters are drawn anew (BCa), so
/// that what hangs together counts once and the interval stays inside the score's bounds. Fewer than
/// <see cref="FewestClusters"/> clusters show too little of the spread: then there is none.
/// </summary>
public static class ScoreInterval
{
    /// <summary>Below so many clusters no interval is given.</summary>
    public const int FewestClusters = 10;

    /// <summary>So many means are as good as normal, and drawing them anew takes seconds.</summary>
    public const int MostResampled = 50_000;

    /// <summary>A mean with its interval, which lies between the smallest and the largest value.</summary>
    /// <param name="values">Finite values, at least one.</param>
    /// <param name="weights">Weights of the mean.</param>
    /// <param name="clusters">Equal numbers stand for the same cluster; none: each row is its own.</param>
    public static MeanWithInterval Mean(
        ReadOnlySpan<double> values,
        ReadOnlySpan<double> weights = default,
        ReadOnlySpan<int> clusters = default,
        BootstrapOptions? options = null
    )
    {
        options ??= BootstrapOptions.Default;
        var mean = ClusteredMean.Of(values, weights, clusters, options.Confidence);
        if (mean.Clusters is < FewestClusters or > MostResampled)
            return Within(mean, TensorPrimitives.Min(values), TensorPrimitives.Max(values));
        return mean with { Interval = ClusterBootstrap.Mean(values, weights, clusters, options).Interval };
    }

    /// <summary>1 - S/S_ref with its interval, which never exceeds 1.</summary>
    /// <inheritdoc cref="ClusterBootstrap.Skill"/>
    public static BootstrapEstimate Skill(
        ReadOnlySpan<double> scores,
        ReadOnlySpan<double> reference,
        ReadOnlySpan<double> weights = default,
        ReadOnlySpan<int> clusters = default,
        BootstrapOptions? options = null
    )
    {
        var skill = ClusterBootstrap.Skill(scores, reference, weights, clusters, options);
        return skill.Clusters < FewestClusters ? skill with { Interval = null } : skill;
    }

    /// <summary>
    /// Of the share of yes, or the mean grade. Wilson's where each case is the only one of its cluster and yes or no; else clusters
    /// are drawn anew, and where all of them came out alike, which shows no spread, each stands for one case of Wilson's.
    /// </summary>
    /// <param name="outcomes">In 0..1, at least one.</param>
    /// <param name="weights">A weight of w counts as w equal cases.</param>
    /// <param name="clusters">Equal numbers stand for the same cluster; none: each row is its own.</param>
    public static ShareInterval Share(
        ReadOnlySpan<double> outcomes,
        ReadOnlySpan<double> weights = default,
        ReadOnlySpan<int> clusters = default
    )
    {
        var mean = ClusteredMean.Of(outcomes, weights, clusters);
        if (mean.Clusters == outcomes.Length && weights.IsEmpty && outcomes.IndexOfAnyExcept(0, 1) < 0)
            return new(Wilson.Interval((int)TensorPrimitives.Sum(outcomes), outcomes.Length), outcomes.Length);
        var drawn = Mean(outcomes, weights, clusters).Interval;
        var alike = drawn is { } i && i.Upper - i.Lower < 1e-12;
        return new(alike ? Wilson.OfShare(Math.Clamp(mean.Value, 0, 1), mean.Clusters) : drawn, mean.Clusters);
    }

    /// <summary>
    /// Of Cox's slope and intercept, by standard errors that know what hangs together. They have no bounds, but too few clusters
    /// say as little of them.
    /// </summary>
    internal static CoxIntervals Cox(Recalibration fit, int clusters)
    {
        return new(Around(fit.Slope, fit.SlopeError), Around(fit.Intercept, fit.InterceptError));

        Interval? Around(double value, double error) =>
            clusters < FewestClusters || !double.IsFinite(value) || !double.IsFinite(error)
                ? null
                : new(value - (1.96 * error), value + (1.96 * error));
    }

    /// <summary>By the standard error, inside the bounds; none with too few clusters. For means whose least variance is known.</summary>
    internal static MeanWithInterval Within(MeanWithInterval mean, double lower, double upper)
    {
        var known = mean.Clusters >= FewestClusters ? mean.Interval : null;
        return mean with { Interval = known is { } i ? new(Math.Max(i.Lower, lower), Math.Min(i.Upper, upper)) : null };
    }
}
