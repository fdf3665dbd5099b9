using Forecasts.Server.Store;
using Microsoft.Net.Http.Headers;

namespace Forecasts.Server.Features.Reports;

/// <summary>The yearly report: live until it is published, then as it was frozen; a version's bytes for whoever checks its hash.</summary>
public static class ReadReport
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapGet(
                "/seasons/{t}/{y:int}/report",
                async ([AsParameters] Call call, string t, int y, int? version, LiveReports reports) =>
                {
                    await using var session = call.Store.QuerySession();
                    var found = await Find.Season(session, call.Person, t, y, call.Cancellation);
                    if (found.Refused is { } refused)
                        return Problems.Of(refused);
                    if (version is { } wanted)
                        return Frozen(await PublishedReport.Find(session, found.Value!, wanted, call.Cancellation));
                    return TypedResults.Json(await reports.View(session, found.Value!, call.Cancellation), PublishedReport.Json);
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
}
