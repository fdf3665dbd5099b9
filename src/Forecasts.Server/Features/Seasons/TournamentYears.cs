using Forecasts.Server.Features.Charts;
using Forecasts.Server.Features.Scoring;
using Forecasts.Server.Store;
using Marten;
using Npgsql;

namespace Forecasts.Server.Features.Seasons;

/// <summary>Seasons side by side: how their claims came out, and their stored mean scores where they are revealed and of the present resolutions.</summary>
public static class TournamentYears
{
    private const string Sql = """
        with made as (select season, sum(edition) as editions from forecasts.score_sheets where season = any($1) group by season),
             claim as (select c.season, count(*) filter (where c.status = 'settled' and c.outcome in ('yes', 'accurate')) as accurate, count(*) filter (where c.status = 'settled' and c.outcome = 'half') as half,
                              count(*) filter (where c.status = 'settled' and c.outcome not in ('yes', 'accurate', 'half')) as inaccurate, count(*) filter (where c.status = 'void') as void,
                              coalesce(bool_or(s.resolution <> c.resolution), false) as behind
                       from forecasts.claims c left join forecasts.score_sheets s using (claim) where c.season = any($1) group by c.season)
        select c.season, c.accurate::int, c.half::int, c.inaccurate::int, c.void::int, (b.mean ->> 'value')::float8, (b.mean ->> 'lower')::float8, (b.mean ->> 'upper')::float8, b.crowd
        from claim c left join made m using (season) left join forecasts.season_results r on r.season = c.season and r.editions = m.editions and not c.behind
        cross join lateral (select r.results #> '{figures,analysts,perClaim,mean}' as mean,
                                  case when r.results #>> '{figures,analysts,perClaim,crowd,own}' is null
                                       then (r.results #>> '{figures,analysts,perClaim,crowd,brier}')::float8 end as crowd) b
        """;

    public static async Task<Dictionary<string, YearRow>> Of(IQuerySession session, IReadOnlyCollection<string> seasons, DateTimeOffset now, CancellationToken cancellation)
    {
        var known = (await session.LoadManyAsync<SeasonRecord>(cancellation, [.. seasons.Select(Streams.Season)])).ToDictionary(r => r.State.Id, r => r.State, StringComparer.Ordinal);
        var years = new Dictionary<string, YearRow>(StringComparer.Ordinal);
        await using var command = new NpgsqlCommand(Sql) { Parameters = { new() { Value = known.Keys.ToArray() } } };
        await using var reader = await session.ExecuteReaderAsync(command, cancellation);
        double? Number(int column) => reader.IsDBNull(column) ? null : reader.GetDouble(column);
        while (await reader.ReadAsync(cancellation))
        {
            var season = known[reader.GetString(0)];
            var brier = Access.SeesScores(season, now) && Number(5) is { } mean ? new Estimate(mean, Number(6), Number(7)) : null;
            years[season.Id] = new(season.Id, season.Year, reader.GetInt32(1), reader.GetInt32(2), reader.GetInt32(3), reader.GetInt32(4), brier, brier is null ? null : Number(8));
        }

        return years;
    }
}
