using System.Data;
using Forecasts.Domain.Predictions;
using Forecasts.Scoring.Timeline;
using Forecasts.Server.Features.Scoring.Messages;
using Forecasts.Server.Store;
using Marten;
using MassTransit;
using Npgsql;

namespace Forecasts.Server.Features.Scoring;

/// <summary>
/// The only place that has score sheets written. It recomputes the whole claim from one snapshot and stores the sheet with the
/// sequence it saw; an older sheet never replaces a newer one. What is no longer settled leaves a tombstone.
/// </summary>
public sealed class ScoreClaim(NpgsqlDataSource database, IDocumentStore store, IHostApplicationLifetime life)
{
    // Claims run beside each other on half of the processors: the rest is for those who file and read.
    private readonly Coalesced<string?> runs = new(
        lanes: Math.Max(1, Environment.ProcessorCount / 2),
        rest: 0,
        TimeSpan.Zero,
        life.ApplicationStopping
    );

    /// <summary>Once for all who ask meanwhile.</summary>
    /// <returns>As <see cref="Run"/>.</returns>
    public Task<string?> Soon(string claim) => runs.Run(claim, Run);

    /// <returns>The season whose results may be out of date; null where there is nothing to score.</returns>
    public Task<string?> Run(string claim, CancellationToken cancellation) =>
        Races.Retry(async () =>
        {
            await using var connection = await database.OpenConnectionAsync(cancellation);
            await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellation);
            // A doubled message finds it done. The season is told all the same: whoever wrote the sheet may have died before that.
            if (await Stale.SeasonOfCurrent(connection, claim, cancellation) is { } done)
                return done;
            var loaded = await ClaimSnapshot.Load(connection, store, claim, cancellation);
            if (loaded is null)
                return await Bury(connection, transaction, claim, cancellation);
            if (loaded is not { WasSettled: true } snapshot)
                return null;

            var sheet = snapshot.Outcome is { IsVoid: false } outcome
                ? ClaimScores.Score(
                    snapshot.Kind.Shape,
                    snapshot.Kind.Index(outcome),
                    snapshot.Window,
                    snapshot.Forecasts,
                    new ScoreOptions(snapshot.Floor),
                    snapshot.Kind.OpenBounds
                )
                : null;
            var status = snapshot.Status switch
            {
                "settled" => sheet!.IsScored ? "scored" : "decidedBeforeOpening",
                "void" => "void",
                _ => "tombstone",
            };
            var row = new SheetRow(claim, snapshot.Season, status, snapshot.Sequence, snapshot.Resolution);
            if (!await SheetRows.Keep(connection, row, sheet is { IsScored: true } ? Scores(snapshot, sheet) : null, cancellation))
                return null;
            await transaction.CommitAsync(cancellation);
            return snapshot.Season;
        });

    private static async Task<string?> Bury(
        NpgsqlConnection connection,
        NpgsqlTransaction transaction,
        string claim,
        CancellationToken cancellation
    )
    {
        var season = await SheetRows.Bury(connection, claim, ClaimRef.Parse(claim).Prediction, cancellation);
        await transaction.CommitAsync(cancellation);
        return season;
    }

    private static IEnumerable<ScoreRow> Scores(ClaimSnapshot claim, ClaimScoreSheet sheet) =>
        sheet
            .Forecasters.Select(s => Row(claim, s, s.Forecaster, crowd: false))
            .Concat(sheet.Crowds.Select(c => Row(claim, c.Score, c.Crowd, crowd: true)));

    private static ScoreRow Row(ClaimSnapshot claim, ForecasterScore score, string forecaster, bool crowd)
    {
        // What a distribution says of the outcome is kept, not its two hundred masses.
        var pit =
            score.ValueAtClose is { } masses && claim.Kind is RangedClaim ranged
                ? ranged.Pit(masses, claim.Outcome!)
                : ((double Below, double At)?)null;
        return new(
            forecaster,
            crowd,
            claim.Kind.Index(claim.Outcome!),
            claim.Weight,
            score.Coverage,
            pit is null ? score.ValueAtClose?.ToArray() : null,
            score.WithdrawnBeforeClose,
            score.Floored,
            score.BrierAtClose,
            score.LogAtClose,
            score.TimeAveragedBrier,
            score.SpotBaseline,
            score.SpotPeer,
            score.Baseline,
            score.Peer,
            claim.Kind.HasBrier ? score.RelativeBrier : null,
            pit?.Below,
            pit?.At
        );
    }
}

public sealed class ScoreClaimConsumer(ScoreClaim score) : IConsumer<ScoreClaimMessage>
{
    public async Task Consume(ConsumeContext<ScoreClaimMessage> context)
    {
        if (await score.Soon(context.Message.Claim) is { } season)
            await context.Publish(new RecomputeSeasonMessage(season), context.CancellationToken);
    }
}

/// <summary>Many messages are taken at once: those about one claim share a run.</summary>
public sealed class ScoreClaimDefinition : ConsumerDefinition<ScoreClaimConsumer>
{
    public ScoreClaimDefinition() => EndpointName = "forecasts-score-claim";

    protected override void ConfigureConsumer(
        IReceiveEndpointConfigurator endpointConfigurator,
        IConsumerConfigurator<ScoreClaimConsumer> consumerConfigurator,
        IRegistrationContext context
    )
    {
        endpointConfigurator.PrefetchCount = 1_000;
        endpointConfigurator.ConcurrentMessageLimit = 1_000;
        endpointConfigurator.UseMessageRetry(r => r.Intervals(100, 500, 2_000, 5_000));
        endpointConfigurator.UseInMemoryOutbox(context);
    }
}

/// <summary>Repeatable-read transactions that met a newer write start again.</summary>
public static class Races
{
    public static async Task<T> Retry<T>(Func<Task<T>> work)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await work();
            }
            catch (PostgresException e)
                when (e.SqlState is PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected && attempt < 20)
            {
                await Task.Delay(Random.Shared.Next(5, 50));
            }
        }
    }
}
