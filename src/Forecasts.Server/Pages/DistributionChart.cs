using Forecasts.Charts;
using Forecasts.Server.Features.Charts;
using Forecasts.Server.Features.Layout;
using Forecasts.Server.Features.Results;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace Forecasts.Server.Pages;

/// <param name="Picture">Null below the n of coverage.</param>
/// <param name="Bars">The shares of the histogram, of the crowd beside; empty below its n.</param>
public sealed record DistributionOnPage(
    ChartPicture? Picture,
    FigureTable Figures,
    IReadOnlyList<(double Analysts, double? Crowd)> Bars,
    PitHistogram? Histogram,
    string? Grey
);

/// <summary>How well beliefs in numbers and days held, as a picture and in figures.</summary>
public sealed class DistributionChart(ChartStore charts, IStringLocalizer<Texts> texts) : ViewComponent
{
    /// <param name="name">Whose they are.</param>
    public async Task<IViewComponentResult> InvokeAsync(string name, DistributionFigures of, DistributionFigures? crowd)
    {
        var histogram = of.Histogram.Value;
        var picture = of.Coverage.Value is not { } coverage
            ? null
            : await charts.Show(
                new PitDiagram(
                    histogram?.Shares ?? [],
                    histogram?.UsualLower ?? 0,
                    histogram?.UsualUpper ?? 1,
                    [.. coverage.Select(c => new CoverageRow(c.Nominal, c.Share.Value, c.Share.Lower, c.Share.Upper))],
                    of.Forecasts,
                    of.Claims
                )
                {
                    Title = "",
                },
                ReaderPage.Language,
                HttpContext.RequestAborted
            );
        return View(
            "/Pages/_Distributions.cshtml",
            new DistributionOnPage(
                picture,
                new(new FigureWords(texts).Rows(of, crowd), name, crowd is null ? null : texts["crowd.mean"].Value),
                [.. (histogram?.Shares ?? []).Select((share, i) => (share, crowd?.Histogram.Value?.Shares[i]))],
                histogram,
                of.Histogram.State == "grey" ? texts["figure.grey", of.Histogram.FullFrom, of.Histogram.N].Value : null
            )
        );
    }
}
