using Forecasts.Server.Features.Layout;
using Forecasts.Server.Store;
using Marten;
using Microsoft.AspNetCore.Mvc;

namespace Forecasts.Server.Features.Results;

/// <summary>What the table shows: ranked analysts, then the crowds, which have no rank.</summary>
public sealed record StandingsTable(string By, IReadOnlyList<RankedStanding> Items, IReadOnlyList<CrowdStanding> Crowds)
{
    /// <summary>The longest bar: the largest score in either direction.</summary>
    public double Reach =>
        Items.Select(i => Math.Abs(i.Peer)).Concat(Crowds.Select(c => Math.Abs(c.Peer))).DefaultIfEmpty(0).Max() is var most && most > 0
            ? most
            : 1;
}

public sealed class StandingsPage(IDocumentStore store, CurrentResults results, Clock clock) : ReaderPage
{
    public static readonly IReadOnlyList<string> Orders = ["peer", "relativeBrier", "baseline"];

    public StandingsView View { get; private set; } = null!;

    public string RevealedAfter { get; private set; } = "";

    public string Zone { get; private set; } = "";

    public async Task<IActionResult> OnGet(string t, int y, string? by)
    {
        await using var session = store.QuerySession();
        var found = await Find.Season(session, Person, t, y, Cancellation);
        if ((found.Refused ?? Standings.Known(by)) is { } refused)
            return Refused(refused);
        View = await Standings.View(found.Value!, by ?? Standings.DefaultBy, session, results, clock.GetUtcNow(), Cancellation);
        var calendar = found.Value!.Calendar;
        (RevealedAfter, Zone) = (Numbers.Day(calendar.RevealAt.Local), calendar.TimeZone);
        return Page();
    }
}
