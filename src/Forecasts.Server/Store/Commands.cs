using Forecasts.Domain;
using Forecasts.Domain.Evidence;
using Forecasts.Domain.Forecasting;
using Forecasts.Domain.Predictions;
using Forecasts.Domain.Review;
using Forecasts.Domain.Seasons;
using Marten;
using Npgsql;

namespace Forecasts.Server.Store;

/// <summary>What came of a command.</summary>
/// <param name="Version">The stream's version afterwards; its ETag.</param>
/// <param name="Changed">False where it was so already.</param>
public readonly record struct Appended(long Version, bool Changed, Rejection? Rejection);

/// <summary>
/// The door to all that is written: a unit is loaded, a decider decides on it, and what it says is appended. Where somebody else was
/// first, or a neighbour has changed that the decision rested on, it is decided anew on what is there.
/// </summary>
public sealed class Commands
{
    // Of those who meet on a stream one gets through each time, so thirty at once are done within thirty rounds.
    private const int Attempts = 40;

    private static readonly Rejection Busy = Refuse.Conflict(
        "stream.busy",
        "Many others are writing to the same thing at this moment; try again."
    );

    // What is read waits for nobody, so all who ask meanwhile share the next round trip; while one commit waits for another's lock or the
    // disk, a second one goes on.
    private const int LoadLanes = 1;
    private const int CommitLanes = 2;

    private readonly Clock clock;
    private readonly UnitLoad load;
    private readonly UnitCommit commit;
    private readonly Together<UnitKeys, Loaded> loads;
    private readonly Together<Unit, bool> commits;

    public Commands(IDocumentStore store, NpgsqlDataSource database, Clock clock)
    {
        (this.clock, load, commit) = (clock, new(store, database), new(store, database, clock));
        loads = new(Load, LoadLanes);
        commits = new(Commit, CommitLanes, (others, unit) => others.All(unit.GoesWith));
    }

    /// <param name="season">Address <c>{tournament}/{year}</c>.</param>
    public Task<Appended> Season(
        string season,
        Person by,
        Func<Unit, Season?, Task<Decision<SeasonEvent>>> decide,
        long? ifVersion,
        CancellationToken cancellation
    ) =>
        Append(
            Streams.Season(season),
            () => new() { Seasons = [season] },
            by,
            unit =>
                unit.Stale(Streams.Season(season), ifVersion) is { } stale
                    ? Task.FromResult<Decision<SeasonEvent>>(stale)
                    : decide(unit, unit.Season(season)),
            cancellation
        );

    public Task<Appended> Season(
        string season,
        Person by,
        Func<Season?, Decision<SeasonEvent>> decide,
        long? ifVersion,
        CancellationToken cancellation
    ) => Season(season, by, (_, known) => Task.FromResult(decide(known)), ifVersion, cancellation);

    /// <param name="season">In which it is, or is to be.</param>
    /// <param name="claim">Whose review is asked for; null: none.</param>
    public Task<Appended> Prediction(
        string id,
        string season,
        ClaimRef? claim,
        Person by,
        Func<Unit, Prediction?, Decision<PredictionEvent>> decide,
        CancellationToken cancellation
    ) =>
        Append(
            Streams.Prediction(id),
            () =>
                new()
                {
                    Seasons = [season],
                    Predictions = [id],
                    Claims = claim is { } of ? [of] : [],
                },
            by,
            unit => decide(unit, unit.Prediction(id)),
            cancellation
        );

    /// <summary>With the prediction, its season and evidence, and whether the person has a forecast on the claim.</summary>
    public Task<Appended> Review(
        ClaimRef claim,
        Person by,
        Func<Unit, ClaimReview?, Decision<ReviewEvent>> decide,
        CancellationToken cancellation
    )
    {
        var keys = new UnitKeys
        {
            Predictions = [claim.Prediction],
            Claims = [claim],
            Evidence = [claim.Prediction],
            Filed = [(claim, by.Id)],
        };
        return Append(Streams.Review(claim), () => keys, by, unit => decide(unit, unit.Review(claim)), cancellation);
    }

    /// <summary>With the prediction and its season.</summary>
    public Task<Appended> Evidence(
        string prediction,
        Person by,
        Func<Unit, EvidenceFile?, Decision<EvidenceEvent>> decide,
        CancellationToken cancellation
    ) =>
        Append(
            Streams.Evidence(prediction),
            () => new() { Predictions = [prediction], Evidence = [prediction] },
            by,
            unit => decide(unit, unit.Evidence(prediction)),
            cancellation
        );

