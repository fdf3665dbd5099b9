using System.Text.Json;
using Forecasts.Domain.Seasons;
using Forecasts.Server.Features.Scoring;
using Forecasts.Server.Features.Seasons;
using Forecasts.Server.Setup;
using Forecasts.Server.Store;
using Marten;
using Npgsql;

namespace Forecasts.Server.Features.Reports;

/// <summary>The yearly report: live until it is published, then as it was frozen.</summary>
public static class ReadReport
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/seasons/{t}/{y:int}/report", async (HttpContext context, string t, int y, IDocumentStore store, CurrentResults results, Retrospectives retrospectives, Clock clock, CancellationToken cancellation) =>
        {
            await using var session = store.QuerySession();
            var found = await Find.Season(session, context.Person(), t, y, cancellation);
            if (found.Refused is { } refused) return Problems.Of(refused);
            return Results.Json(await View(session, found.Value!, results, retrospectives, clock.GetUtcNow(), cancellation), PublishedReport.Json);
        }).Answers<ReportView>("The yearly report: live until it is published, then as it was frozen.");

    public static async Task<ReportView> View(
        IQuerySession session, Season season, CurrentResults results, Retrospectives retrospectives, DateTimeOffset now, CancellationToken cancellation)
    {
        var (read, upToDate) = await results.Read(season.Id, cancellation);
        var frozen = season.PublishedVersion > 0 ? await PublishedReport.Load(session, season.Id, season.PublishedVersion, cancellation) : null;
        var content = frozen?.Content ?? BuildReport.Of(season, await retrospectives.Of(session, season, cancellation), read, !Access.SeesScores(season, now));
        var names = await Find.Names(session, content.Standings.Items.Select(i => i.Analyst), cancellation);
        return new(
            content.Season, content.Title, content.Synthetic, SeasonView.PhaseOf(season, now), season.PublishedVersion, frozen?.Hash, frozen?.PublishedAt,
            frozen is null ? upToDate : upToDate && read.Revision == content.Revision, content.Revision, content.Review, content.Counts, content.Retrospective, content.Calibration, content.CrowdCalibration, content.Figures,
            content.Standings with { Items = [.. content.Standings.Items.Select(i => i with { Name = names.GetValueOrDefault(i.Analyst, i.Analyst) })] });
    }
}

/// <summary>A report's frozen bytes, read back.</summary>
public sealed record PublishedReport(ReportContent Content, string Hash, DateTimeOffset PublishedAt)
{
    /// <summary>Names by property in their written order, enums as words: the bytes that the hash is taken of.</summary>
    public static readonly JsonSerializerOptions Json = new(SeasonResults.Json) { Converters = { new System.Text.Json.Serialization.JsonStringEnumConverter(JsonNamingPolicy.CamelCase) } };

    public static async Task<PublishedReport?> Load(IQuerySession session, string season, int version, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("select content, hash, published_at from forecasts.published_reports where season = $1 and version = $2")
        { Parameters = { new() { Value = season }, new() { Value = version } } };
        await using var reader = await session.ExecuteReaderAsync(command, cancellation);
        return await reader.ReadAsync(cancellation)
            ? new(JsonSerializer.Deserialize<ReportContent>(reader.GetFieldValue<byte[]>(0), Json)!, reader.GetString(1), new(reader.GetFieldValue<DateTime>(2), TimeSpan.Zero))
            : null;
    }
}
