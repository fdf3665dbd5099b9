using Forecasts.Charts;
using Forecasts.Server.Features.Layout;
using Forecasts.Server.Features.Results;
using Microsoft.AspNetCore.Mvc;

namespace Forecasts.Server.Features.Charts;

/// <param name="Stated">The table beside it where there are too few forecasts for a curve; else null.</param>
public sealed record CalibrationOnPage(ChartPicture Picture, IReadOnlyList<StatedRow>? Stated);

/// <summary>A calibration as a reliability diagram, or as k of n below fifty forecasts.</summary>
public sealed class CalibrationChart(ChartStore charts) : ViewComponent
{
    private const int MostBars = 40;
    private const double HalfBar = 0.008;

    public async Task<IViewComponentResult> InvokeAsync(CalibrationTable table)
    {
        if (table.Figures is not { } figures)
            return Content("");
        var picture = await charts.Show(Of(table, figures), ReaderPage.Language, HttpContext.RequestAborted);
        return View(
            "/Features/Charts/_CalibrationChart.cshtml",
            new CalibrationOnPage(picture, figures.Curve is null ? figures.Stated : null)
        );
    }

    private static Chart Of(CalibrationTable table, CalibrationFigures figures) =>
        figures.Curve is { } curve
            ? new ReliabilityDiagram(
                [.. curve.Select(c => new CurvePoint(c.Said, c.Happened, c.Lower, c.Upper))],
                Counts(table, figures),
                table.N,
                table.Claims,
                MakeCalibration.Level,
                table.Choice is not null
            )
            {
                Title = "",
            }
            : new StatedValues([.. figures.Stated.Select(s => new StatedValue(s.Said, s.Happened, s.N, s.UsualLower, s.UsualUpper))])
            {
                Title = "",
            };

    /// <summary>A bar for each stated value while they can be told apart, else the table's ranges.</summary>
    private static List<CountBar> Counts(CalibrationTable table, CalibrationFigures figures) =>
        figures.Stated.Count <= MostBars
            ? [.. figures.Stated.Select(s => new CountBar(Math.Max(0, s.Said - HalfBar), Math.Min(1, s.Said + HalfBar), s.N))]
            : [.. table.Bins.Select(b => new CountBar(b.Lower, b.Upper, b.N))];
}
