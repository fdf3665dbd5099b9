namespace Forecasts.Scoring.Calibration;

/// <summary>A stretch of the CORP curve: the forecasts from Lower to Upper, that came true equally often.</summary>
/// <param name="N">Cases.</param>
/// <param name="Observed">Their share of yes, or mean grade.</param>
public sealed record CorpBlock(double Lower, double Upper, int N, double MeanForecast, double Observed);

/// <summary>
/// CORP: consistent, optimally binned, reproducible (Dimitriadis, Gneiting and Jordan 2021, PNAS 118). The decomposition with R = isotonic
/// regression, equal forecasts pooled first; MCB and DSC are never negative. With graded outcomes UNC is mean (y - ybar)^2.
/// </summary>
public static class Corp
{
    /// <summary>The decomposition of the mean Brier score.</summary>
    /// <param name="p">Forecasts in 0..1, at least one.</param>
    /// <param name="y">Outcomes in 0..1.</param>
    /// <param name="weights">A weight of w counts as w equal cases.</param>
    public static ScoreDecomposition Brier(ReadOnlySpan<double> p, ReadOnlySpan<double> y, ReadOnlySpan<double> weights = default) =>
        Decompose(p, y, default(BrierLoss), weights);

    /// <summary>
    /// The decomposition of the mean logarithmic score, unfloored: score and MCB are infinite where a certain forecast was wrong.
    /// </summary>
    /// <param name="p">Forecasts in 0..1, at least one.</param>
    /// <param name="y">Outcomes in 0..1.</param>
    /// <param name="weights">A weight of w counts as w equal cases.</param>
    public static ScoreDecomposition Log(ReadOnlySpan<double> p, ReadOnlySpan<double> y, ReadOnlySpan<double> weights = default) =>
        Decompose(p, y, default(LogLoss), weights);

    /// <summary>
    /// The decomposition of any proper score: isotonic regression is the best rising recalibration for all of them at once.
    /// </summary>
    /// <param name="p">Forecasts in 0..1, at least one.</param>
    /// <param name="y">Outcomes in 0..1.</param>
    /// <param name="score">The score.</param>
    /// <param name="weights">A weight of w counts as w equal cases.</param>
    public static ScoreDecomposition Decompose<TScore>(
        ReadOnlySpan<double> p,
        ReadOnlySpan<double> y,
        TScore score,
        ReadOnlySpan<double> weights = default
    )
        where TScore : struct, IProperScore
    {
        var cases = OrderedCases.Of(p, y, weights);
        return Decompose(cases, IsotonicRegression.Blocks(cases), score);
    }

    /// <summary>The calibration curve, a step function that never falls.</summary>
    /// <param name="p">Forecasts in 0..1, at least one.</param>
    /// <param name="y">Outcomes in 0..1.</param>
    /// <param name="weights">A weight of w counts as w equal cases.</param>
    public static IReadOnlyList<CorpBlock> Curve(ReadOnlySpan<double> p, ReadOnlySpan<double> y, ReadOnlySpan<double> weights = default)
    {
        var cases = OrderedCases.Of(p, y, weights);
        return
        [
            .. IsotonicRegression
                .Blocks(cases)
                .Select(b => new CorpBlock(cases.P[b.From], cases.P[b.To - 1], b.Count, b.Forecast, b.Observed)),
        ];
    }

    internal static ScoreDecomposition Decompose<TScore>(OrderedCases cases, List<CaseGroup> blocks, TScore score)
        where TScore : struct, IProperScore
    {
        var parts = ScoreDecomposition.Of(cases, blocks, score);
        // Not below 0 but for a rounding.
        return parts with { Miscalibration = Math.Max(0, parts.Miscalibration), Discrimination = Math.Max(0, parts.Discrimination) };
    }
}
