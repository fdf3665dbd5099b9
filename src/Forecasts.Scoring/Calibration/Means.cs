using Forecasts.Scoring.Comparison;

namespace Forecasts.Scoring.Calibration;

/// <summary>The means among a summary's figures.</summary>
internal static class Means
{
    public static MeanWithInterval Brier(
        ReadOnlySpan<double> p,
        ReadOnlySpan<double> y,
        ReadOnlySpan<double> weights,
        ReadOnlySpan<int> clusters
    )
    {
        var scores = new double[p.Length];
        for (var i = 0; i < scores.Length; i++)
            scores[i] = default(BrierLoss).Of(p[i], y[i]);
        return ScoreInterval.Mean(scores, weights, clusters);
    }

    /// <summary>
    /// Mean (y - p). A few outcomes that are all alike show no spread, so it is taken to be at least that which the forecasts state.
    /// </summary>
    public static MeanWithInterval Gap(
        ReadOnlySpan<double> p,
        ReadOnlySpan<double> y,
        ReadOnlySpan<double> weights,
        ReadOnlySpan<int> clusters
    )
    {
        var gaps = new double[p.Length];
        double weight = 0,
            stated = 0;
        for (var i = 0; i < gaps.Length; i++)
        {
            var w = weights.IsEmpty ? 1 : weights[i];
            gaps[i] = y[i] - p[i];
            weight += w;
            stated += w * w * p[i] * (1 - p[i]);
        }

        var least = y.IndexOfAnyExcept(0, 1) < 0 ? stated / (weight * weight) : 0;
        return ScoreInterval.Within(ClusteredMean.Of(gaps, weights, clusters, leastVariance: least), -1, 1);
    }

    public static double Of<TScore>(OrderedCases cases, TScore score)
        where TScore : struct, IProperScore
    {
        var sum = 0.0;
        for (var i = 0; i < cases.Count; i++)
            sum += cases.WeightOf(i) * score.Of(cases.P[i], cases.Y[i]);
        return sum / cases.Weight;
    }

    /// <summary>The mean Brier score of saying the same always.</summary>
    public static double Constant(OrderedCases cases, double forecast)
    {
        var sum = 0.0;
        for (var i = 0; i < cases.Count; i++)
            sum += cases.WeightOf(i) * default(BrierLoss).Of(forecast, cases.Y[i]);
        return sum / cases.Weight;
    }

    /// <summary>How many different claims there are among the rows that weigh something.</summary>
    public static int Claims(ReadOnlySpan<int> claims, ReadOnlySpan<double> weights)
    {
        var known = new HashSet<int>();
        for (var i = 0; i < claims.Length; i++)
        {
            if (weights.IsEmpty || weights[i] > 0)
                known.Add(claims[i]);
        }

        return known.Count;
    }

    public static BrierReferences References(
        OrderedCases cases,
        ReadOnlySpan<double> y,
        ReadOnlySpan<double> weights,
        ReadOnlySpan<int> claims
    ) =>
        new(
            Constant(cases, 0.5),
            Constant(cases, cases.BaseRate),
            claims.IsEmpty ? BrierSkill.LeaveOneOutBrier(cases)
                : OthersBrier(y, weights, claims) is { } others ? ClusteredMean.Of(others, weights).Value
                : double.NaN
        );

    /// <summary>
    /// Of each row the Brier score of the base rate of all other claims (leave one claim out); null where there is no other.
    /// </summary>
    public static double[]? OthersBrier(ReadOnlySpan<double> y, ReadOnlySpan<double> weights, ReadOnlySpan<int> claims)
    {
        var claim = ClusterSums.Numbered(claims, y.Length, out var count);
        var (outcomes, masses) = (new double[count], new double[count]);
        for (var i = 0; i < y.Length; i++)
        {
            var w = weights.IsEmpty ? 1 : weights[i];
            outcomes[claim[i]] += w * y[i];
            masses[claim[i]] += w;
        }

        if (count < 2)
            return null;
        var (all, mass, scores) = (outcomes.Sum(), masses.Sum(), new double[y.Length]);
        for (var i = 0; i < y.Length; i++)
            scores[i] = default(BrierLoss).Of((all - outcomes[claim[i]]) / (mass - masses[claim[i]]), y[i]);
        return scores;
    }

    public static LogScores Log(OrderedCases cases, double floor)
    {
        double plain = 0,
            kept = 0;
        var floored = 0;
        for (var i = 0; i < cases.Count; i++)
        {
            var (p, w) = (cases.P[i], cases.WeightOf(i));
            var score = default(LogLoss).Of(p, cases.Y[i]);
            plain += w * score;
            var inside = Math.Clamp(p, floor, 1 - floor);
            if (inside != p)
                floored++;
            kept += w * (inside == p ? score : default(LogLoss).Of(inside, cases.Y[i]));
        }

        return new(plain / cases.Weight, kept / cases.Weight, floored);
    }
}
