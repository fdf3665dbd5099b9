using Forecasts.Domain.Forecasting;
using Forecasts.Domain.Predictions;
using Marten;
using Npgsql;
using NpgsqlTypes;

namespace Forecasts.Server.Store;

/// <summary>A turn of belief; without a value it is a withdrawal.</summary>
public sealed record StoredTurn(string Analyst, DateTimeOffset MadeAt, DateTimeOffset? ExpiresAt, double[]? Value);

/// <summary>The last turn of an analyst on a claim.</summary>
public sealed record LastTurn(
    string Claim,
    string Analyst,
    DateTimeOffset MadeAt,
    DateTimeOffset? ExpiresAt,
    double[]? Value,
    bool Imported
);

/// <summary>A turn that is decided on.</summary>
/// <param name="Version">Its event's; 0 where nobody asks.</param>
/// <param name="Import">Whose line it is; null where it is none's, or nobody asks.</param>
/// <param name="Terms">Of the claim's kind, by which the value is read.</param>
internal sealed record DecidedTurn(
    string Claim,
    string Analyst,
    DateTimeOffset MadeAt,
    DateTimeOffset? ExpiresAt,
    double[]? Value,
    int Version,
    string? Import,
    string Terms
);

/// <summary>How many turns an analyst has on a claim.</summary>
internal sealed record TurnCount(string Claim, string Analyst, int Turns);

/// <summary>
/// Reads <c>forecast_intervals</c>: what was believed, by whom and when. Who has filed at all is <see cref="ForecastRows"/>'s.
/// </summary>
public static class TurnRows
{
    private static readonly string Stored = $"select {Rows.Columns<StoredTurn>()} from forecasts.forecast_intervals where claim = $1 ";

    private static readonly string LastBefore = $"""
        select t.claim, t.analyst, i.made_at, i.expires_at, i.value, 0 as version, k.terms,
            case when i.made_at = t.at then (
                select e.data {StoredPath.EventImport} from forecasts.mt_events e where e.seq_id = i.sequence) end as import
        from unnest((select $1::text[]), (select $2::text[]), (select $3::timestamptz[])) as t(claim, analyst, at)
        join forecasts.claims k on k.claim = t.claim
        cross join lateral (
            select made_at, expires_at, value, sequence from forecasts.forecast_intervals i
            where i.claim = t.claim and i.analyst = t.analyst and i.made_at <= t.at order by i.made_at desc limit 1) i
        """;

    private static readonly string OfPage = $"""
        with own as (
            select (e.data {StoredPath.Text<ForecastEvent.Made>(e => e.Prediction)}) || '/'
                || (e.data {StoredPath.Text<ForecastEvent.Made>(e => e.Claim)}) as claim, e.seq_id, e.version
            from forecasts.mt_events e
            where e.seq_id > $2 and e.seq_id <= $3 and not e.is_archived and e.stream_id like 'forecast/%'
              and e.data {StoredPath.EventImport} = $1)
        select i.claim, i.analyst, i.made_at, i.expires_at, i.value, o.version::int as version, $1 as import, k.terms
        from own o join forecasts.forecast_intervals i on i.claim = o.claim and i.sequence = o.seq_id
        join forecasts.claims k on k.claim = i.claim
        union all
        select i.claim, i.analyst, i.made_at, i.expires_at, i.value, e.version::int, e.data {StoredPath.EventImport}, k.terms
        from (select distinct claim from own) c
        join forecasts.forecast_intervals i on i.claim = c.claim and i.sequence > $4
        join forecasts.mt_events e on e.seq_id = i.sequence and e.stream_id = any($5)
        join forecasts.claims k on k.claim = i.claim
        """;

    private const string HowMany = """
        select i.claim, i.analyst, count(*)::int as turns from forecasts.forecast_intervals i
        join unnest((select $1::text[]), (select $2::text[])) as t(claim, analyst) on i.claim = t.claim and i.analyst = t.analyst
        group by i.claim, i.analyst
        """;

    // Of a thousand turns before the last nothing stands: the reader's own, and everybody's where they are shown.
    private static readonly string Last = $"""
        (select distinct on (claim) {Rows.Columns<LastTurn>()} from forecasts.forecast_intervals
        where claim = any($1) and analyst = $3 order by claim, made_at desc)
        union all
        (select distinct on (claim, analyst) {Rows.Columns<LastTurn>()} from forecasts.forecast_intervals
        where claim = any($2) and analyst <> $3 order by claim, analyst, made_at desc)
        """;

