using Marten;
using Npgsql;

namespace Forecasts.Server.Store;

/// <summary>A published version of a season's report.</summary>
/// <param name="Content">The very bytes that the hash was taken of.</param>
public sealed record StoredReport(byte[] Content, string Hash, DateTimeOffset PublishedAt);

/// <summary>Reads and writes <c>published_reports</c>: a version once written never changes.</summary>
public static class ReportRows
{
    private const string Insert = """
        insert into forecasts.published_reports (season, version, hash, published_at, content) values ($1, $2, $3, $4, $5)
        """;

    /// <summary>For the commit of the event that says it.</summary>
    public static NpgsqlBatchCommand Freeze(string season, int version, StoredReport report) =>
        Statement.Of(Insert, season, version, report.Hash, report.PublishedAt.ToUniversalTime(), report.Content);

    public static async Task<StoredReport?> Of(IQuerySession session, string season, int version, CancellationToken cancellation) =>
        (
            await session.Read<StoredReport>(
                Statement.Command(
                    "select content, hash, published_at from forecasts.published_reports where season = $1 and version = $2",
                    season,
                    version
                ),
                cancellation
            )
        ).SingleOrDefault();
}
