using Forecasts.Domain.Forecasting;
using Forecasts.Domain.Predictions;
using Marten;
using Npgsql;
using NpgsqlTypes;

namespace Forecasts.Server.Store;

/// <summary>An instant at which a forecast is to be decided on.</summary>
public readonly record struct TurnKey(ClaimRef Claim, string Analyst, DateTimeOffset At)
{
    public string Stream => Streams.Forecast(Claim.Prediction, Analyst);
}

/// <summary>Forecasts of an import that are to be taken back.</summary>
/// <param name="Streams">All that have events in this page of the log.</param>
/// <param name="After">Exclusive; the page ends with <paramref name="Until"/>.</param>
/// <param name="Looked">What came after this event nobody has looked at yet: it may stand in the way.</param>
public sealed record UndonePage(string Import, IReadOnlyCollection<string> Streams, long After, long Until, long Looked);

/// <summary>
/// The turns that a decision needs, from their rows, which are stored with the events: deciding on one costs the same however many
/// there are. Read them after the streams' versions, so that what changes meanwhile makes the commit fail.
/// </summary>
internal static class KnownTurns
{
    private const string LastBefore = """
        select t.claim, t.analyst, i.made_at, i.expires_at, i.value, 0,
            case when i.made_at = t.at then (select e.data #>> '{stamp,import,import}' from forecasts.mt_events e where e.seq_id = i.sequence) end,
            k.terms
        from unnest($1::text[], $2::text[], $3::timestamptz[]) as t(claim, analyst, at)
        join forecasts.claims k on k.claim = t.claim
        cross join lateral (
            select made_at, expires_at, value, sequence from forecasts.forecast_intervals i
            where i.claim = t.claim and i.analyst = t.analyst and i.made_at <= t.at order by i.made_at desc limit 1) i
        """;

    private const string OfPage = """
        with own as (
            select (e.data ->> 'prediction') || '/' || (e.data ->> 'claim') as claim, e.seq_id, e.version from forecasts.mt_events e
            where e.seq_id > $2 and e.seq_id <= $3 and not e.is_archived and e.stream_id like 'forecast/%' and e.data #>> '{stamp,import,import}' = $1)
        select i.claim, i.analyst, i.made_at, i.expires_at, i.value, o.version::int, $1, k.terms from own o join forecasts.forecast_intervals i on i.claim = o.claim and i.sequence = o.seq_id
        join forecasts.claims k on k.claim = i.claim
        union all
        select i.claim, i.analyst, i.made_at, i.expires_at, i.value, e.version::int, e.data #>> '{stamp,import,import}', k.terms
        from (select distinct claim from own) c
        join forecasts.forecast_intervals i on i.claim = c.claim and i.sequence > $4
        join forecasts.mt_events e on e.seq_id = i.sequence and e.stream_id = any($5)
        join forecasts.claims k on k.claim = i.claim
        """;

    private const string HowMany = """
        select i.claim, i.analyst, count(*)::int from forecasts.forecast_intervals i
        join unnest($1::text[], $2::text[]) as t(claim, analyst) on i.claim = t.claim and i.analyst = t.analyst group by i.claim, i.analyst
        """;

    /// <summary>Of each instant the last turn made by then.</summary>
    public static async Task<List<(string Stream, int Claim, Turn Turn)>> Before(IQuerySession session, IReadOnlyCollection<TurnKey> at, CancellationToken cancellation)
    {
        if (at.Count == 0) return [];
        await using var command = new NpgsqlCommand(LastBefore)
        {
            Parameters =
            {
                new() { Value = at.Select(t => t.Claim.ToString()).ToArray() }, new() { Value = at.Select(t => t.Analyst).ToArray() },
                new() { Value = at.Select(t => t.At.UtcDateTime).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.TimestampTz },
            },
        };
        return await Read(session, command, cancellation);
    }

    /// <summary>Of a page what still stands, and what nobody has looked at yet.</summary>
    public static async Task<List<(string Stream, int Claim, Turn Turn)>> Of(IQuerySession session, UndonePage page, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(OfPage);
        foreach (var value in (object[])[page.Import, page.After, page.Until, page.Looked, page.Streams.ToArray()]) command.Parameters.Add(new() { Value = value });
        return await Read(session, command, cancellation);
    }

    /// <summary>How many turns there are.</summary>
    public static async Task<Dictionary<(string Stream, ClaimRef Claim), int>> Count(IQuerySession session, IReadOnlyCollection<(ClaimRef Claim, string Analyst)> of, CancellationToken cancellation)
    {
        var counts = new Dictionary<(string, ClaimRef), int>();
        if (of.Count == 0) return counts;
        await using var command = new NpgsqlCommand(HowMany) { Parameters = { new() { Value = of.Select(t => t.Claim.ToString()).ToArray() }, new() { Value = of.Select(t => t.Analyst).ToArray() } } };
        await using var reader = await session.ExecuteReaderAsync(command, cancellation);
        while (await reader.ReadAsync(cancellation)) counts[(Stream(reader), ClaimRef.Parse(reader.GetString(0)))] = reader.GetInt32(2);
        return counts;
    }

    private static async Task<List<(string Stream, int Claim, Turn Turn)>> Read(IQuerySession session, NpgsqlCommand command, CancellationToken cancellation)
    {
        var turns = new List<(string, int, Turn)>();
        await using var reader = await session.ExecuteReaderAsync(command, cancellation);
        var kind = StoredKind.PerClaim();
        while (await reader.ReadAsync(cancellation))
            turns.Add((Stream(reader), ClaimRef.Parse(reader.GetString(0)).Number, new(
                Time(reader, 2)!.Value, reader.IsDBNull(4) ? null : kind(reader.GetString(0), reader.GetString(7)).Belief(reader.GetFieldValue<double[]>(4)), Time(reader, 3), reader.IsDBNull(6) ? null : reader.GetString(6), reader.GetInt32(5))));
        return turns;
    }

    private static string Stream(System.Data.Common.DbDataReader reader) => Streams.Forecast(ClaimRef.Parse(reader.GetString(0)).Prediction, reader.GetString(1));

    private static DateTimeOffset? Time(System.Data.Common.DbDataReader reader, int column) => reader.IsDBNull(column) ? null : new(reader.GetDateTime(column), TimeSpan.Zero);
}
