using Forecasts.Domain.Seasons;
using Forecasts.Scoring.Timeline;
using Forecasts.Server.Store;
using Marten;
using Npgsql;

namespace Forecasts.Server.Features.Scoring;

/// <summary>All that scoring needs of one claim, read in one transaction.</summary>
/// <param name="Sequence">The highest sequence among its own events and its forecasts'.</param>
/// <param name="WasSettled">It is settled, or was before it was reopened.</param>
/// <param name="Resolution">Sequence of the event that settled it; 0 while it is not settled.</param>
public sealed record ClaimSnapshot(
    string Claim, string Season, string Status, ClaimKind Kind, double Weight, double? Grade, DateTimeOffset FiledAt, DateTimeOffset Due, DateTimeOffset? DecidedAt,
    long Resolution, bool WasSettled, long Sequence, Calendar Calendar, double Floor, IReadOnlyList<TimedForecast> Forecasts)
{
    public static async Task<ClaimSnapshot?> Load(NpgsqlConnection connection, IDocumentStore store, string claim, CancellationToken cancellation)
    {
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new("""
                    select c.season, c.status, c.type, c.weight, c.outcome, c.filed_at, c.due, c.decided_at, c.resolution,
                           greatest(c.sequence, coalesce((select max(sequence) from forecasts.forecast_intervals i where i.claim = c.claim), 0)), s.data::text, c.settlements > 0
                    from forecasts.claims c join forecasts.mt_doc_seasonrecord s on s.id = 'season/' || c.season
                    where c.claim = $1
                    """) { Parameters = { new() { Value = claim } } },
                new("select analyst, made_at, expires_at, value from forecasts.forecast_intervals where claim = $1 order by analyst collate \"C\", made_at")
                    { Parameters = { new() { Value = claim } } },
            },
        };
        await using var reader = await batch.ExecuteReaderAsync(cancellation);
        if (!await reader.ReadAsync(cancellation)) return null;
        var season = store.Options.Serializer().FromJson<SeasonRecord>(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(reader.GetString(10)))).State;
        var outcome = reader.IsDBNull(4) ? null : reader.GetString(4);
        var snapshot = new ClaimSnapshot(
            claim, reader.GetString(0), reader.GetString(1), Enum.Parse<ClaimKind>(reader.GetString(2), ignoreCase: true), reader.GetDouble(3),
            outcome is null ? null : new Domain.Review.Outcome(outcome).Grade, Time(reader, 5), Time(reader, 6), reader.IsDBNull(7) ? null : Time(reader, 7),
            reader.GetInt64(8), reader.GetBoolean(11), reader.GetInt64(9), season.Calendar, season.Rules.Scoring.Floor, []);
        await reader.NextResultAsync(cancellation);
        return snapshot with { Forecasts = await Intervals(reader, cancellation) };
    }

    /// <summary>The times of scoring: o, e, c and the spot.</summary>
    public ClaimWindow Window
    {
        get
        {
            var opens = FiledAt > Calendar.Opens.Instant ? FiledAt : Calendar.Opens.Instant;
            var scheduled = Due < Calendar.ForecastsClose.Instant ? Due : Calendar.ForecastsClose.Instant;
            var closes = DecidedAt < scheduled ? DecidedAt.Value : scheduled;
            return new(opens, scheduled, closes, Calendar.RevealAt.Instant < closes ? Calendar.RevealAt.Instant : closes);
        }
    }

    /// <summary>Turns of belief in order per analyst become intervals: each ends with the next turn, or by itself.</summary>
    private static async Task<IReadOnlyList<TimedForecast>> Intervals(NpgsqlDataReader reader, CancellationToken cancellation)
    {
        var intervals = new List<TimedForecast>();
        (string Analyst, DateTimeOffset At, DateTimeOffset? Expires, double[]? Value)? last = null;
        while (await reader.ReadAsync(cancellation))
        {
            // One text per analyst, not per turn.
            var analyst = reader.GetString(0);
            (string Analyst, DateTimeOffset At, DateTimeOffset? Expires, double[]? Value) next =
                (last?.Analyst == analyst ? last.Value.Analyst : analyst, Time(reader, 1), reader.IsDBNull(2) ? null : Time(reader, 2), reader.IsDBNull(3) ? null : reader.GetFieldValue<double[]>(3));
            if (last is { Value: not null } l)
            {
                var same = l.Analyst == next.Analyst;
                var ended = same && !(l.Expires <= next.At);
                intervals.Add(new(l.Analyst, l.At, ended ? next.At : l.Expires, l.Value, ended && next.Value is null));
            }

            last = next;
        }

        if (last is { Value: not null } open) intervals.Add(new(open.Analyst, open.At, open.Expires, open.Value, false));
        return intervals;
    }

    private static DateTimeOffset Time(NpgsqlDataReader reader, int column) => new(reader.GetDateTime(column), TimeSpan.Zero);
}
