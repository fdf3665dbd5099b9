using System.Security.Cryptography;
using Forecasts.Domain;
using Forecasts.Domain.Seasons;
using Forecasts.Record;
using Forecasts.Server.Features.Results;
using Forecasts.Server.Store;
using Marten;
using Npgsql;

namespace Forecasts.Server.Features.Reports;

/// <summary>
/// Freezes the report: content, hash and event in one transaction, from one snapshot; refused while any sheet is older than its claim.
/// </summary>
public static class PublishSeason
{
    private static readonly Rejection Behind = Refuse.Conflict(
        "report.scoring-behind",
        "Some claims are still being scored; try again in a moment."
    );

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapPost(
                "/seasons/{t}/{y:int}/publish",
                async ([AsParameters] Call call, string t, int y, PublishRequest? request, LiveReports reports) =>
                {
                    await using var session = call.Store.QuerySession();
                    var found = await Find.Season(session, call.Person, t, y, call.Cancellation);
                    if (found.Refused is { } refused)
                        return Problems.Of(refused);
                    var done = await Publish(
                        call.Person,
                        found.Value!,
                        request?.Reason,
                        call.Commands,
                        call.Store,
                        call.Database,
                        call.Clock,
                        call.Cancellation
                    );
                    if (done.Rejection is { } no)
                        return Problems.Of(no);
                    await using var fresh = call.Store.QuerySession();
                    var season = (await fresh.LoadAsync<SeasonRecord>(Streams.Season(found.Value!.Id), call.Cancellation))!.State;
                    call.Context.Tag(done.Version);
                    return TypedResults.Json(
                        await reports.View(fresh, season, call.Cancellation),
                        PublishedReport.Json,
                        statusCode: done.Changed ? 201 : 200
                    );
                }
            )
            .Answers<ReportView>("Freezes and publishes the report.", With.ETag, 201, 200);

    public static async Task<Appended> Publish(
        Person person,
        Season about,
        string? reason,
        Commands commands,
        IDocumentStore store,
        NpgsqlDataSource database,
        Clock clock,
        CancellationToken cancellation
    ) =>
        Access.Organise(person, about.Tournament) is { } refused
            ? new(0, false, refused)
            : await commands.Season(
                about.Id,
                person,
                async (unit, season) =>
                {
                    var now = clock.GetUtcNow();
                    var early = now < season!.Calendar.Publishes.Instant ? Access.LateReason(person, season.Tournament, reason) : null;
                    return await Freeze(unit, season, new(person.Id, now, null, early), store, database, cancellation);
                },
                null,
                cancellation
            );

    public static async Task<Decision<SeasonEvent>> Freeze(
        Unit unit,
        Season season,
        Stamp stamp,
        IDocumentStore store,
        NpgsqlDataSource database,
        CancellationToken cancellation
    )
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, cancellation);
        if (!await Stale.Complete(connection, season.Id, cancellation))
            return Behind;
        var results = await ResultsQuery.Read(connection, season.Id, stamp.MadeAt, cancellation);
        await using var snapshot = store.QuerySession(Marten.Services.SessionOptions.ForTransaction(transaction));
        var content = CanonicalJson.Of(
            BuildReport.Of(season, await BuildReport.Themes(snapshot, season, cancellation), results, hidden: false),
            PublishedReport.Json
        );
        var hash = Convert.ToHexStringLower(SHA256.HashData(content));
        var decision = SeasonDecider.Publish(season, hash, results.Revision, stamp);
        foreach (var published in decision.Events.OfType<SeasonEvent.Published>())
            unit.Queue(ReportRows.Freeze(season.Id, published.Version, new(content, hash, stamp.MadeAt)));
        return decision;
    }
}
