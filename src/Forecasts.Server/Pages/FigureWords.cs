using Forecasts.Scoring.Calibration;
using Forecasts.Server.Features.Layout;
using Forecasts.Server.Features.Results;
using Microsoft.Extensions.Localization;

namespace Forecasts.Server.Pages;

/// <param name="Main">What is read first; null where the figure is hidden or not defined.</param>
/// <param name="Notes">What belongs to it, one line each.</param>
/// <param name="Grey">It says little yet.</param>
public sealed record FigureCell(string? Main, IReadOnlyList<string> Notes, bool Grey = false);

/// <param name="Explained">How to read it, in a sentence.</param>
/// <param name="Crowd">Null where there is no crowd.</param>
public sealed record FigureRow(string Name, string Explained, FigureCell Analysts, FigureCell? Crowd);

/// <param name="First">Whose figures stand in the first column.</param>
/// <param name="Second">And in the second; null where there is none.</param>
public sealed record FigureTable(IReadOnlyList<FigureRow> Rows, string First, string? Second);

/// <summary>A season's figures in words, each saying from how many claims on it is worth looking at.</summary>
public sealed class FigureWords(IStringLocalizer<Texts> texts)
{
    private const string To = " – ";
    private static readonly double[] Central = [0.5, 0.8, 0.9];

    public IReadOnlyList<FigureRow> Rows(SeasonFigures figures) =>
        [
            Row("count", figures, Count),
            .. Means(figures),
            Row("log", figures, Log),
            Row("gap", figures, f => Ones(f, Shown(f.InTheLarge, gap => Gap(gap, f.Clusters)))),
            Row("confidence", figures, f => Ones(f, Shown(f.Confidence, Confidence))),
            Row("slope", figures, f => Shown(f.Recalibration, slope => Slope(slope, f.Clusters))),
            Row("spiegelhalter", figures, f => Shown(f.Spiegelhalter, Spiegelhalter)),
            Row("corp", figures, f => Shown(f.Corp, c => Corp(c, f.Choice is not null))),
            Row("auc", figures, Auc),
            Row("evidence", figures, Evidence),
        ];

    /// <summary>Of numbers and days.</summary>
    public IReadOnlyList<FigureRow> Rows(DistributionFigures analysts, DistributionFigures? crowd)
    {
        return
        [
            Of(
                texts["figure-name.count"],
                texts["figure-explained.count"],
                f => new(texts["report.forecasts", f.Forecasts, f.Claims], [texts["figure.clusters", f.Clusters]])
            ),
            .. Central.Select(
                (nominal, i) =>
                    Of(
                        texts["distribution.inside", Share(nominal)],
                        texts["distribution.inside-explained", Share(nominal)],
                        f => Shown(f.Coverage, c => new(Share(c[i].Share.Value), [.. Interval(c[i].Share, f.Clusters, Share)]))
                    )
            ),
            Of(
                texts["distribution.bias"],
                texts["distribution.bias-explained"],
                f => Shown(f.Bias, b => new(Points(b.Value), [.. Interval(b, f.Clusters, Points)]))
            ),
            Of(texts["distribution.histogram"], texts["distribution.histogram-explained"], f => Shown(f.Histogram, Bars)),
        ];

        FigureRow Of(string name, string explained, Func<DistributionFigures, FigureCell> cell) =>
            new(name, explained, cell(analysts), crowd is null ? null : cell(crowd));
    }

    private FigureCell Bars(PitHistogram h) =>
        new(
            texts["distribution.ends", Share(h.Shares[0] + h.Shares[^1])],
            [texts["distribution.usual", Numbers.Percent(h.UsualLower), Numbers.Percent(h.UsualUpper)]]
        );

    private FigureRow Row(string name, SeasonFigures figures, Func<FigureSet, FigureCell> cell) =>
        new(
            texts["figure-name." + name],
            texts["figure-explained." + name],
            cell(figures.Analysts),
            figures.Crowd is { } crowd ? cell(crowd) : null
        );

