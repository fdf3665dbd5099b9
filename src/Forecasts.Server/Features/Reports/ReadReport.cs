using Forecasts.Domain.Seasons;
using Forecasts.Server.Features.Results;
using Forecasts.Server.Store;
using Marten;
using Microsoft.Net.Http.Headers;

namespace Forecasts.Server.Features.Reports;

/// <summary>The yearly report: live until it is published, then as it was frozen; a version's bytes for whoever checks its hash.</summary>
public static class ReadReport
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapGet(
                "/seasons/{t}/{y:int}/report",
                async (
                    HttpContext context,
                    string t,
                    int y,
                    int? version,
                    IDocumentStore store,
                    CurrentResults results,
                    Retrospectives retrospectives,
                    Clock clock,
                    CancellationToken cancellation
                ) =>
                {
                    await using var session = store.QuerySession();
                    var found = await Find.Season(session, context.Person(), t, y, cancellation);
                    if (found.Refused is { } refused)
                        return Problems.Of(refused);
                    if (version is { } wanted)
                        return Frozen(await PublishedReport.Find(session, found.Value!, wanted, cancellation));
                    return TypedResults.Json(
                        await View(session, found.Value!, results, retrospectives, clock.GetUtcNow(), cancellation),
                        PublishedReport.Json
                    );
                }
            )
            .Or<ReportContent>("The hash, where a version was asked for.")
            .Answers<ReportView>(
                "The yearly report: live until it is published, then as it was frozen; with `version` a frozen one, byte for byte."
            );

    private static IResult Frozen(Found<PublishedReport> found) =>
        found.Refused is { } refused
            ? Problems.Of(refused)
            : TypedResults.Bytes(
                found.Value!.Bytes,
                PublishedReport.MediaType,
                entityTag: new EntityTagHeaderValue($"\"{found.Value.Hash}\"")
            );

    public static async Task<ReportView> View(
        IQuerySession session,
        Season season,
        CurrentResults results,
        Retrospectives retrospectives,
        DateTimeOffset now,
        CancellationToken cancellation
    )
    {
        var (read, upToDate) = await results.Read(season.Id, cancellation);
        var frozen =
            season.PublishedVersion > 0 ? await PublishedReport.Load(session, season.Id, season.PublishedVersion, cancellation) : null;
        var content =
            frozen?.Content()
            ?? BuildReport.Of(season, await retrospectives.Of(session, season, cancellation), read, !Disclosure.SeesScores(season, now));
        var names = await Find.Names(session, content.Standings.Items.Select(i => i.Analyst), cancellation);
        return new(
            content.Season,
            content.Title,
            content.Synthetic,
            season.PhaseAt(now),
            season.PublishedVersion,
            frozen?.Hash,
            frozen?.PublishedAt,
            frozen is null ? upToDate : upToDate && read.Revision == content.Revision,
            content.Revision,
            content.Review,
            content.Counts,
            content.Retrospective,
            content.Calibration,
            content.CrowdCalibration,
            content.Figures,
            content.Standings with
            {
                Items = [.. content.Standings.Items.Select(i => i with { Name = names.GetValueOrDefault(i.Analyst, i.Analyst) })],
            },
            content.Distributions
        );
    }
}
