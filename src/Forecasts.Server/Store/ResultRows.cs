using Marten;
using Npgsql;

namespace Forecasts.Server.Store;

/// <summary>A season's stored results.</summary>
/// <param name="Results">Null where they are not current.</param>
/// <param name="State">Changes with every sheet and every claim of the season.</param>
public sealed record StoredResults(string? Results, string State);

/// <summary>How a season's claims came out, and the analysts' mean Brier score per claim where the results are current.</summary>
/// <param name="Other">Settled with an option, a number or a day.</param>
public sealed record SeasonOutcomes(
    string Season,
    int Accurate,
    int Half,
    int Inaccurate,
    int Other,
    int Void,
    double? Brier,
    double? Lower,
    double? Upper,
    double? Crowd
);

/// <summary>Reads <c>season_results</c>, as far as they are current.</summary>
public static class ResultRows
{
    private const string Of = """
        select (select r.results::text from forecasts.current_results r where r.season = $1) as results,
               (select coalesce(sum(edition), 0) from forecasts.score_sheets where season = $1) || ' '
                   || (select coalesce(sum(sequence), 0) from forecasts.claims where season = $1) as state
        """;

    private const string SideBySide = """
        with claim as (
            select season, (count(*) filter (where graded and outcome in ('yes', 'accurate')))::int as accurate,
                   (count(*) filter (where graded and outcome = 'half'))::int as half,
                   (count(*) filter (where graded and outcome not in ('yes', 'accurate', 'half')))::int as inaccurate,
                   (count(*) filter (where status = 'settled' and not graded))::int as other,
                   (count(*) filter (where status = 'void'))::int as void
            from (select *, status = 'settled' and type in (
                'binary', 'three', 'expected') as graded from forecasts.claims where season = any($1)) c
            group by season)
        select c.*, (b.mean ->> 'value')::float8 as brier, (b.mean ->> 'lower')::float8 as lower,
               (b.mean ->> 'upper')::float8 as upper, b.crowd
        from claim c left join forecasts.current_results r on r.season = c.season and r.season = any($1)
        cross join lateral (select r.results #> '{figures,analysts,perClaim,mean}' as mean,
                                   case when r.results #>> '{figures,analysts,perClaim,crowd,own}' is null
                                        then (r.results #>> '{figures,analysts,perClaim,crowd,brier}')::float8 end as crowd) b
        """;

    public static async Task<StoredResults> Stored(NpgsqlConnection connection, string season, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(Of, connection) { Parameters = { new() { Value = season } } };
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        return (await Rows.All<StoredResults>(reader, cancellation))[0];
    }

    public static async Task<List<SeasonOutcomes>> Outcomes(
        IQuerySession session,
        IReadOnlyCollection<string> seasons,
        CancellationToken cancellation
    )
    {
        await using var command = new NpgsqlCommand(SideBySide) { Parameters = { new() { Value = seasons.ToArray() } } };
        await using var reader = await session.ExecuteReaderAsync(command, cancellation);
        return await Rows.All<SeasonOutcomes>(reader, cancellation);
    }
}
