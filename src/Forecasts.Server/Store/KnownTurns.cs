using Forecasts.Domain.Forecasting;
using Forecasts.Domain.Predictions;
using Npgsql;
using NpgsqlTypes;

namespace Forecasts.Server.Store;

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
        from unnest((select $1::text[]), (select $2::text[]), (select $3::timestamptz[])) as t(claim, analyst, at)
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
        join unnest((select $1::text[]), (select $2::text[])) as t(claim, analyst) on i.claim = t.claim and i.analyst = t.analyst group by i.claim, i.analyst
        """;

    /// <summary>Of each instant the last turn made by then.</summary>
    public static NpgsqlBatchCommand Before(IReadOnlyCollection<TurnKey> at) =>
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
    public static NpgsqlBatchCommand Of(UndonePage page) =>
        Statement.Of(OfPage, page.Import, page.After, page.Until, page.Looked, page.Streams.ToArray());

    /// <summary>How many turns there are.</summary>
    public static NpgsqlCommand Count(NpgsqlDataSource database, IReadOnlyCollection<(ClaimRef Claim, string Analyst)> of)
    {
        var command = database.CreateCommand(HowMany);
        command.Parameters.Add(new() { Value = of.Select(t => t.Claim.ToString()).ToArray() });
        command.Parameters.Add(new() { Value = of.Select(t => t.Analyst).ToArray() });
        return command;
    }

    public static async Task<List<(string Stream, int Claim, Turn Turn)>> Read(NpgsqlDataReader reader, CancellationToken cancellation)
    {
        var turns = new List<(string, int, Turn)>();
        var kind = StoredKind.PerClaim();
        while (await reader.ReadAsync(cancellation))
            turns.Add(
                (
                    Stream(reader),
                    ClaimRef.Parse(reader.GetString(0)).Number,
                    new(
                        Time(reader, 2)!.Value,
                        reader.IsDBNull(4)
                            ? null
                            : kind(reader.GetString(0), reader.GetString(7)).Belief(reader.GetFieldValue<double[]>(4)),
                        Time(reader, 3),
                        reader.IsDBNull(6) ? null : reader.GetString(6),
                        reader.GetInt32(5)
                    )
                )
            );
        return turns;
    }

    private static string Stream(System.Data.Common.DbDataReader reader) =>
        Streams.Forecast(ClaimRef.Parse(reader.GetString(0)).Prediction, reader.GetString(1));

    private static DateTimeOffset? Time(System.Data.Common.DbDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : new(reader.GetDateTime(column), TimeSpan.Zero);
}
