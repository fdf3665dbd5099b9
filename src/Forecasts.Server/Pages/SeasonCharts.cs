using Forecasts.Charts;
using Forecasts.Server.Features.Charts;
using Forecasts.Server.Features.Layout;
using Forecasts.Server.Features.Reports;
using Forecasts.Server.Features.Results;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace Forecasts.Server.Pages;

/// <param name="Number">What stands beside the dot in the picture, which holds no names.</param>
public sealed record NumberedComponents(int Number, string Name, ComponentsFigure Figure);

/// <param name="Claims">The bars of the histogram.</param>
/// <param name="Worst">The claims that surprised most.</param>
/// <param name="Thresholds">Some of those that are drawn.</param>
/// <param name="HasChoices">Then what needs one number per claim is not of all of them.</param>
public sealed record ChartsOnPage(
    ChartPicture? Scores,
    IReadOnlyList<CountBar> Claims,
    IReadOnlyList<(ReportPrediction Prediction, ReportClaim Claim, ClaimFigure Figure)> Worst,
    ChartPicture? Components,
    IReadOnlyList<NumberedComponents> Analysts,
    FigureSet? Crowd,
    ChartPicture? Murphy,
    MurphyFigure? Curves,
    IReadOnlyList<int> Thresholds,
    bool HasChoices
);

/// <summary>
/// A season in pictures, each with a table beside it: how well the claims were foreseen, what the analysts' scores are made of, and who is
/// better at which threshold.
/// </summary>
public sealed class SeasonCharts(ChartStore charts, IStringLocalizer<Texts> texts) : ViewComponent
{
    /// <summary>Fewer claims have no distribution worth a picture.</summary>
    public const int EnoughClaims = 10;
    private const int WorstShown = 5;
    private const int Every = 10;

    public async Task<IViewComponentResult> InvokeAsync(ReportView view)
    {
        if (view.Figures is not { } figures)
            return Content("");
        var scores =
            figures.Claims.Count < EnoughClaims
                ? null
                : new ScoreHistogram(
                    texts["figure.brier"],
                    [.. figures.Claims.Select(c => c.Brier)],
                    References: References(figures),
                    OfClaims: true
                )
                {
                    Title = "",
                };
        var components = Components(figures);
        var murphy = figures.Murphy is { } m ? Murphy(m) : null;
        var names = view.Standings.Items.ToDictionary(i => i.Analyst, i => i.Name, StringComparer.Ordinal);
        return View(
            "/Pages/_SeasonCharts.cshtml",
            new ChartsOnPage(
                await Show(scores),
                scores?.Bars() ?? [],
                scores is null ? [] : Worst(view, figures),
                await Show(components),
                components is null
                    ? []
                    :
                    [
                        .. figures.Components.Select(
                            (f, i) => new NumberedComponents(i + 1, names.GetValueOrDefault(f.Analyst, f.Analyst), f)
                        ),
                    ],
                figures.Crowd,
                await Show(murphy),
                figures.Murphy,
                [.. Enumerable.Range(0, figures.Murphy?.Thresholds.Count ?? 0).Where(i => i % Every == 0)],
                figures.Analysts.Choice is not null
            )
        );
    }

    /// <summary>Per claim, as the bars are, and on the same claims; figures that were frozen without them have none.</summary>
    private List<Reference> References(SeasonFigures figures) =>
        figures.Analysts.PerClaim is not { } of
            ? []
            :
            [
                .. of.AlwaysHalf is { Own: null, Brier: var half } ? [new Reference(texts["chart.always-half"], half)] : (Reference[])[],
                .. of.Crowd is { Own: null, Brier: var crowd } ? [new Reference(texts["chart.crowd"], crowd)] : (Reference[])[],
            ];

    /// <summary>Numbers stand for names; the crowd stands out.</summary>
    private McbDscScatter? Components(SeasonFigures figures)
    {
        if (figures.Components.Count == 0 || figures.Analysts.Corp.Value is not { } all)
            return null;
        List<ScatterPoint> points =
        [
            .. figures.Components.Select((f, i) => new ScatterPoint(Numbers.Amount(i + 1), f.Miscalibration, f.Discrimination)),
        ];
        if (figures.Crowd?.Corp.Value is { } crowd)
            points.Add(new(texts["chart.crowd"], crowd.Miscalibration, crowd.Discrimination, Stands: true));
        return new(points, all.Uncertainty) { Title = "" };
    }

    private MurphyDiagram Murphy(MurphyFigure m) =>
        new([
            new(texts["figure.analysts"], [.. m.Thresholds.Zip(m.Analysts)]),
            .. m.Crowd is { } crowd ? [new MurphyCurve(texts["crowd.median"], [.. m.Thresholds.Zip(crowd)])] : (MurphyCurve[])[],
            new(texts["chart.base-rate"], [.. m.Thresholds.Zip(m.BaseRate)]),
        ])
        {
            Title = "",
        };

    private static List<(ReportPrediction, ReportClaim, ClaimFigure)> Worst(ReportView view, SeasonFigures figures)
    {
        var predictions = view.Retrospective.SelectMany(t => t.Predictions).ToDictionary(p => p.Id, StringComparer.Ordinal);
        var found = new List<(ReportPrediction, ReportClaim, ClaimFigure)>();
        foreach (var figure in figures.Claims.OrderByDescending(c => c.Brier).ThenBy(c => c.Claim, StringComparer.Ordinal))
        {
            var claim = Domain.Predictions.ClaimRef.Parse(figure.Claim);
            if (
                predictions.TryGetValue(claim.Prediction, out var prediction)
                && prediction.Claims.FirstOrDefault(c => c.Number == claim.Number) is { } known
            )
                found.Add((prediction, known, figure));
            if (found.Count == WorstShown)
                break;
        }

        return found;
    }

    private async Task<ChartPicture?> Show(Chart? chart) =>
        chart is null ? null : await charts.Show(chart, ReaderPage.Language, HttpContext.RequestAborted);
}
