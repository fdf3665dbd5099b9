using Forecasts.Domain;
using Forecasts.Server.Features.Accounts;
using Forecasts.Server.Setup;
using Marten;
using Npgsql;
using NpgsqlTypes;

namespace Forecasts.Server.Features.Scoring;

/// <param name="Claim">Only this one, <c>{prediction}/{number}</c>; null: the whole season.</param>
public sealed record RescoreRequest(string? Claim = null);

/// <summary>How far a request to score anew is.</summary>
/// <param name="Season">Null: everything.</param>
/// <param name="Sheets">So many sheets it is about.</param>
/// <param name="Done">So many of them have been written since.</param>
/// <param name="Finished">All of them, and the seasons' results are made from them.</param>
public sealed record RescoreView(string Id, string? Season, string? Claim, DateTimeOffset RequestedAt, int Sheets, int Done, bool Finished);

/// <summary>Scores what is settled anew: a request is a row, a worker publishes it as the reconcile job does, and every sheet tells whether it is newer.</summary>
public static class Rescore
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/seasons/{t}/{y:int}/rescore", async (HttpContext context, string t, int y, RescoreRequest? request, IDocumentStore store, NpgsqlDataSource database, CancellationToken cancellation) =>
        {
            await using var session = store.QuerySession();
            var found = await Find.Season(session, context.Person(), t, y, cancellation);
            if ((found.Refused ?? Access.Organise(context.Person(), t)) is { } refused) return Problems.Of(refused);
            return await Asked(context, database, found.Value!.Id, request?.Claim, cancellation);
        }).Answers<RescoreView>("Scores a season's settled claims anew, or one of them.", With.Location, 202);

        routes.MapPost("/rescores", async (HttpContext context, NpgsqlDataSource database, CancellationToken cancellation) =>
            Access.Administer(context.Person()) is { } refused ? Problems.Of(refused) : await Asked(context, database, null, null, cancellation))
            .Answers<RescoreView>("Scores every settled claim of every season anew.", With.Location, 202);

        routes.MapGet("/rescores/{id}", async (HttpContext context, string id, NpgsqlDataSource database, CancellationToken cancellation) =>
            await Progress(database, id, cancellation) is { } view && Access.SeesRescore(context.Person(), view.Season) ? Results.Json(view) : Problems.Of(Unknown))
            .Answers<RescoreView>("How far a request to score anew is.");
    }

    /// <summary>Stores the request; null where the season, or the claim in it, is unknown.</summary>
    public static async Task<RescoreView?> Ask(NpgsqlDataSource database, string id, string by, string? season, string? claim, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand("""
            insert into forecasts.rescores (id, season, claim, asked_by, requested_at, published)
            select $1, coalesce($2, (select season from forecasts.claims where claim = $3)), $3, $4, now(), false
            where ($2 is null or exists (select from forecasts.mt_doc_seasonrecord where id = 'season/' || $2))
              and ($3 is null or exists (select from forecasts.claims c where c.claim = $3 and c.season = coalesce($2, c.season)))
            on conflict (id) do nothing
            """);
        command.Parameters.Add(new() { Value = id });
        command.Parameters.Add(new() { Value = (object?)season ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        command.Parameters.Add(new() { Value = (object?)claim ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        command.Parameters.Add(new() { Value = by });
        await command.ExecuteNonQueryAsync(cancellation);
        return await Progress(database, id, cancellation);
    }

    public static async Task<RescoreView?> Progress(NpgsqlDataSource database, string id, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand("""
            with sheets as (
                select s.season, s.scored_at > r.requested_at and not s.outdated as done
                from forecasts.rescores r
                join forecasts.sheets s on coalesce(r.claim, s.claim) = s.claim and coalesce(r.season, s.season) = s.season where r.id = $1),
            behind as (
                select from sheets s where not exists (select from forecasts.current_results r where r.season = s.season and not r.outdated))
            select r.season, r.claim, r.requested_at, count(x.season)::int, (count(*) filter (where x.done))::int, not exists (select from behind)
            from forecasts.rescores r left join sheets x on true where r.id = $1 group by r.season, r.claim, r.requested_at
            """);
        command.Parameters.Add(new() { Value = id });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        if (!await reader.ReadAsync(cancellation)) return null;
        var (sheets, done) = (reader.GetInt32(3), reader.GetInt32(4));
        return new(
            id, reader.IsDBNull(0) ? null : reader.GetString(0), reader.IsDBNull(1) ? null : reader.GetString(1), new(reader.GetDateTime(2), TimeSpan.Zero), sheets, done,
            done == sheets && reader.GetBoolean(5));
    }

    private static readonly Rejection Unknown = Refuse.NotFound("rescore.unknown", "There is no such request of yours to score anew.");
    public static readonly Rejection NoClaim = Refuse.NotFound("claim.unknown", "The season has no such claim; it is named as in 'prediction/1'.", "claim");

    private static async Task<IResult> Asked(HttpContext context, NpgsqlDataSource database, string? season, string? claim, CancellationToken cancellation)
    {
        if (await Ask(database, context.NewId(), context.Person().Id, season, claim, cancellation) is not { } view) return Problems.Of(NoClaim);
        context.Response.Headers.Location = $"/api/rescores/{view.Id}";
        return Results.Json(view, statusCode: 202);
    }
}

/// <summary>In a worker: publishes what was asked for within about a second, wherever it was asked.</summary>
public sealed class RescoreWatch(NpgsqlDataSource database, Reconcile reconcile, ILogger<RescoreWatch> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            try
            {
                await Publish(stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                log.LogWarning(e, "Scoring anew could not be published; it is tried again.");
            }
    }

    private async Task Publish(CancellationToken cancellation)
    {
        await using var query = database.CreateCommand("select coalesce(array_agg(id), '{}') from forecasts.rescores where not published");
        if ((string[])(await query.ExecuteScalarAsync(cancellation))! is not { Length: > 0 } asked) return;
        await reconcile.Run(cancellation);
        await using var published = database.CreateCommand("update forecasts.rescores set published = true where id = any($1)");
        published.Parameters.Add(new() { Value = asked });
        await published.ExecuteNonQueryAsync(cancellation);
    }
}
