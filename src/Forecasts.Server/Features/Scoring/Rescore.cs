using Forecasts.Domain;
using Forecasts.Server.Store;
using Npgsql;

namespace Forecasts.Server.Features.Scoring;

/// <summary>
/// Scores what is settled anew: a request is a row, a worker publishes it as the reconcile job does, and every sheet tells whether it is
/// newer.
/// </summary>
public static class Rescore
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapPost(
                "/seasons/{t}/{y:int}/rescore",
                async ([AsParameters] Call call, string t, int y, RescoreRequest? request) =>
                {
                    await using var session = call.Store.QuerySession();
                    var found = await Find.Season(session, call.Person, t, y, call.Cancellation);
                    if ((found.Refused ?? Access.Organise(call.Person, t)) is { } refused)
                        return Problems.Of(refused);
                    return await Asked(call.Context, call.Database, found.Value!.Id, request?.Claim, call.Cancellation);
                }
            )
            .Answers<RescoreView>("Scores a season's settled claims anew, or one of them.", With.Location, 202);

        routes
            .MapPost(
                "/rescores",
                async ([AsParameters] Call call) =>
                    Access.Administer(call.Person) is { } refused
                        ? Problems.Of(refused)
                        : await Asked(call.Context, call.Database, null, null, call.Cancellation)
            )
            .Answers<RescoreView>("Scores every settled claim of every season anew.", With.Location, 202);

        routes
            .MapGet(
                "/rescores/{id}",
                async ([AsParameters] Call call, string id) =>
                    await Progress(call.Database, id, call.Cancellation) is { } view && Access.SeesRescore(call.Person, view.Season)
                        ? TypedResults.Json(view)
                        : Problems.Of(Unknown)
            )
            .Answers<RescoreView>("How far a request to score anew is.");
    }

    /// <summary>Stores the request; null where the season, or the claim in it, is unknown.</summary>
    public static async Task<RescoreView?> Ask(
        NpgsqlDataSource database,
        string id,
        string by,
        string? season,
        string? claim,
        CancellationToken cancellation
    )
    {
        await RescoreRows.Ask(database, id, by, season, claim, cancellation);
        return await Progress(database, id, cancellation);
    }

    public static async Task<RescoreView?> Progress(NpgsqlDataSource database, string id, CancellationToken cancellation) =>
        await RescoreRows.Read(database, id, cancellation) is { } row
            ? new(id, row.Season, row.Claim, row.RequestedAt, row.Sheets, row.Done, row.Done == row.Sheets && row.ResultsCurrent)
            : null;

    private static readonly Rejection Unknown = Refuse.NotFound("rescore.unknown", "There is no such request of yours to score anew.");
    public static readonly Rejection NoClaim = Refuse.NotFound(
        "claim.unknown",
        "The season has no such claim; it is named as in 'prediction/1'.",
        "claim"
    );

    private static async Task<IResult> Asked(
        HttpContext context,
        NpgsqlDataSource database,
        string? season,
        string? claim,
        CancellationToken cancellation
    )
    {
        if (await Ask(database, context.NewId(), context.Person().Id, season, claim, cancellation) is not { } view)
            return Problems.Of(NoClaim);
        context.Response.Headers.Location = $"/api/rescores/{view.Id}";
        return TypedResults.Json(view, statusCode: 202);
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
        if (await RescoreRows.Unpublished(database, cancellation) is not { Length: > 0 } asked)
            return;
        await reconcile.Run(cancellation);
        await RescoreRows.Published(database, asked, cancellation);
    }
}
