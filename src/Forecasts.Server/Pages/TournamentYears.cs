using Forecasts.Server.Features.Charts;
using Forecasts.Server.Features.Results;
using Forecasts.Server.Store;
using Marten;

namespace Forecasts.Server.Pages;

/// <summary>Seasons side by side: how their claims came out, and their stored mean scores where they are revealed and of the present resolutions.</summary>
public static class TournamentYears
{
    public static async Task<Dictionary<string, YearRow>> Of(
        IQuerySession session,
        IReadOnlyCollection<string> seasons,
        DateTimeOffset now,
        CancellationToken cancellation
    )
    {
        var known = (await session.LoadManyAsync<SeasonRecord>(cancellation, [.. seasons.Select(Streams.Season)])).ToDictionary(
            r => r.State.Id,
            r => r.State,
            StringComparer.Ordinal
        );
        var years = new Dictionary<string, YearRow>(StringComparer.Ordinal);
        foreach (var row in await ResultRows.Outcomes(session, known.Keys, cancellation))
        {
            var season = known[row.Season];
            var brier = Disclosure.SeesScores(season, now) && row.Brier is { } mean ? new Estimate(mean, row.Lower, row.Upper) : null;
            years[season.Id] = new(
                season.Id,
                season.Year,
                row.Accurate,
                row.Half,
                row.Inaccurate,
                row.Void,
                brier,
                brier is null ? null : row.Crowd,
                row.Other
            );
        }

        return years;
    }
}
