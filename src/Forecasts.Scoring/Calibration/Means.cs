namespace Forecasts.Scoring.Calibration;

/// <summary>The means among a summary's figures.</summary>
internal static class Means
{
    public static MeanWithInterval Brier(ReadOnlySpan<double> p, ReadOnlySpan<double> y, ReadOnlySpan<double> weights, ReadOnlySpan<int> clusters)
    {
        var scores = new double[p.Length];
        for (var i = 0; i < scores.Length; i++) scores[i] = default(BrierLoss).Of(p[i], y[i]);
        return ClusteredMean.Of(scores, weights, clusters);
    }

    /// <summary>Mean (y - p). A few outcomes that are all alike show no spread, so it is taken to be at least that which the forecasts state.</summary>
    public static MeanWithInterval Gap(ReadOnlySpan<double> p, ReadOnlySpan<double> y, ReadOnlySpan<double> weights, ReadOnlySpan<int> clusters)
    {
        var gaps = new double[p.Length];
        double weight = 0, stated = 0;
        for (var i = 0; i < gaps.Length; i++)
        {
            var w = weights.IsEmpty ? 1 : weights[i];
            gaps[i] = y[i] - p[i];
            weight += w;
            stated += w * w * p[i] * (1 - p[i]);
        }

        return ClusteredMean.Of(gaps, weights, clusters, leastVariance: y.IndexOfAnyExcept(0, 1) < 0 ? stated / (weight * weight) : 0);
    }

    public static double Of<TScore>(OrderedCases cases, TScore score)
        where TScore : struct, IProperScore
    {
        var sum = 0.0;
        for (var i = 0; i < cases.Count; i++) sum += cases.WeightOf(i) * score.Of(cases.P[i], cases.Y[i]);
        return sum / cases.Weight;
    }

    /// <summary>The mean Brier score of saying the same always.</summary>
    public static double Constant(OrderedCases cases, double forecast)
    {
        var sum = 0.0;
        for (var i = 0; i < cases.Count; i++) sum += cases.WeightOf(i) * default(BrierLoss).Of(forecast, cases.Y[i]);
        return sum / cases.Weight;
    }

    public static BrierReferences References(OrderedCases cases) =>
        new(Constant(cases, 0.5), Constant(cases, cases.BaseRate), BrierSkill.LeaveOneOutBrier(cases));

    public static LogScores Log(OrderedCases cases, double floor)
    {
        double plain = 0, kept = 0;
        var floored = 0;
        for (var i = 0; i < cases.Count; i++)
        {
            var (p, w) = (cases.P[i], cases.WeightOf(i));
            var score = default(LogLoss).Of(p, cases.Y[i]);
            plain += w * score;
            var inside = Math.Clamp(p, floor, 1 - floor);
            if (inside != p) floored++;
            kept += w * (inside == p ? score : default(LogLoss).Of(inside, cases.Y[i]));
        }

        return new(plain / cases.Weight, kept / cases.Weight, floored);
    }
}
