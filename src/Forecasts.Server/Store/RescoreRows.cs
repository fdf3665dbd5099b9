using Npgsql;

namespace Forecasts.Server.Store;

/// <summary>How far a request to score anew is.</summary>
/// <param name="Sheets">So many sheets it is about.</param>
/// <param name="Done">So many of them have been written since, by this version.</param>
/// <param name="ResultsCurrent">Those of every season that it touches.</param>
public sealed record RescoreRow(string? Season, string? Claim, DateTimeOffset RequestedAt, int Sheets, int Done, bool ResultsCurrent);

/// <summary>Reads and writes <c>rescores</c>: a request is a row, and each sheet that is not newer is stale.</summary>
public static class RescoreRows
{
    private const string Progress = """
        with sheets as (
            select s.season, s.scored_at > r.requested_at and not s.outdated as done
            from forecasts.rescores r
            join forecasts.sheets s on coalesce(r.claim, s.claim) = s.claim and coalesce(r.season, s.season) = s.season where r.id = $1),
        behind as (
            select from (select distinct season from sheets) s
            where not exists (select from forecasts.current_results r where r.season = s.season and not r.outdated))
        select r.season, r.claim, r.requested_at, count(x.season)::int as sheets, (count(*) filter (where x.done))::int as done,
               not exists (select from behind) as results_current
        from forecasts.rescores r left join sheets x on true where r.id = $1 group by r.season, r.claim, r.requested_at
        """;

    private const string Insert = """
        insert into forecasts.rescores (id, season, claim, asked_by, requested_at, published)
        select $1, coalesce($2, (select season from forecasts.claims where claim = $3)), $3, $4, now(), false
        where ($2 is null or exists (select from forecasts.mt_doc_seasonrecord where id = 'season/' || $2))
          and ($3 is null or exists (select from forecasts.claims c where c.claim = $3 and c.season = coalesce($2, c.season)))
        on conflict (id) do nothing
        """;

    /// <summary>Stores nothing where the season, or the claim in it, is unknown.</summary>
    public static Task Ask(
        NpgsqlDataSource database,
        string id,
        string by,
        string? season,
        string? claim,
        CancellationToken cancellation
    ) => database.Command(Insert, id, season, claim, by).Do(cancellation);

    /// <summary>Null where there is no such request.</summary>
    public static async Task<RescoreRow?> Read(NpgsqlDataSource database, string id, CancellationToken cancellation) =>
        (await database.Command(Progress, id).Read<RescoreRow>(cancellation)).SingleOrDefault();

    public static async Task<string[]> Unpublished(NpgsqlDataSource database, CancellationToken cancellation) =>
        [.. await database.Command("select id from forecasts.rescores where not published").Column<string>(cancellation)];

    public static Task Published(NpgsqlDataSource database, string[] ids, CancellationToken cancellation) =>
        database.Command("update forecasts.rescores set published = true where id = any($1)", [ids]).Do(cancellation);
}
