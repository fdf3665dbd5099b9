using System.Text.Json;
using Marten;
using Npgsql;

namespace Forecasts.Server.Store;

/// <summary>Reads and writes <c>crowd_series</c>.</summary>
public static class CrowdRows
{
    private const string Latest = """
        select claim, (points -> -1)::text as point from forecasts.crowd_series where claim = any($1) and jsonb_array_length(points) > 0
        """;

    // An older series never replaces a newer one.
    private const string Upsert = """
        insert into forecasts.crowd_series as old (claim, sequence, points, version) values ($1, $2, $3::jsonb, $4)
        on conflict (claim) do update set sequence = excluded.sequence, points = excluded.points, version = excluded.version
        where (old.version, old.sequence) <= (excluded.version, excluded.sequence)
        """;

    private sealed record Row(string Claim, string Point);

    /// <summary>How the crowd of a claim has moved.</summary>
    public static async Task<IReadOnlyList<CrowdRow>> Of(NpgsqlDataSource database, string claim, CancellationToken cancellation) =>
        await database.Command("select points::text from forecasts.crowd_series where claim = $1", claim).Column<string>(cancellation)
            is [var points]
            ? JsonSerializer.Deserialize<List<CrowdRow>>(points, JsonSerializerOptions.Web)!
            : [];

    /// <summary>Where the crowds of claims stand now, as far as there are any.</summary>
    public static async Task<Dictionary<string, CrowdRow>> Last(IQuerySession session, string[] claims, CancellationToken cancellation) =>
        (await session.Read<Row>(Statement.Command(Latest, [claims]), cancellation)).ToDictionary(
            r => r.Claim,
            r => JsonSerializer.Deserialize<CrowdRow>(r.Point, JsonSerializerOptions.Web)!,
            StringComparer.Ordinal
        );

    /// <summary>The series in the place of what was there, inside the caller's transaction.</summary>
    /// <param name="sequence">It is of the claim's events up to this one.</param>
    public static Task Keep(
        NpgsqlConnection connection,
        string claim,
        long sequence,
        IEnumerable<CrowdRow> points,
        CancellationToken cancellation
    ) =>
        connection
            .Command(Upsert, claim, sequence, JsonSerializer.Serialize(points, JsonSerializerOptions.Web), Versions.Crowd)
            .Do(cancellation);

    /// <summary>The claim was taken back.</summary>
    public static Task Remove(NpgsqlConnection connection, string claim, CancellationToken cancellation) =>
        connection.Command("delete from forecasts.crowd_series where claim = $1", claim).Do(cancellation);
}
