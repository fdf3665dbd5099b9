using Marten;
using Npgsql;

namespace Forecasts.Server.Store;

/// <summary>A claim's row.</summary>
/// <param name="Resolution">Sequence of the event that settled it; 0 while it is not settled.</param>
/// <param name="WasSettled">It is settled, or was before it was reopened.</param>
/// <param name="Sequence">The highest among its own events and its forecasts'.</param>
/// <param name="SeasonDocument">The season's record as it is stored.</param>
public sealed record StoredClaim(
    string Season,
    string Status,
    string Terms,
    double Weight,
    string? Outcome,
    DateTimeOffset FiledAt,
    DateTimeOffset Due,
    DateTimeOffset? DecidedAt,
    long Resolution,
    bool WasSettled,
    long Sequence,
    string SeasonDocument
);

/// <summary>A turn of belief; without a value it is a withdrawal.</summary>
public sealed record StoredTurn(string Analyst, DateTimeOffset MadeAt, DateTimeOffset? ExpiresAt, double[]? Value);

/// <summary>Reads <c>claims</c> with their turns, in one round trip inside the caller's transaction.</summary>
public static class ClaimRows
{
    private const string Claim = """
        select c.season, c.status, c.terms, c.weight, c.outcome, c.filed_at, c.due, c.decided_at, c.resolution,
               c.settlements > 0 as was_settled,
               greatest(c.sequence, coalesce(
                   (select max(sequence) from forecasts.forecast_intervals i where i.claim = c.claim), 0)) as sequence,
               s.data::text as season_document
        from forecasts.claims c join forecasts.mt_doc_seasonrecord s on s.id = 'season/' || c.season
        where c.claim = $1
        """;

    private const string Turns = """
        select analyst, made_at, expires_at, value from forecasts.forecast_intervals where claim = $1 order by analyst collate "C", made_at
        """;

    /// <summary>Null where the claim is unknown.</summary>
    /// <param name="turns">Takes the turns in order per analyst; there may be a million.</param>
    public static async Task<(StoredClaim Claim, T Turns)?> Read<T>(
        NpgsqlConnection connection,
        string claim,
        Func<StoredClaim, IAsyncEnumerable<StoredTurn>, Task<T>> turns,
        CancellationToken cancellation
    )
    {
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new(Claim) { Parameters = { new() { Value = claim } } },
                new(Turns) { Parameters = { new() { Value = claim } } },
            },
        };
        await using var reader = await batch.ExecuteReaderAsync(cancellation);
        if ((await Rows.All<StoredClaim>(reader, cancellation)).SingleOrDefault() is not { } found)
            return null;
        await reader.NextResultAsync(cancellation);
        return (found, await turns(found, Rows.Of<StoredTurn>(reader, cancellation)));
    }

    public static SeasonRecord SeasonOf(StoredClaim claim, IDocumentStore store) =>
        store.Options.Serializer().FromJson<SeasonRecord>(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(claim.SeasonDocument)));
}
