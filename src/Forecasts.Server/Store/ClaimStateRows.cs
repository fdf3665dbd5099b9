using Marten;
using Npgsql;

namespace Forecasts.Server.Store;

/// <summary>How a claim stands.</summary>
/// <param name="Status">open, inConflict, settled or void.</param>
public sealed record ClaimState(string Claim, string Status, string? Outcome, DateTimeOffset? DecidedAt);

/// <summary>How many claims of a season stand how.</summary>
public sealed record ClaimCounts(string Season, int Predictions, int Claims, int Settled, int Void, int InConflict, int Open);

/// <summary>Reads from <c>claims</c> how whole seasons stand.</summary>
public static class ClaimStateRows
{
    private const string Counted = """
        select season, count(distinct prediction)::int as predictions, count(*)::int as claims,
               (count(*) filter (where status = 'settled'))::int as settled, (count(*) filter (where status = 'void'))::int as void,
               (count(*) filter (where status = 'inConflict'))::int as in_conflict, (count(*) filter (where status = 'open'))::int as open
        from forecasts.claims where season = any($1) group by season
        """;

    public static async Task<Dictionary<string, ClaimState>> Of(IQuerySession session, string season, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("select claim, status, outcome, decided_at from forecasts.claims where season = $1")
        {
            Parameters = { new() { Value = season } },
        };
        await using var reader = await session.ExecuteReaderAsync(command, cancellation);
        return (await Rows.All<ClaimState>(reader, cancellation)).ToDictionary(c => c.Claim, StringComparer.Ordinal);
    }

    public static async Task<List<ClaimCounts>> Counts(IQuerySession session, IEnumerable<string> seasons, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(Counted) { Parameters = { new() { Value = seasons.ToArray() } } };
        await using var reader = await session.ExecuteReaderAsync(command, cancellation);
        return await Rows.All<ClaimCounts>(reader, cancellation);
    }
}
