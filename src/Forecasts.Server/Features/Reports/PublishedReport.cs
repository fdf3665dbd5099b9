using System.Globalization;
using System.Text.Json;
using Forecasts.Domain;
using Forecasts.Domain.Seasons;
using Forecasts.Server.Store;
using Marten;

namespace Forecasts.Server.Features.Reports;

/// <summary>A published version as it is stored.</summary>
/// <param name="Bytes">What the hash was taken of. Whoever checks it gets these, not a report that is written anew.</param>
public sealed record PublishedReport(byte[] Bytes, string Hash, DateTimeOffset PublishedAt)
{
    public const string MediaType = "application/json";

    /// <summary>Names by property, enums as words; the bytes are this in its canonical form (RFC 8785).</summary>
    public static JsonSerializerOptions Json => ContractJson.Options;

    private static readonly Rejection Unpublished = Refuse.NotFound("report.unpublished", "The report has not been published yet.");

    public ReportContent Content() => JsonSerializer.Deserialize<ReportContent>(Bytes, Json)!;

    /// <summary>The version that a reader asks for, or why there is none.</summary>
    public static async Task<Found<PublishedReport>> Find(IQuerySession session, Season season, int version, CancellationToken cancellation)
    {
        if (season.PublishedVersion == 0)
            return new(null, Unpublished);
        return await Load(session, season.Id, version, cancellation) is { } report ? new(report, null) : new(null, Unknown(version));
    }

    public static async Task<PublishedReport?> Load(IQuerySession session, string season, int version, CancellationToken cancellation) =>
        await ReportRows.Of(session, season, version, cancellation) is { } stored
            ? new(stored.Content, stored.Hash, stored.PublishedAt)
            : null;

    private static Rejection Unknown(int version) =>
        Refuse.NotFound(
            "report.version-unknown",
            string.Create(CultureInfo.InvariantCulture, $"Version {version} of the report has not been published.")
        );
}
