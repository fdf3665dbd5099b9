using Forecasts.Scoring.Calibration;
using Forecasts.Scoring.Comparison;

namespace Forecasts.Server.Features.Results;

/// <summary>
/// From standing forecasts to a report's figures, through the scoring library alone. Seeds are fixed: the same forecasts give the same
/// digits.
/// </summary>
public static class MakeFigures
{
    /// <summary>So many analysts at most: more could not be told apart in a picture.</summary>
    public const int MostComponents = 30;

    /// <summary>Of each analyst whose components are shown; there may be thirty of them.</summary>
    private const int ComponentResamples = 200;

    private static readonly double[] Thresholds = [.. Enumerable.Range(0, 101).Select(i => i / 100.0)];

    /// <summary>A summary that knows which rows share a claim.</summary>
    public static CalibrationSummary Summary(ForecastColumns of, double floor) =>
        CalibrationSummary.Of(of.P, of.Y, new(Floor: floor), clusters: of.Clusters, half: of.Half, claims: of.Claims, before: of.Before);

    /// <param name="analysts">At least one forecast.</param>
    /// <param name="crowd">At most one for each claim.</param>
    /// <param name="columns">Of the analysts, and so is the summary.</param>
    public static SeasonFigures Of(
        IReadOnlyList<StandingForecast> analysts,
        IReadOnlyList<StandingForecast> crowd,
        ForecastColumns columns,
        CalibrationSummary summary,
        double floor
    )
    {
        var median = crowd.ToDictionary(r => r.Claim, StringComparer.Ordinal);
        var set = Set(analysts, columns, summary, median, floor);
        List<StandingForecast> ones = [.. analysts.Where(r => r.IsOne)];
        var numbers = median.Where(r => r.Value.IsOne).ToDictionary(StringComparer.Ordinal);
        return new(
            set,
            crowd.Count == 0 ? null
                : ForecastColumns.Of(crowd) is var others ? Set(crowd, others, Summary(others, floor), null, floor)
                : null,
            Threshold.Corp.Of(ones.Select(r => r.Claim).Distinct(StringComparer.Ordinal).Count(), 0).Visibility == Visibility.Hidden
                ? null
                : Murphy(ones, numbers),
            [
                .. analysts
                    .GroupBy(r => r.Claim, StringComparer.Ordinal)
                    .OrderBy(g => g.Key, StringComparer.Ordinal)
                    .Select(g => new ClaimFigure(
                        g.Key,
                        g.Count(),
                        BrierFigures.Mean(g),
                        median.TryGetValue(g.Key, out var of) ? BrierFigures.Mean([of]) : null
                    )),
            ],
            [
                .. analysts
                    .GroupBy(r => r.Forecaster, StringComparer.Ordinal)
                    .Where(g => g.Count() >= Threshold.Corp.GreyFrom)
                    .OrderByDescending(g => g.Count())
                    .ThenBy(BrierFigures.Mean)
                    .ThenBy(g => g.Key, StringComparer.Ordinal)
                    .Take(MostComponents)
                    .Select(Components),
            ]
        );
    }