    /// <summary>With the prediction, its season, the claim's review, and who has filed on the claim.</summary>
    /// <param name="decide">Is given the moment as of which it is decided.</param>
    public Task<Appended> Forecast(
        ClaimRef claim,
        Person by,
        Func<Unit, Forecast?, DateTimeOffset, Decision<ForecastEvent>> decide,
        CancellationToken cancellation
    ) =>
        Append(
            Streams.Forecast(claim.Prediction, by.Id),
            () =>
                new()
                {
                    Predictions = [claim.Prediction],
                    Claims = [claim],
                    Filed = [(claim, by.Id)],
                    Turns = [new(claim, by.Id, TurnKey.Latest)],
                },
            by,
            // The moment comes after what was found: whatever stands was made before it.
            unit => decide(unit, unit.Forecast(claim.Prediction, by.Id), clock.GetUtcNow()),
            cancellation
        );

    /// <summary>Any number of streams in one commit.</summary>
    /// <param name="rehearsal">Where given, nothing is stored, and later units see what earlier ones would have stored.</param>
    public Task AppendMany(Person by, UnitKeys keys, Action<Unit> decide, Rehearsal? rehearsal, CancellationToken cancellation) =>
        AppendMany(
            by,
            keys,
            unit =>
            {
                decide(unit);
                return Task.CompletedTask;
            },
            rehearsal,
            cancellation
        );

    /// <param name="decide">What it looks at beside the unit's streams, it queues a statement for that ends the commit where that has
    /// changed.</param>
    public async Task AppendMany(Person by, UnitKeys keys, Func<Unit, Task> decide, Rehearsal? rehearsal, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            var loaded = await load.Load(keys with { CountsTurns = rehearsal is not null }, cancellation);
            var unit = new Unit(by, loaded, rehearsal?.Onto(loaded));
            await decide(unit);
            if (rehearsal is not null || await commit.Commit([unit], cancellation))
                return;
            if (attempt == Attempts)
                throw new InvalidOperationException(Busy.Message);
            await Pause(attempt, atMost: 1_000, cancellation);
        }
    }

    /// <summary>True where somebody else has just stored what is unique, such as a person's name.</summary>
    public static bool IsTaken(Exception e) => UnitCommit.IsTaken(e);

    private Task<Appended> Append<TEvent>(
        string stream,
        Func<UnitKeys> keys,
        Person by,
        Func<Unit, Decision<TEvent>> decide,
        CancellationToken cancellation
    )
        where TEvent : class => Append(stream, keys, by, unit => Task.FromResult(decide(unit)), cancellation);

    private async Task<Appended> Append<TEvent>(
        string stream,
        Func<UnitKeys> keys,
        Person by,
        Func<Unit, Task<Decision<TEvent>>> decide,
        CancellationToken cancellation
    )
        where TEvent : class
    {
        for (var attempt = 1; ; attempt++)
        {
            var unit = new Unit(by, await loads.Ask(keys(), cancellation));
            var before = unit.Version(stream);
            var decision = await decide(unit);
            if (decision.Rejection is not null || decision.Events.Count == 0)
                return new(before, false, decision.Rejection);
            foreach (var happened in decision.Events)
                unit.Add(stream, happened);
            if (await commits.Ask(unit, cancellation))
                return new(before + decision.Events.Count, true, null);
            if (attempt == Attempts)
                return new(before, false, Busy);

            // With If-Match the next round answers that it is stale.
            await Pause(attempt, atMost: 200, cancellation);
        }
    }

    private async Task<IReadOnlyList<Loaded>> Load(IReadOnlyList<UnitKeys> keys)
    {
        var loaded = await load.Load(UnitKeys.Of(keys), CancellationToken.None);
        return [.. keys.Select(_ => loaded)];
    }

    // Where one of several was too late, nothing is stored of any, and each is tried by itself.
    private async Task<IReadOnlyList<bool>> Commit(IReadOnlyList<Unit> units) =>
        await commit.Commit(units, CancellationToken.None) ? [.. units.Select(_ => true)]
        : units.Count == 1 ? [false]
        : throw new InvalidOperationException("One of several units was too late.");

    /// <summary>A random moment, longer with each attempt: those who met do not meet again.</summary>
    private static Task Pause(int attempt, int atMost, CancellationToken cancellation) =>
        Task.Delay(Random.Shared.Next(1, Math.Min(atMost, 20 * attempt) + 1), cancellation);
}
