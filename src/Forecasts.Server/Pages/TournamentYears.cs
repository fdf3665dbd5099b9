using Forecasts.Server.Features.Charts;
using Forecasts.Server.Features.Results;
using Forecasts.Server.Store;
using Marten;

namespace Forecasts.Server.Pages;

/// <summary>
/// Seasons side by side: how their claims came out, and their stored mean scores where they are revealed and of the present resolutions.
/// </summary>
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
            r => r.State.Id.ToString(),
            r => r.State,
            StringComparer.Ordinal
        );
        var years = new Dictionary<string, YearRow>(StringComparer.Ordinal);
        var means = await ResultRows.Means(session, known.Keys, cancellation);
        foreach (var row in await ClaimRows.Outcomes(session, known.Keys, cancellation))
        {
            var season = known[row.Season];
            var mean = Disclosure.SeesScores(season, now) ? means.GetValueOrDefault(season.Id) : null;
            var brier = mean?.Brier is { } value ? new Estimate(value, mean.BrierLower, mean.BrierUpper) : null;
            years[season.Id] = new(
                season.Id,
                season.Year,
                row.Accurate,
                row.Half,
                row.Inaccurate,
                row.Void,
                brier,
                brier is null ? null : mean!.CrowdBrier,
                row.Other
            );
        }

        return years;
    }
}
