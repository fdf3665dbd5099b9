using Forecasts.Server.Features.Accounts;
using Forecasts.Server.Features.Charts;
using Forecasts.Server.Features.Layout;
using Forecasts.Server.Features.Seasons;
using Marten;

namespace Forecasts.Server.Pages;

/// <summary>Every tournament that the reader has a role in, with its seasons.</summary>
public sealed class HomePage(IDocumentStore store, Clock clock) : ReaderPage
{
    private const int Most = 200;

    public IReadOnlyList<(Tournament Tournament, IReadOnlyList<SeasonView> Seasons)> Programmes { get; private set; } = [];

    public IReadOnlyDictionary<string, YearRow> Years { get; private set; } = new Dictionary<string, YearRow>();

    public async Task OnGet()
    {
        await using var session = store.QuerySession();
        var found = new List<(Tournament, IReadOnlyList<SeasonView>)>();
        foreach (var tournament in await Tournaments.Of(session, Person, null, Most, Cancellation))
            found.Add((tournament, await ReadSeasons.Of(session, store, tournament.Id, null, Most, clock, Cancellation)));
        Programmes = found;
        Years = await TournamentYears.Of(
            session,
            [.. found.SelectMany(p => p.Item2.Select(s => s.Season))],
            clock.GetUtcNow(),
            Cancellation
        );
    }
}
