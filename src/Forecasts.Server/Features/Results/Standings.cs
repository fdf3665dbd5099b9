using System.Collections.Concurrent;
using System.Text.Json;
using Forecasts.Domain;
using Forecasts.Domain.Seasons;
using Forecasts.Server.Store;
using Marten;
using Microsoft.AspNetCore.Mvc;
using Npgsql;

namespace Forecasts.Server.Features.Results;

/// <summary>A season's results as stored, or computed anew where a sheet is newer than they are.</summary>
public sealed class CurrentResults(NpgsqlDataSource database, Clock clock)
{
    private readonly ConcurrentDictionary<string, (string State, Task<SeasonResults> Results)> live = new(StringComparer.Ordinal);

    /// <returns>The results, and whether every settled claim is in them (the scoring may be a moment behind).</returns>
    public async Task<(SeasonResults Results, bool UpToDate)> Read(string season, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        var complete = await Stale.Complete(connection, season, cancellation);
        var stored = await ResultRows.Stored(connection, season, cancellation);
        if (stored.Results is { } current)
        {
            live.TryRemove(season, out _);
            return (JsonSerializer.Deserialize<SeasonResults>(current, SeasonResults.Json)!, complete);
        }

        // Whoever finds the same claims and sheets shares one computation.
        var state = stored.State;
        var found = live.AddOrUpdate(
            season,
            _ => (state, Compute(season)),
            (_, known) => known.State == state && !known.Results.IsFaulted ? known : (state, Compute(season))
        );
        return (await found.Results.WaitAsync(cancellation), complete);
    }

    private Task<SeasonResults> Compute(string season) =>
        Task.Run(async () =>
        {
            await using var connection = await database.OpenConnectionAsync();
            await using var transaction = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead);
            return await ResultsQuery.Read(connection, season, clock.GetUtcNow(), CancellationToken.None, figures: false);
        });
}

/// <summary>Which season's standings, by which score, and which page of them.</summary>
public sealed record StandingsAsked(
    [property: FromRoute(Name = "t")] string Tournament,
    [property: FromRoute(Name = "y")] int Year,
    [property: FromQuery(Name = "by")] string? By,
    [property: FromQuery(Name = "after")] int? After,
    [property: FromQuery(Name = "limit")] int? Limit
);

public static class Standings
{
    public const string DefaultBy = "peer";

    extension(RankedStanding)
    {
        public static RankedStanding Of(int? rank, Standing row, string name, string by) =>
            new(
                rank,
                row.Forecaster,
                name,
                row.Peer,
                row.RelativeBrier,
                row.Baseline,
                row.Brier,
                row.LogScore,
                row.Coverage,
                row.Claims,
                row.Withdrawn,
                row.Floored,
                row.Places?.By(by)
            );
    }

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapGet(
                "/seasons/{t}/{y:int}/standings",
                async ([AsParameters] Call call, [AsParameters] StandingsAsked asked, CurrentResults results) =>
                {
                    await using var session = call.Store.QuerySession();
                    var found = await Find.Season(session, call.Person, asked.Tournament, asked.Year, call.Cancellation);
                    if ((found.Refused ?? Paging.Check(asked.Limit) ?? Known(asked.By)) is { } refused)
                        return Problems.Of(refused);
                    var view = await View(found.Value!, asked.By ?? DefaultBy, session, results, call.Now, call.Cancellation);
                    var page = Page<RankedStanding>.Of(
                        [.. view.Items.Skip(asked.After ?? 0).Take((asked.Limit ?? 50) + 1)],
                        asked.Limit ?? 50,
                        _ => ""
                    );
                    return TypedResults.Json(
                        view with
                        {
                            Items = page.Items,
                            Next = page.Next is null
                                ? null
                                : ((asked.After ?? 0) + page.Items.Count).ToString(System.Globalization.CultureInfo.InvariantCulture),
                        },
                        SeasonResults.Json
                    );
                }
            )
            .Answers<StandingsView>("The season's ranking and the crowds beside it; empty while it is sealed.");

    public static Rejection? Known(string? by) =>
        by is null or "peer" or "relativeBrier" or "baseline"
            ? null
            : Refuse.Invalid("standings.by", "'by' is one of peer, relativeBrier, baseline.", "by");

    /// <summary>Ranked; while the season is sealed, no row and no crowd.</summary>
    public static async Task<StandingsView> View(
        Season season,
        string by,
        IQuerySession session,
        CurrentResults results,
        DateTimeOffset now,
        CancellationToken cancellation
    )
    {
        var (found, upToDate) = await results.Read(season.Id, cancellation);
        var hidden = !Disclosure.SeesScores(season, now);
        var rows = hidden ? [] : found.Standings;
        var names = await Find.Names(session, rows.Select(s => s.Forecaster), cancellation);
        var ranked = Rank(rows, by)
            .Select(r => RankedStanding.Of(r.Rank, r.Row, names.GetValueOrDefault(r.Row.Forecaster, r.Row.Forecaster), by));
        return new(
            season.Id,
            by,
            season.Synthetic,
            hidden,
            upToDate,
            found.Revision,
            found.ClaimsEntered,
            [.. ranked],
            hidden
                ? []
                :
                [
                    .. found.Crowds.Select(c => new CrowdStanding(
                        c.Forecaster,
                        c.Peer,
                        c.RelativeBrier,
                        c.Baseline,
                        c.Brier,
                        c.LogScore,
                        c.Coverage,
                        c.Claims
                    )),
                ],
            null,
            found.Entered
        );
    }

    /// <summary>Higher is better for each of the three; who is not ranked comes last, without a rank.</summary>
    public static IEnumerable<(int? Rank, Standing Row)> Rank(IReadOnlyList<Standing> rows, string by)
    {
        double Score(Standing s) =>
            by switch
            {
                "relativeBrier" => s.RelativeBrier,
                "baseline" => s.Baseline,
                _ => s.Peer,
            };
        var ordered = rows.OrderByDescending(s => s.Ranked)
            .ThenByDescending(Score)
            .ThenBy(s => s.Forecaster, StringComparer.Ordinal)
            .ToList();
        int? rank = null;
        for (var i = 0; i < ordered.Count; i++)
        {
            if (i == 0 || Score(ordered[i]) != Score(ordered[i - 1]))
                rank = i + 1;
            yield return (ordered[i].Ranked ? rank : null, ordered[i]);
        }
    }
}
