using Forecasts.Domain;
using Forecasts.Domain.Evidence;
using Forecasts.Domain.Forecasting;
using Forecasts.Domain.Predictions;
using Forecasts.Domain.Review;
using Forecasts.Domain.Seasons;
using JasperFx;
using JasperFx.Events;
using Marten;
using Npgsql;

namespace Forecasts.Server.Store;

/// <summary>What came of a command.</summary>
/// <param name="Version">The stream's version afterwards; its ETag.</param>
/// <param name="Changed">False where it was so already.</param>
public readonly record struct Appended(long Version, bool Changed, Rejection? Rejection);

/// <summary>The only place that writes events: loads a stream's state, lets a decider decide, appends what it says.</summary>
public sealed class Commands(IDocumentStore store)
{
    // Of those who meet on a stream one gets through each time, so thirty at once are done within thirty rounds.
    private const int Attempts = 40;

    private static readonly Rejection Busy = Refuse.Conflict("stream.busy", "Many others are writing to the same thing at this moment; try again.");

    public Task<Appended> Season(string season, Person by, Func<IDocumentOperations, Season?, Task<Decision<SeasonEvent>>> decide, long? ifVersion, CancellationToken cancellation) =>
        Append<SeasonRecord, Season, SeasonEvent>(Streams.Season(season), by, decide, ifVersion, cancellation);

    public Task<Appended> Prediction(string id, Person by, Func<IDocumentOperations, Prediction?, Task<Decision<PredictionEvent>>> decide, long? ifVersion, CancellationToken cancellation) =>
        Append<PredictionRecord, Prediction, PredictionEvent>(Streams.Prediction(id), by, decide, ifVersion, cancellation);

    public Task<Appended> Review(ClaimRef claim, Person by, Func<IDocumentOperations, ClaimReview?, Task<Decision<ReviewEvent>>> decide, long? ifVersion, CancellationToken cancellation) =>
        Append<ReviewRecord, ClaimReview, ReviewEvent>(Streams.Review(claim), by, decide, ifVersion, cancellation);

    public Task<Appended> Evidence(string prediction, Person by, Func<IDocumentOperations, EvidenceFile?, Task<Decision<EvidenceEvent>>> decide, long? ifVersion, CancellationToken cancellation) =>
        Append<EvidenceRecord, EvidenceFile, EvidenceEvent>(Streams.Evidence(prediction), by, decide, ifVersion, cancellation);

    public Task<Appended> Forecast(
        string prediction, string analyst, Person by, Func<IDocumentOperations, Forecast?, Task<Decision<ForecastEvent>>> decide, long? ifVersion, CancellationToken cancellation) =>
        Append<ForecastRecord, Forecast, ForecastEvent>(Streams.Forecast(prediction, analyst), by, decide, ifVersion, cancellation);

    /// <summary>Many streams in one commit: their states are loaded in a few queries, whatever their number.</summary>
    /// <param name="rehearsal">Where given, nothing is stored, and later chunks see what earlier ones would have stored.</param>
    public async Task AppendMany(Person by, ChunkKeys keys, Action<Chunk> decide, Rehearsal? rehearsal, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            await using var session = Open(by);
            var chunk = await Chunk.Load(session, keys, rehearsal is not null, cancellation);
            rehearsal?.Onto(chunk);
            decide(chunk);
            if (rehearsal is not null) return;

            chunk.Append();
            try
            {
                await session.SaveChangesAsync(cancellation);
                TurnRows.Check(session);
                TakenRows.Check(session);
                return;
            }
            catch (Exception e) when (IsRace(e) && attempt < Attempts)
            {
                // Somebody else wrote to one of the streams: decide again on what is there now.
                await Pause(attempt, atMost: 1_000, cancellation);
            }
        }
    }

    /// <summary>True where somebody else has just stored what is unique, such as a person's name.</summary>
    public static bool IsTaken(Exception e) => Said(e)?.SqlState == PostgresErrorCodes.UniqueViolation;

    private async Task<Appended> Append<TRecord, TState, TEvent>(
        string stream, Person by, Func<IDocumentOperations, TState?, Task<Decision<TEvent>>> decide, long? ifVersion, CancellationToken cancellation)
        where TRecord : class, IStreamRecord<TState>
        where TState : class
        where TEvent : class
    {
        for (var attempt = 1; ; attempt++)
        {
            await using var session = Open(by);
            var writing = await session.Events.FetchForWriting<TRecord>(stream, cancellation);
            var before = writing.CurrentVersion ?? 0;
            if (ifVersion is { } expected && expected != before)
                return new(before, false, Refuse.StaleVersion(expected, before));
            var decision = await decide(session, writing.Aggregate?.State);
            if (decision.Rejection is not null || decision.Events.Count == 0) return new(before, false, decision.Rejection);
            writing.AppendMany(decision.Events.Cast<object>());
            try
            {
                await session.SaveChangesAsync(cancellation);
                return new(before + decision.Events.Count, true, null);
            }
            catch (Exception e) when (IsRace(e))
            {
                if (attempt == Attempts) return new(before, false, Busy);

                // Decide again on the newer state; with If-Match the next round answers that it is stale.
                await Pause(attempt, atMost: 200, cancellation);
            }
        }
    }

    /// <summary>A random moment, longer with each attempt: those who met do not meet again.</summary>
    private static Task Pause(int attempt, int atMost, CancellationToken cancellation) =>
        Task.Delay(Random.Shared.Next(1, Math.Min(atMost, 20 * attempt) + 1), cancellation);

    private IDocumentSession Open(Person by)
    {
        var session = store.LightweightSession();
        session.LastModifiedBy = by.Id;
        return session;
    }

    /// <summary>True where somebody else wrote to a stream first, also where its very first event was theirs.</summary>
    private static bool IsRace(Exception e) =>
        e is ConcurrencyException or EventStreamUnexpectedMaxEventIdException or JasperFx.Events.ExistingStreamIdCollisionException
        || Said(e) is { } said && (IsStreamTaken(said) || said.SqlState is PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure);

    // The event tables are partitioned, so the store does not know these constraints by their names ("mt_streams_default_pkey").
    private static bool IsStreamTaken(PostgresException said) =>
        said.SqlState == PostgresErrorCodes.UniqueViolation && said.TableName is { } table
        && (table.StartsWith("mt_streams", StringComparison.Ordinal) || table.StartsWith("mt_events", StringComparison.Ordinal));

    // What the database says comes wrapped by the event store.
    private static PostgresException? Said(Exception? e)
    {
        for (; e is not null; e = e.InnerException)
            if (e is PostgresException said) return said;
        return null;
    }
}
