using Forecasts.Scoring.Rules;

namespace Forecasts.Scoring.Calibration;

/// <summary>
/// Skill = 1 - S/S_ref: the share of the reference's score that was saved. Higher is better, 1 is perfect, 0 as good as the reference. Not
/// proper by itself.
/// </summary>
public static class BrierSkill
{
    /// <summary>Against the base rate of the same cases: 1 - mean Brier / mean (y - ybar)^2. NaN where all outcomes are equal.</summary>
    /// <param name="p">Forecasts in 0..1, at least one.</param>
    /// <param name="y">Outcomes in 0..1.</param>
    /// <param name="weights">A weight of w counts as w equal cases.</param>
    public static double InSample(ReadOnlySpan<double> p, ReadOnlySpan<double> y, ReadOnlySpan<double> weights = default)
    {
        var cases = OrderedCases.Of(p, y, weights);
        return SkillScore.Of(Means.Of(cases, default(BrierLoss)), Means.Constant(cases, cases.BaseRate));
    }

    /// <summary>
    /// Against the base rate of all other cases, which the reference could not know less about than the forecaster: leave-one-out. NaN with
    /// one case.
    /// </summary>
    /// <param name="p">Forecasts in 0..1, at least one.</param>
    /// <param name="y">Outcomes in 0..1.</param>
    /// <param name="weights">A weight of w counts as w equal cases.</param>
    public static double LeaveOneOut(ReadOnlySpan<double> p, ReadOnlySpan<double> y, ReadOnlySpan<double> weights = default)
    {
        var cases = OrderedCases.Of(p, y, weights);
        var reference = LeaveOneOutBrier(cases);
        return double.IsNaN(reference) ? double.NaN : SkillScore.Of(Means.Of(cases, default(BrierLoss)), reference);
    }

    // Without a case of weight 1 the base rate is (n ybar - y)/(n - 1), so its miss is n/(n - 1) times as far.
    internal static double LeaveOneOutBrier(OrderedCases cases) =>
        cases.Weight > 1 ? Means.Constant(cases, cases.BaseRate) * Math.Pow(cases.Weight / (cases.Weight - 1), 2) : double.NaN;
}