    private FigureCell Shown<T>(Told<T> told, Func<T, FigureCell> cell)
        where T : class =>
        told.Value is not { } value ? new(null, [texts["figure.from", told.From, told.N]])
        : told.State == "grey" && cell(value) is var grey
            ? new(grey.Main, [.. grey.Notes, texts["figure.grey", told.FullFrom, told.N]], Grey: true)
        : cell(value);

    private FigureCell Count(FigureSet f) =>
        new(
            texts["report.forecasts", f.Forecasts, f.Claims],
            [
                texts["figure.clusters", f.Clusters],
                .. f is { BaseRate: { } rate, AtHalf: { } half } ? [texts["figure.base-rate", Share(rate), Share(half)]] : (string[])[],
                .. f.Choice is { } choice ? [texts["calibration.choice", choice.Forecasts, choice.Claims, choice.Cases]] : (string[])[],
                .. f.HalfRight + f.Withdrawn > 0 ? [texts["figure.half-withdrawn", f.HalfRight, f.Withdrawn]] : (string[])[],
            ]
        );

    /// <summary>Per claim, and per forecast where that is another mean. Figures frozen without the first have the second alone.</summary>
    private IEnumerable<FigureRow> Means(SeasonFigures figures)
    {
        var all = figures.Analysts;
        FigureCell PerClaim(FigureSet f) => f.PerClaim is { } mean ? Brier(mean, f.Clusters) : new(null, []);
        if (all.PerClaim is not null)
            yield return Row("brier-claim", figures, PerClaim);
        if (all.PerClaim is null || all.Forecasts != all.Claims)
            yield return Row("brier", figures, PerForecast);
    }

    /// <summary>What a report leads with: the mean Brier score at close per claim, and the references on the same claims.</summary>
    public FigureCell Lead(SeasonFigures figures)
    {
        var same = texts["report.lead-claims", figures.Claims.Count];
        if (figures.Analysts.PerClaim is { } mean)
            return new(Numbers.Plain(mean.Mean.Value), [same, .. References(mean, withSkill: false)]);
        // Frozen without it: each claim's mean is there, and so is the crowd's where it stood on all of them.
        var crowd = figures.Claims.All(c => c.Crowd is not null) ? figures.Claims.Average(c => c.Crowd) : null;
        string[] against = crowd is null ? [] : [texts["figure-against.crowd", Numbers.Plain(crowd)]];
        return new(Numbers.Plain(figures.Claims.Average(c => c.Brier)), [same, .. against]);
    }

    private FigureCell PerForecast(FigureSet f) =>
        f.PerClaim is null || f.Forecasts != f.Claims
            ? Brier(f.Brier, f.Clusters)
            : new(Numbers.Plain(f.Brier.Mean.Value), [texts["figure.one-each"]]);

    private FigureCell Brier(BrierFigure of, int clusters) =>
        new(Numbers.Plain(of.Mean.Value), [.. Interval(of.Mean, clusters, v => Numbers.Plain(v)), .. References(of, withSkill: true)]);

    private IEnumerable<string> References(BrierFigure of, bool withSkill)
    {
        if (of.AlwaysHalf is { } half)
            yield return Against("half", half, withSkill);
        if (of.BaseRateOfOthers is { } rate)
            yield return Against("rate", rate, withSkill);
        if (of.Crowd is { } crowd)
            yield return Against("crowd", crowd, withSkill);
    }

    private string Against(string reference, ReferenceFigure to, bool withSkill)
    {
        var brier = Numbers.Plain(to.Brier);
        var said = to is { Own: { } own, Claims: { } claims }
            ? texts[$"figure-against.{reference}-fewer", claims, brier, Numbers.Plain(own)].Value
            : texts["figure-against." + reference, brier].Value;
        if (!withSkill || to.Skill is not { } skill)
            return said;
        if (Math.Round(skill.Value, 2) == 0)
            return texts["figure.against", said, texts["figure.same"].Value];
        var skilled = texts[skill.Value < 0 ? "figure.worse" : "figure.better", Share(Math.Abs(skill.Value))].Value;
        return skill is { Lower: { } low, Upper: { } high }
            ? texts["figure.against-within", said, skilled, Points(low) + " %", Points(high) + " %"]
            : texts["figure.against", said, skilled];
    }

