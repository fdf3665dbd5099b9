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

/// <summary>How a claim stands.</summary>
/// <param name="Status">open, inConflict, settled or void.</param>
public sealed record ClaimState(string Claim, string Status, string? Outcome, DateTimeOffset? DecidedAt);

/// <summary>How many claims of a season stand how.</summary>
public sealed record ClaimCounts(string Season, int Predictions, int Claims, int Settled, int Void, int InConflict, int Open);

/// <summary>How a season's claims came out.</summary>
/// <param name="Other">Settled with an option, a number or a day.</param>
public sealed record SeasonOutcomes(string Season, int Accurate, int Half, int Inaccurate, int Other, int Void);

/// <summary>Reads <c>claims</c>.</summary>
public static class ClaimRows
{
    private const string Claim = $"""
        select c.season, c.status, c.terms, c.weight, c.outcome, c.filed_at, c.due, c.decided_at, c.resolution,
               c.settlements > 0 as was_settled, {Views.Latest} as sequence, s.data::text as season_document
        from forecasts.claims c join forecasts.mt_doc_seasonrecord s on s.id = 'season/' || c.season
        where c.claim = $1
        """;

    private const string Counted = """
        select season, count(distinct prediction)::int as predictions, count(*)::int as claims,
               (count(*) filter (where status = 'settled'))::int as settled, (count(*) filter (where status = 'void'))::int as void,
               (count(*) filter (where status = 'inConflict'))::int as in_conflict, (count(*) filter (where status = 'open'))::int as open
        from forecasts.claims where season = any($1) group by season
        """;

    private const string CameOut = """
        select season, (count(*) filter (where graded and outcome in ('yes', 'accurate')))::int as accurate,
               (count(*) filter (where graded and outcome = 'half'))::int as half,
               (count(*) filter (where graded and outcome not in ('yes', 'accurate', 'half')))::int as inaccurate,
               (count(*) filter (where status = 'settled' and not graded))::int as other,
               (count(*) filter (where status = 'void'))::int as void
        from (select *, status = 'settled' and type in ('binary', 'three', 'expected') as graded
              from forecasts.claims where season = any($1)) c
        group by season
        """;

    private const string States = "select claim, status, outcome, decided_at from forecasts.claims where season = $1";

    /// <summary>A claim with its turns, in one round trip inside the caller's transaction; null where it is unknown.</summary>
    /// <param name="turns">Takes the turns in order per analyst; there may be a million.</param>
    public static async Task<(StoredClaim Claim, T Turns)?> Read<T>(
        NpgsqlConnection connection,
        string claim,
        Func<StoredClaim, IAsyncEnumerable<StoredTurn>, Task<T>> turns,
        CancellationToken cancellation
    )
    {
        await using var batch = new NpgsqlBatch(connection) { BatchCommands = { Statement.Of(Claim, claim), TurnRows.Of(claim) } };
        await using var reader = await batch.ExecuteReaderAsync(cancellation);
        if ((await Rows.All<StoredClaim>(reader, cancellation)).SingleOrDefault() is not { } found)
            return null;
        await reader.NextResultAsync(cancellation);
        return (found, await turns(found, Rows.Of<StoredTurn>(reader, cancellation)));
    }

    public static SeasonRecord SeasonOf(StoredClaim claim, IDocumentStore store) =>
        store.Options.Serializer().FromJson<SeasonRecord>(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(claim.SeasonDocument)));

    /// <summary>How each claim of a season stands.</summary>
    public static async Task<Dictionary<string, ClaimState>> Of(IQuerySession session, string season, CancellationToken cancellation) =>
        (await session.Read<ClaimState>(Statement.Command(States, season), cancellation)).ToDictionary(
            c => c.Claim,
            StringComparer.Ordinal
        );

    public static Task<List<ClaimCounts>> Counts(IQuerySession session, IEnumerable<string> seasons, CancellationToken cancellation) =>
        session.Read<ClaimCounts>(Statement.Command(Counted, [seasons.ToArray()]), cancellation);

    public static Task<List<SeasonOutcomes>> Outcomes(IQuerySession session, IEnumerable<string> seasons, CancellationToken cancellation) =>
        session.Read<SeasonOutcomes>(Statement.Command(CameOut, [seasons.ToArray()]), cancellation);

    /// <summary>The claims of a season.</summary>
    public static Task<List<string>> Names(NpgsqlDataSource database, string season, CancellationToken cancellation) =>
        database.Command("select claim from forecasts.claims where season = $1 order by claim", season).Column<string>(cancellation);

    /// <summary>Those of the claims that were settled once: each has, or is to have, a sheet.</summary>
    public static async Task<List<string>> WithSheet(NpgsqlDataSource database, string[] claims, CancellationToken cancellation) =>
        claims.Length == 0
            ? []
            : await database.Command("select claim from forecasts.sheets where claim = any($1)", [claims]).Column<string>(cancellation);
}