    private const string AfterTheOutcome = """
        with entered as materialized (select claim from forecasts.current_sheets where season = $1 and status = 'scored')
        select i.analyst from forecasts.forecast_intervals i join forecasts.claims c using (claim) join entered using (claim)
        where i.imported and i.recorded_at > least(c.due, c.decided_at)
          and exists (
              select from forecasts.forecast_intervals o join forecasts.claims k using (claim) where k.season = $1 and not o.imported)
        group by i.analyst
        """;

    /// <summary>All turns on a claim in order per analyst, as <see cref="StoredTurn"/>; there may be a million.</summary>
    internal static NpgsqlBatchCommand Of(string claim) => Statement.Of(Stored + "order by analyst collate \"C\", made_at", claim);

    /// <summary>Turns on a claim in no order, not more than so many.</summary>
    /// <param name="analyst">Null: everybody's.</param>
    public static Task<List<StoredTurn>> Of(
        NpgsqlDataSource database,
        string claim,
        string? analyst,
        int most,
        CancellationToken cancellation
    ) => database.Command(Stored + "and ($2::text is null or analyst = $2) limit $3", claim, analyst, most).Read<StoredTurn>(cancellation);

    /// <summary>The last turn on each claim: of one analyst, and of everybody where all are shown.</summary>
    public static Task<List<LastTurn>> Latest(
        IQuerySession session,
        string[] claims,
        string analyst,
        string[] shown,
        CancellationToken cancellation
    ) => session.Read<LastTurn>(Statement.Command(Last, claims, shown, analyst), cancellation);

    /// <summary>
    /// Who forecast after the outcome of a scored claim was known, by an import into a season that was not wholly imported.
    /// </summary>
    internal static NpgsqlBatchCommand Late(string season) => Statement.Of(AfterTheOutcome, season);

    /// <summary>
    /// Of each instant the last turn made by then: deciding on one costs the same however many there are. Read them after the streams'
    /// versions, so that what changes meanwhile makes the commit fail.
    /// </summary>
    internal static NpgsqlBatchCommand Before(IReadOnlyCollection<TurnKey> at) =>
        new(LastBefore)
        {
            Parameters =
            {
                new() { Value = at.Select(t => t.Claim.ToString()).ToArray() },
                new() { Value = at.Select(t => t.Analyst).ToArray() },
                new() { Value = at.Select(t => t.At.UtcDateTime).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.TimestampTz },
            },
        };

    /// <summary>Of a page what still stands, and what nobody has looked at yet.</summary>
    internal static NpgsqlBatchCommand Of(UndonePage page) =>
        Statement.Of(OfPage, page.Import, page.After, page.Until, page.Looked, page.Streams.ToArray());

    /// <summary>How many turns there are.</summary>
    internal static Task<List<TurnCount>> Count(
        NpgsqlDataSource database,
        IReadOnlyCollection<(ClaimRef Claim, string Analyst)> of,
        CancellationToken cancellation
    ) =>
        database
            .Command(HowMany, of.Select(t => t.Claim.ToString()).ToArray(), of.Select(t => t.Analyst).ToArray())
            .Read<TurnCount>(cancellation);

    /// <summary>The turns that a decision needs, each with the stream that it is of.</summary>
    internal static async Task<List<(string Stream, int Claim, Turn Turn)>> Read(NpgsqlDataReader reader, CancellationToken cancellation)
    {
        var turns = new List<(string, int, Turn)>();
        var kind = StoredKind.PerClaim();
        await foreach (var row in Rows.Of<DecidedTurn>(reader, cancellation))
        {
            var claim = ClaimRef.Parse(row.Claim);
            var belief = row.Value is { } value ? kind(row.Claim, row.Terms).Belief(value) : null;
            turns.Add(
                (
                    Streams.Forecast(claim.Prediction, row.Analyst),
                    claim.Number,
                    new(row.MadeAt, belief, row.ExpiresAt, row.Import, row.Version)
                )
            );
        }

        return turns;
    }
}
