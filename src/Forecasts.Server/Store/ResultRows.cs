using Marten;
using Npgsql;

namespace Forecasts.Server.Store;

/// <summary>A season's stored results.</summary>
/// <param name="Results">Null where they are not current.</param>
/// <param name="State">Changes with every sheet and every claim of the season.</param>
public sealed record StoredResults(string? Results, string State);

/// <summary>The analysts' mean Brier score per claim with its interval, and the crowd's on the same claims.</summary>
public sealed record SeasonMean(string Season, double? Brier, double? BrierLower, double? BrierUpper, double? CrowdBrier);

/// <summary>Reads <c>season_results</c>, as far as they are current.</summary>
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
}
