using System.Globalization;
using Forecasts.Server.Features.Analysts;
using Forecasts.Server.Features.Charts;
using Forecasts.Server.Features.Layout;
using Marten;
using Microsoft.AspNetCore.Mvc;

namespace Forecasts.Server.Pages;

/// <summary>One analyst over the years, from the seasons whose scores the reader may see.</summary>
public sealed class AnalystPage(IDocumentStore store, Clock clock) : ReaderPage
{
    public TrackRecordView View { get; private set; } = null!;

    /// <summary>By tournament, where there is more than one year.</summary>
    public IEnumerable<IGrouping<string, YearRow>> Years =>
        View
            .Seasons.Where(s => s.Close is not null)
            .Select(s => (At: s.Season.LastIndexOf('/'), Of: s))
            .GroupBy(
                s => s.Of.Season[..s.At],
                s => new YearRow(
                    s.Of.Season,
                    int.Parse(s.Of.Season[(s.At + 1)..], CultureInfo.InvariantCulture),
                    s.Of.Close!.Accurate,
                    s.Of.Close.HalfRight,
                    s.Of.Close.Inaccurate,
                    0,
                    s.Of.Close.Brier,
                    s.Of.Close.Crowd,
                    s.Of.Close.Other
                ),
                StringComparer.Ordinal
            )
            .Where(g => g.Count() > 1);

    public async Task<IActionResult> OnGet(string id)
    {
        await using var session = store.QuerySession();
        if (await TrackRecord.View(session, Person, id, null, null, clock.GetUtcNow(), Cancellation) is not { } view)
            return Refused(TrackRecord.Unknown);
        View = view;
        return Page();
    }
}
