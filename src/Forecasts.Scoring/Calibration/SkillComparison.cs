using Forecasts.Scoring.Comparison;

namespace Forecasts.Scoring.Calibration;

/// <summary>
/// Brier skill 1 - S/S_ref on the same cases, with paired bootstrap intervals over clusters: what a report sets beside the mean Brier
/// score.
/// </summary>
/// <param name="AlwaysHalf">Against saying 50 % always.</param>
/// <param name="BaseRateOfOthers">Against the base rate of all other cases (leave-one-out); null with one case.</param>
/// <param name="Crowd">Against the crowd; null where none was given.</param>
/// <param name="Brier">The mean Brier score that is compared.</param>
/// <param name="References">Those of the references, on the same rows with the same weights.</param>
/// <param name="CrowdBrier">That of the crowd, likewise.</param>
public sealed record SkillComparison(
    BootstrapEstimate AlwaysHalf,
    BootstrapEstimate? BaseRateOfOthers,
    BootstrapEstimate? Crowd,
    MeanWithInterval Brier,
    BrierReferences References,
    double? CrowdBrier
)
{
    /// <summary>Compares the forecasts with each reference.</summary>
    /// <param name="p">Forecasts in 0..1, at least one.</param>
    /// <param name="y">Outcomes in 0..1.</param>
    /// <param name="crowd">The crowd's forecasts of the same cases; none: left out.</param>
    /// <param name="weights">A weight of w counts as w equal cases.</param>
    /// <param name="clusters">Equal numbers stand for the same cluster; none: each row is its own.</param>
    /// <param name="claims">For several forecasters together: equal numbers stand for the same claim, which the base rate of the others
    /// leaves out as a whole. None: each row is a claim of its own.</param>
    public static SkillComparison Of(
        ReadOnlySpan<double> p,
        ReadOnlySpan<double> y,
        ReadOnlySpan<double> crowd = default,
        ReadOnlySpan<double> weights = default,
        ReadOnlySpan<int> clusters = default,
        BootstrapOptions? options = null,
        ReadOnlySpan<int> claims = default
    )
    {
        Guard.Cases(p, y, weights);
        Guard.Clusters(claims, p.Length);
        if (clusters.IsEmpty)
            clusters = claims;
        if (!crowd.IsEmpty)
        {
            Guard.SameLength(p.Length, nameof(p), crowd.Length, nameof(crowd));
            Guard.Probabilities(crowd, nameof(crowd));
        }

        double outcomes = 0,
            weight = 0;
        for (var i = 0; i < y.Length; i++)
        {
            var w = weights.IsEmpty ? 1 : weights[i];
            outcomes += w * y[i];
            weight += w;
        }

        var (own, half, theirs) = (new double[p.Length], new double[p.Length], new double[crowd.Length]);
        var others = claims.IsEmpty
            ? weight > 1
                ? new double[p.Length]
                : null
            : Means.OthersBrier(y, weights, claims);
        for (var i = 0; i < p.Length; i++)
        {
            own[i] = default(BrierLoss).Of(p[i], y[i]);
            half[i] = default(BrierLoss).Of(0.5, y[i]);
            if (claims.IsEmpty && others is not null)
                others[i] = default(BrierLoss).Of((outcomes - y[i]) / (weight - 1), y[i]);
            if (!crowd.IsEmpty)
                theirs[i] = default(BrierLoss).Of(crowd[i], y[i]);
        }

        var cases = OrderedCases.Of(p, y, weights);
        return new(
            ScoreInterval.Skill(own, half, weights, clusters, options),
            others is null ? null : ScoreInterval.Skill(own, others, weights, clusters, options),
            crowd.IsEmpty ? null : ScoreInterval.Skill(own, theirs, weights, clusters, options),
            ScoreInterval.Mean(own, weights, clusters, options),
            Means.References(cases, y, weights, claims),
            crowd.IsEmpty ? null : ClusteredMean.Of(theirs, weights).Value
        );
    }
}
