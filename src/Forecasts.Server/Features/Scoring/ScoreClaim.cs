using System.Data;
using Forecasts.Domain.Predictions;
using Forecasts.Scoring.Timeline;
using Forecasts.Server.Features.Scoring.Messages;
using Forecasts.Server.Store;
using Marten;
using MassTransit;
using Npgsql;
using NpgsqlTypes;

namespace Forecasts.Server.Features.Scoring;

/// <summary>
/// The only place that writes score sheets. It recomputes the whole claim from one snapshot and stores the sheet with the
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

    private const string Upsert = """
        insert into forecasts.score_sheets as old (claim, season, status, sequence, resolution, scorer_version, edition, scored_at) values ($1, $2, $3, $4, $5, $6, 1, now())
        on conflict (claim) do update set season = excluded.season, status = excluded.status, sequence = excluded.sequence, resolution = excluded.resolution,
            scorer_version = excluded.scorer_version, edition = old.edition + 1, scored_at = excluded.scored_at
        where (old.scorer_version, old.sequence) <= (excluded.scorer_version, excluded.sequence)
        """;

    private const string Copy = """
        copy forecasts.scores (claim, forecaster, season, crowd, resolution, outcome, weight, coverage, value_at_close, withdrawn, floored,
            brier, log_score, time_averaged_brier, spot_baseline, spot_peer, baseline, peer, relative_brier, pit_below, pit_at) from stdin (format binary)
        """;

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
            await using (
                var upsert = new NpgsqlCommand(Upsert, connection)
                {
                    Parameters =
                    {
                        new() { Value = claim },
                        new() { Value = snapshot.Season },
                        new() { Value = status },
                        new() { Value = snapshot.Sequence },
                        new() { Value = snapshot.Resolution },
                        new() { Value = Versions.Scorer },
                    },
                }
            )
                if (await upsert.ExecuteNonQueryAsync(cancellation) == 0)
                    return null;
            await using (
                var delete = new NpgsqlCommand("delete from forecasts.scores where claim = $1", connection)
                {
                    Parameters = { new() { Value = claim } },
                }
            )
                await delete.ExecuteNonQueryAsync(cancellation);
            if (sheet is { IsScored: true })
                await Write(connection, snapshot, sheet, cancellation);
            await transaction.CommitAsync(cancellation);
            return snapshot.Season;
        });

    /// <summary>The claim was taken back: what sheet it had becomes a tombstone.</summary>
    private static async Task<string?> Bury(
        NpgsqlConnection connection,
        NpgsqlTransaction transaction,
        string claim,
        CancellationToken cancellation
    )
    {
        await using var bury = new NpgsqlCommand(
            """
            with gone as (delete from forecasts.scores where claim = $1)
            update forecasts.score_sheets set status = 'tombstone', resolution = 0, scorer_version = $2,
                sequence = greatest(sequence, (select max(e.seq_id) from forecasts.mt_events e where e.stream_id = 'prediction/' || $3))
            where claim = $1 and status <> 'tombstone' returning season
            """,
            connection
        )
        {
            Parameters =
            {
                new() { Value = claim },
                new() { Value = Versions.Scorer },
                new() { Value = ClaimRef.Parse(claim).Prediction },
            },
        };
        var season = await bury.ExecuteScalarAsync(cancellation) as string;
        await transaction.CommitAsync(cancellation);
        return season;
    }

    private static async Task Write(NpgsqlConnection connection, ClaimSnapshot claim, ClaimScoreSheet sheet, CancellationToken cancellation)
    {
        await using var writer = await connection.BeginBinaryImportAsync(Copy, cancellation);
        foreach (var score in sheet.Forecasters)
            await Row(writer, claim, score, score.Forecaster, crowd: false, cancellation);
        foreach (var crowd in sheet.Crowds)
            await Row(writer, claim, crowd.Score, crowd.Crowd, crowd: true, cancellation);
        await writer.CompleteAsync(cancellation);
    }

    private static async Task Row(
        NpgsqlBinaryImporter writer,
        ClaimSnapshot claim,
        ForecasterScore score,
        string forecaster,
        bool crowd,
        CancellationToken cancellation
    )
    {
        await writer.StartRowAsync(cancellation);
        await writer.WriteAsync(claim.Claim, cancellation);
        await writer.WriteAsync(forecaster, cancellation);
        await writer.WriteAsync(claim.Season, cancellation);
        await writer.WriteAsync(crowd, cancellation);
        await writer.WriteAsync(claim.Resolution, NpgsqlDbType.Bigint, cancellation);
        await writer.WriteAsync(claim.Kind.Index(claim.Outcome!), cancellation);
        await writer.WriteAsync(claim.Weight, cancellation);
        await writer.WriteAsync(score.Coverage, cancellation);
        // What a distribution says of the outcome is kept, not its two hundred masses.
        var pit =
            score.ValueAtClose is { } masses && claim.Kind is RangedClaim ranged
                ? ranged.Pit(masses, claim.Outcome!)
                : ((double Below, double At)?)null;
        if (pit is null && score.ValueAtClose is { } value)
            await writer.WriteAsync(value.ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Double, cancellation);
        else
            await writer.WriteNullAsync(cancellation);
        await writer.WriteAsync(score.WithdrawnBeforeClose, cancellation);
        await writer.WriteAsync(score.Floored, cancellation);
        foreach (
            var number in (double?[])[score.BrierAtClose, score.LogAtClose, score.TimeAveragedBrier, score.SpotBaseline, score.SpotPeer]
        )
            if (number is { } known)
                await writer.WriteAsync(known, cancellation);
            else
                await writer.WriteNullAsync(cancellation);
        await writer.WriteAsync(score.Baseline, cancellation);
        await writer.WriteAsync(score.Peer, cancellation);
        foreach (var number in (double?[])[claim.Kind.HasBrier ? score.RelativeBrier : null, pit?.Below, pit?.At])
            if (number is { } known)
                await writer.WriteAsync(known, cancellation);
            else
                await writer.WriteNullAsync(cancellation);
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