    private FigureCell Log(FigureSet f) =>
        f.Log is not { } log
            ? new(null, [texts["figure.choices-alone"]])
            : Ones(
                f,
                new(
                    Numbers.Plain(log.LogScore),
                    log.Floored == 0 ? [texts["figure.none-floored"]] : [texts["figure.floored", log.Floored, Numbers.Plain(log.AtFloor)]]
                )
            );

    /// <summary>What needs one number per claim leaves choices out.</summary>
    private FigureCell Ones(FigureSet f, FigureCell cell) =>
        f.Choice is not { } choice || cell.Main is null
            ? cell
            : cell with
            {
                Notes = [.. cell.Notes, texts["figure.without-choices", f.Forecasts - choice.Forecasts, f.Claims - choice.Claims]],
            };

    private FigureCell Gap(GapFigure gap, int clusters) =>
        new(
            texts["figure.said-came", Share(gap.MeanForecast), Share(gap.MeanOutcome)],
            [texts["figure.gap", Points(gap.Gap.Value)], .. Interval(gap.Gap, clusters, Points)]
        );

    private FigureCell Confidence(ConfidenceFigure c)
    {
        var points = (int)Math.Round((c.MeanConfidence - c.HitRate) * 100);
        return new(
            texts["figure.sure-right", Share(c.MeanConfidence), Share(c.HitRate)],
            [points == 0 ? texts["figure.even"] : texts[points > 0 ? "figure.over" : "figure.under", Math.Abs(points)]]
        );
    }

    private FigureCell Slope(RecalibrationFigure r, int clusters) =>
        r.Slope is not { } slope || r.Intercept is not { } intercept
            ? new(null, [texts["figure.no-slope"]])
            : new(
                Numbers.Plain(slope.Value, 2),
                [
                    .. Interval(slope, clusters, v => Numbers.Plain(v, 2)),
                    texts["figure.intercept", Numbers.Signed(intercept.Value, 2)],
                    .. r.P is { } p ? [Chance(p)] : (string[])[],
                    .. r.Penalised ? [texts["figure.penalised"]] : (string[])[],
                ]
            );

    private FigureCell Spiegelhalter(SpiegelhalterFigure s) =>
        s.P is not { } p
            ? new(null, [texts["figure.undefined"]])
            : new(s.Z is { } z ? "z = " + Numbers.Signed(z, 2) : Chance(p), s.Z is null ? [] : [Chance(p)]);

    private FigureCell Corp(CorpFigure c, bool options) =>
        new(
            texts["figure.mcb", Numbers.Plain(c.Miscalibration)],
            [
                texts["figure.if-calibrated", Numbers.Plain(c.IfCalibrated), Often(c.P)],
                texts[
                    options ? "figure.dsc-unc-options" : "figure.dsc-unc",
                    Numbers.Plain(c.Discrimination),
                    Numbers.Plain(c.Uncertainty),
                    Numbers.Plain(c.Brier)
                ],
            ]
        );

    private FigureCell Auc(FigureSet f) =>
        f.Auc is { } auc
            ? Ones(f, new(Share(auc), []))
            : new(null, [texts[f.BaseRate is null ? "figure.choices-alone" : "figure.one-class"]]);

    private FigureCell Evidence(FigureSet f) =>
        new(Numbers.Plain(f.Evidence.Now, 1), [texts["figure.largest", Numbers.Plain(f.Evidence.Largest, 1), Often(f.Evidence.P)]]);

    private string Chance(double p) => texts["figure.chance", Often(p)];

    /// <summary>A p-value as a share, never as nothing at all.</summary>
    public static string Often(double p) => p < 0.001 ? "< 0.1 %" : Numbers.Percent(p, p < 0.1 ? 1 : 0);

    /// <summary>An interval, or why there is none.</summary>
    private IEnumerable<string> Interval(Estimate e, int clusters, Func<double, string> word) =>
        e is { Lower: { } low, Upper: { } high } ? [texts["figure.interval", word(low) + To + word(high)]]
        : clusters < ScoreInterval.FewestClusters ? [texts["figure.no-interval", ScoreInterval.FewestClusters]]
        : [];

    private static string Share(double share) => Numbers.Percent(share, 0);

    private static string Points(double share) => Numbers.Points(share);
}