    // Calibration counts every pair; what needs one number per claim is of the claims that have one.
    private static FigureSet Set(
        IReadOnlyList<StandingForecast> rows,
        ForecastColumns of,
        CalibrationSummary s,
        Dictionary<string, StandingForecast>? crowd,
        double floor
    )
    {
        List<StandingForecast> ones = [.. rows.Where(r => r.IsOne)];
        var one =
            ones.Count == rows.Count ? s
            : ones.Count == 0 ? null
            : Summary(ForecastColumns.Of(ones), floor);
        return new(
            rows.Count,
            s.Claims,
            s.Clusters,
            ones.Where(r => r.Outcome is not (0 or 1)).DistinctBy(r => r.Claim).Count(),
            rows.Count(r => r.Withdrawn),
            one?.BaseRate,
            one?.AtHalf,
            BrierFigures.Of(rows, crowd, perClaim: false),
            one is null ? null : new(one.Log.Value.Unfloored, one.Log.Value.AtFloor, one.Log.Value.Floored),
            one is null
                ? Told<GapFigure>.None(Threshold.InTheLarge)
                : Told<GapFigure>.Of(one.MeanGap, gap => new(one.BaseRate - gap.Value, one.BaseRate, Of(gap))),
            Told<RecalibrationFigure>.Of(
                s.Cox,
                c => new(Around(c.Slope, s.CoxIntervals.Slope), Around(c.Intercept, s.CoxIntervals.Intercept), Finite(c.P), c.Penalised)
            ),
            Told<SpiegelhalterFigure>.Of(s.Spiegelhalter, z => new(Finite(z.Z), Finite(z.P))),
            Told<CorpFigure>.Of(
                s.Corp,
                c =>
                    new(
                        c.Score,
                        c.Miscalibration,
                        c.Discrimination,
                        c.Uncertainty,
                        s.Perfect.Value.Miscalibration.Mean,
                        s.Perfect.Value.Miscalibration.P,
                        s.Perfect.Value.Resamples
                    )
            ),
            one is null
                ? Told<ConfidenceFigure>.None(Threshold.Confidence)
                : Told<ConfidenceFigure>.Of(one.Confidence, c => new(c.MeanConfidence, c.HitRate)),
            Finite(one?.Auc.Value),
            EvidenceOf(of),
            BrierFigures.Of(rows, crowd, perClaim: true),
            ChoiceCount.Of(rows)
        );
    }

    /// <summary>In the order in which the claims were settled; a cluster's gains count once.</summary>
    private static EvidenceFigure EvidenceOf(ForecastColumns of)
    {
        var evidence = EProcess.Of(
            [.. of.Order.Select(i => of.P[i])],
            [.. of.Order.Select(i => of.Y[i])],
            [.. of.Order.Select(i => of.Clusters[i])]
        );
        return new(evidence.Final, evidence.Largest, evidence.P);
    }

    /// <summary>Of all three on the same forecasts: where there is a crowd, those on its claims.</summary>
    private static MurphyFigure Murphy(IReadOnlyList<StandingForecast> analysts, Dictionary<string, StandingForecast> crowd)
    {
        var rows = crowd.Count == 0 ? analysts : [.. analysts.Where(r => crowd.ContainsKey(r.Claim))];
        var rate = rows.Average(r => r.Outcome);
        return new(
            Thresholds,
            Curve(rows.Select(r => (r.Grade, r.Outcome))),
            Curve(rows.Select(r => (rate, r.Outcome))),
            crowd.Count == 0 ? null : Curve(rows.Select(r => (crowd[r.Claim].Grade, r.Outcome)))
        );
    }

    // People use round numbers: equal cases are counted once, with their number as weight.
    private static double[] Curve(IEnumerable<(double P, double Y)> cases)
    {
        var counted = cases.CountBy(c => c).OrderBy(c => c.Key).ToList();
        return MurphyDiagram.Curve(
            [.. counted.Select(c => c.Key.P)],
            [.. counted.Select(c => c.Key.Y)],
            Thresholds,
            [.. counted.Select(c => (double)c.Value)]
        );
    }

    private static ComponentsFigure Components(IGrouping<string, StandingForecast> analyst)
    {
        var of = ForecastColumns.Of([.. analyst]);
        var (parts, ideal) = (
            Corp.Brier(of.P, of.Y),
            PerfectCalibration
                .Of(
                    of.P,
                    of.Y,
                    new(Resamples: ComponentResamples),
                    half: of.Half,
                    clusters: of.Clusters,
                    claims: of.Claims,
                    before: of.Before
                )
                .Miscalibration
        );
        return new(analyst.Key, analyst.Count(), parts.Score, parts.Miscalibration, ideal.Mean, ideal.P, parts.Discrimination);
    }

    internal static Estimate Of(MeanWithInterval mean) => new(mean.Value, mean.Interval?.Lower, mean.Interval?.Upper);

    internal static Estimate? Of(BootstrapEstimate e) =>
        double.IsFinite(e.Value) ? new(e.Value, Finite(e.Interval?.Lower), Finite(e.Interval?.Upper)) : null;

    private static Estimate? Around(double value, Forecasts.Scoring.Calibration.Interval? interval) =>
        double.IsFinite(value) ? new(value, interval?.Lower, interval?.Upper) : null;

    private static double? Finite(double? value) => value is { } v && double.IsFinite(v) ? v : null;
}
