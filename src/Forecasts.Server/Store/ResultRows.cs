using Marten;
using Npgsql;

namespace Forecasts.Server.Store;

/// <summary>A season's stored results.</summary>
/// <param name="Results">Null where they are not current.</param>
/// <param name="State">Changes with every sheet and every claim of the season.</param>
public sealed record StoredResults(string? Results, string State);

/// <summary>The analysts' mean Brier score per claim with its interval, and the crowd's on the same claims.</summary>
public sealed record SeasonMean(string Season, double? Brier, double? BrierLower, double? BrierUpper, double? CrowdBrier);

/// <summary>A season's results as they were made.</summary>
/// <param name="Revision">The highest sequence among the sheets that they are made from.</param>
/// <param name="Editions">The sum of those sheets' editions.</param>
/// <param name="DueNext">From then on another claim counts.</param>
public sealed record MadeResults(string Season, long Revision, long Editions, DateTimeOffset? DueNext, string Results, SeasonMean Mean);

/// <summary>Reads <c>season_results</c>, as far as they are current, and writes them.</summary>
public static class ResultRows
{
    private const string Of = """
        select (select r.results::text from forecasts.current_results r where r.season = $1) as results,
               (select coalesce(sum(edition), 0) from forecasts.score_sheets where season = $1) || ' '
                   || (select coalesce(sum(sequence), 0) from forecasts.claims where season = $1) as state
        """;

    private static readonly string OfSeasons = $"""
        select {Rows.Columns<SeasonMean>()} from forecasts.current_results where season = any($1)
        """;

    // Older results never replace newer ones.
    private const string Upsert = """
        insert into forecasts.season_results as old (season, revision, scorer_version, results, editions, due_next,
            brier, brier_lower, brier_upper, crowd_brier) values ($1, $2, $3, $4::jsonb, $5, $6, $7, $8, $9, $10)
        on conflict (season) do update set revision = excluded.revision, scorer_version = excluded.scorer_version,
            results = excluded.results, editions = excluded.editions, due_next = excluded.due_next, brier = excluded.brier,
            brier_lower = excluded.brier_lower, brier_upper = excluded.brier_upper, crowd_brier = excluded.crowd_brier
        where (old.scorer_version, old.revision) <= (excluded.scorer_version, excluded.revision)
        """;

    public static async Task<StoredResults> Stored(NpgsqlConnection connection, string season, CancellationToken cancellation) =>
        (await connection.Command(Of, season).Read<StoredResults>(cancellation))[0];

    /// <summary>Of the seasons whose results are current.</summary>
    public static async Task<Dictionary<string, SeasonMean>> Means(
        IQuerySession session,
        IEnumerable<string> seasons,
        CancellationToken cancellation
    ) =>
        (await session.Read<SeasonMean>(Statement.Command(OfSeasons, [seasons.ToArray()]), cancellation)).ToDictionary(
            m => m.Season,
            StringComparer.Ordinal
        );

    /// <summary>In the place of what was there, inside the caller's transaction.</summary>
    public static Task Keep(NpgsqlConnection connection, MadeResults made, CancellationToken cancellation) =>
        connection
            .Command(
                Upsert,
                made.Season,
                made.Revision,
                Versions.Results,
                made.Results,
                made.Editions,
                made.DueNext,
                made.Mean.Brier,
                made.Mean.BrierLower,
                made.Mean.BrierUpper,
                made.Mean.CrowdBrier
            )
            .Do(cancellation);
}
