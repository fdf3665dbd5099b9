using Forecasts.Server.Setup;
using Npgsql;

namespace Forecasts.Server.Features.Scoring;

/// <summary>Claims without a sheet of now, crowds and seasons likewise, each with the sequence that it should have.</summary>
public sealed record Stale(IReadOnlyDictionary<string, long> Claims, IReadOnlyDictionary<string, long> Crowds, IReadOnlyDictionary<string, long> Seasons);

/// <summary>Finds whatever is older than its events and publishes it again; runs at the start and then with the jobs.</summary>
public sealed class Reconcile(NpgsqlDataSource database, ScoringSubscription scoring, Clock clock)
{
    private const string StaleClaims = """
        select c.claim, greatest(c.sequence, coalesce(f.sequence, 0))
        from forecasts.claims c
        left join lateral (select max(i.sequence) as sequence from forecasts.forecast_intervals i where i.claim = c.claim) f on true
        left join forecasts.score_sheets s on s.claim = c.claim
        where c.settlements > 0
          and (s.claim is null or s.resolution <> c.resolution or s.sequence < greatest(c.sequence, coalesce(f.sequence, 0)) or s.scorer_version < $1
            or exists (select from forecasts.rescores r where coalesce(s.scored_at, '-infinity') <= r.requested_at and coalesce(r.claim, c.claim) = c.claim and coalesce(r.season, c.season) = c.season))
        union all select s.claim, s.sequence from forecasts.score_sheets s where s.status <> 'tombstone' and not exists (select from forecasts.claims c where c.claim = s.claim)
        order by 1
        """;

    private const string StaleCrowds = """
        select c.claim, greatest(f.sequence, c.turn_gone)
        from forecasts.claims c
        join lateral (select max(i.sequence) as sequence from forecasts.forecast_intervals i where i.claim = c.claim) f on true
        left join forecasts.crowd_series s on s.claim = c.claim
        where greatest(f.sequence, c.turn_gone) > coalesce(s.sequence, 0) or s.version < $1
        union all select s.claim, s.sequence from forecasts.crowd_series s where not exists (select from forecasts.claims c where c.claim = s.claim)
        order by 1
        """;

    private const string StaleSeasons = """
        select s.season, max(s.sequence) from forecasts.score_sheets s left join forecasts.season_results r on r.season = s.season
        group by s.season having sum(s.edition) <> coalesce(max(r.editions), -1) or coalesce(max(r.scorer_version), 0) < $1 or min(r.due_next) <= $2 order by 1
        """;

    public async Task Run(CancellationToken cancellation)
    {
        var stale = await Find(database, clock.GetUtcNow(), cancellation);
        await scoring.Publish(stale.Claims, stale.Crowds, cancellation);
        await scoring.PublishSeasons([.. stale.Seasons.Keys], cancellation);
    }

    public static async Task<Stale> Find(NpgsqlDataSource database, DateTimeOffset now, CancellationToken cancellation) => new(
        await Read(database, StaleClaims, cancellation, ScoreClaim.ScorerVersion), await Read(database, StaleCrowds, cancellation, RecomputeCrowd.SeriesVersion), await Read(database, StaleSeasons, cancellation, RecomputeSeason.ResultsVersion, now.ToUniversalTime()));

    private static async Task<SortedDictionary<string, long>> Read(NpgsqlDataSource database, string sql, CancellationToken cancellation, params object[] parameters)
    {
        await using var command = database.CreateCommand(sql);
        foreach (var parameter in parameters) command.Parameters.Add(new() { Value = parameter });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var found = new SortedDictionary<string, long>(StringComparer.Ordinal);
        while (await reader.ReadAsync(cancellation)) found[reader.GetString(0)] = reader.GetInt64(1);
        return found;
    }
}
