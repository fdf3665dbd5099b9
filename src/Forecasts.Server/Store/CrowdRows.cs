using System.Text.Json;
using Marten;
using Npgsql;

namespace Forecasts.Server.Store;

/// <summary>Reads <c>crowd_series</c>.</summary>
public static class CrowdRows
{
    private const string Latest = """
        select claim, (points -> -1)::text as point from forecasts.crowd_series where claim = any($1) and jsonb_array_length(points) > 0
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
}
