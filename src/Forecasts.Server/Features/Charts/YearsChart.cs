using Forecasts.Charts;
using Forecasts.Server.Features.Layout;
using Forecasts.Server.Features.Results;
using Microsoft.AspNetCore.Mvc;

namespace Forecasts.Server.Features.Charts;

/// <summary>One season beside others: how its claims came out and, where the reader may see it, how well they were forecast.</summary>
/// <param name="Brier">Mean at close, per claim; null: sealed, or nothing is scored.</param>
/// <param name="Crowd">The crowd's on the very same claims; null where one of them had none.</param>
/// <param name="Other">Claims that came out with an option, a number or a day.</param>
public sealed record YearRow(
    string Season,
    int Year,
    int Accurate,
    int HalfRight,
    int Inaccurate,
    int Void,
    Estimate? Brier,
    double? Crowd,
    int Other = 0
);

public sealed record YearsOnPage(ChartPicture Picture, IReadOnlyList<YearRow> Years);

/// <summary>The years of a tournament, or of one analyst in it, side by side; one year alone has nothing beside it.</summary>
public sealed class YearsChart(ChartStore charts) : ViewComponent
{
    public async Task<IViewComponentResult> InvokeAsync(IReadOnlyList<YearRow> years)
    {
        List<YearRow> judged = [.. years.Where(y => y.Accurate + y.HalfRight + y.Inaccurate + y.Other + y.Void > 0).OrderBy(y => y.Year)];
        if (judged.Count < 2)
            return Content("");
        var chart = new YearsSideBySide([
            .. judged.Select(y => new YearColumn(
                y.Year,
                y.Accurate,
                y.HalfRight,
                y.Inaccurate,
                Void: y.Void,
                Brier: y.Brier?.Value,
                Lower: y.Brier?.Lower,
                Upper: y.Brier?.Upper,
                Crowd: y.Crowd,
                Other: y.Other
            )),
        ])
        {
            Title = "",
        };
        return View(
            "/Features/Charts/_Years.cshtml",
            new YearsOnPage(await charts.Show(chart, ReaderPage.Language, HttpContext.RequestAborted), judged)
        );
    }
}
