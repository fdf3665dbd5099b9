using Forecasts.Charts;
using Forecasts.Server.Features.Layout;
using Forecasts.Server.Features.Results;
using Microsoft.AspNetCore.Mvc;

namespace Forecasts.Server.Features.Charts;

/// <param name="Name">Whose figures these are; null where it goes without saying.</param>
public sealed record DistributionColumn(string? Name, DistributionFigures Figures);

/// <param name="Picture">Null below the n of coverage.</param>
public sealed record DistributionOnPage(ChartPicture? Picture, IReadOnlyList<DistributionColumn> Columns);

/// <summary>How well beliefs in numbers and days held: the first column as a picture, all of them as a table.</summary>
public sealed class DistributionChart(ChartStore charts) : ViewComponent
{
    public async Task<IViewComponentResult> InvokeAsync(IReadOnlyList<DistributionColumn> columns)
    {
        var of = columns[0].Figures;
        var picture = of.Coverage.Value is not { } coverage ? null : await charts.Show(
            new PitDiagram(
                of.Histogram.Value?.Shares ?? [], of.Histogram.Value?.UsualLower ?? 0, of.Histogram.Value?.UsualUpper ?? 1,
                [.. coverage.Select(c => new CoverageRow(c.Nominal, c.Share.Value, c.Share.Lower, c.Share.Upper))], of.Forecasts, of.Claims) { Title = "" },
            ReaderPage.Language, HttpContext.RequestAborted);
        return View("/Features/Charts/_Distributions.cshtml", new DistributionOnPage(picture, columns));
    }
}
