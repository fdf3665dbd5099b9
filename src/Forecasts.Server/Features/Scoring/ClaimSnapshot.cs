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
    string Claim,
    string Season,
    string Status,
    ClaimKind Kind,
    double Weight,
    Outcome? Outcome,
    DateTimeOffset FiledAt,
    DateTimeOffset Due,
    DateTimeOffset? DecidedAt,
    long Resolution,
    bool WasSettled,
    long Sequence,
    Calendar Calendar,
    double Floor,
    IReadOnlyList<TimedForecast> Forecasts
)
{
    public static async Task<ClaimSnapshot?> Load(
        NpgsqlConnection connection,
        IDocumentStore store,
        string claim,
        CancellationToken cancellation
    )
    {
        if (
            await ClaimRows.Read(connection, claim, (row, turns) => Intervals(StoredKind.Of(row.Terms), turns, cancellation), cancellation)
            is not var (row, intervals)
        )
            return null;
        var kind = StoredKind.Of(row.Terms);
        var season = ClaimRows.SeasonOf(row, store).State;
        return new ClaimSnapshot(
            claim,
            row.Season,
            row.Status,
            kind,
            row.Weight,
            row.Outcome is null ? null : kind.ReadOutcome(row.Outcome),
            row.FiledAt,
            row.Due,
            row.DecidedAt,
            row.Resolution,
            row.WasSettled,
            row.Sequence,
            season.Calendar,
            season.Rules.Scoring.Floor,
            intervals
        );
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
    private static async Task<IReadOnlyList<TimedForecast>> Intervals(
        ClaimKind kind,
        IAsyncEnumerable<StoredTurn> turns,
        CancellationToken cancellation
    )
    {
        var intervals = new List<TimedForecast>();
        StoredTurn? last = null;
        await foreach (var turn in turns.WithCancellation(cancellation))
        {
            // One text per analyst, not per turn.
            var next = last?.Analyst == turn.Analyst ? turn with { Analyst = last.Analyst } : turn;
            if (last is { Value: { } value })
            {
                var ended = last.Analyst == next.Analyst && !(last.ExpiresAt <= next.MadeAt);
                intervals.Add(
                    new(last.Analyst, last.MadeAt, ended ? next.MadeAt : last.ExpiresAt, kind.Values(value), ended && next.Value is null)
                );
            }

            last = next;
        }

        if (last is { Value: { } open })
            intervals.Add(new(last.Analyst, last.MadeAt, last.ExpiresAt, kind.Values(open), false));
        return intervals;
    }
}
