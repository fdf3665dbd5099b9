using System.Data;
using System.Text.Json;
using Forecasts.Server.Features.Results;
using Forecasts.Server.Features.Scoring.Messages;
using Forecasts.Server.Store;
using MassTransit;
using Npgsql;
using NpgsqlTypes;

namespace Forecasts.Server.Features.Scoring;

/// <summary>The only place that writes a season's calibration and standings: one snapshot, one revision.</summary>
public sealed class RecomputeSeason(NpgsqlDataSource database, Clock clock, IHostApplicationLifetime life)
{
    private readonly Coalesced<long> runs = new(lanes: 1, rest: 1, TimeSpan.FromSeconds(5), life.ApplicationStopping);

    private const string Upsert = """
        insert into forecasts.season_results as old (season, revision, scorer_version, results, editions, due_next,
            brier, brier_lower, brier_upper, crowd_brier) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
        on conflict (season) do update set revision = excluded.revision, scorer_version = excluded.scorer_version,
            results = excluded.results, editions = excluded.editions, due_next = excluded.due_next, brier = excluded.brier,
            brier_lower = excluded.brier_lower, brier_upper = excluded.brier_upper, crowd_brier = excluded.crowd_brier
        where (old.scorer_version, old.revision) <= (excluded.scorer_version, excluded.revision)
        """;

    /// <summary>Once for all who ask meanwhile.</summary>
    public Task Soon(string season) => runs.Run(season, Run);

    public Task<long> Run(string season, CancellationToken cancellation) =>
        Races.Retry(async () =>
        {
            await using var connection = await database.OpenConnectionAsync(cancellation);
            await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellation);
            var results = await ResultsQuery.Read(connection, season, clock.GetUtcNow(), cancellation);
            var mean = results.Figures?.Analysts.PerClaim;
            await using var upsert = new NpgsqlCommand(Upsert, connection)
            {
                Parameters =
                {
                    new() { Value = season },
                    new() { Value = results.Revision },
                    new() { Value = Versions.Results },
                    new() { Value = JsonSerializer.Serialize(results, SeasonResults.Json), NpgsqlDbType = NpgsqlDbType.Jsonb },
                    new() { Value = results.Editions },
                    new() { Value = (object?)results.NextDue ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.TimestampTz },
                    Number(mean?.Mean.Value),
                    Number(mean?.Mean.Lower),
                    Number(mean?.Mean.Upper),
                    // On all of the same claims, or it cannot stand beside.
                    Number(mean?.Crowd is { Own: null } crowd ? crowd.Brier : null),
                },
            };
            await upsert.ExecuteNonQueryAsync(cancellation);
            await transaction.CommitAsync(cancellation);
            return results.Revision;
        });

    private static NpgsqlParameter Number(double? value) =>
        new() { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Double };
}

/// <summary>Fifty claims that settle together make a few recomputes of their season.</summary>
public sealed class RecomputeSeasonConsumer(RecomputeSeason recompute) : IConsumer<RecomputeSeasonMessage>
{
    public Task Consume(ConsumeContext<RecomputeSeasonMessage> context) => recompute.Soon(context.Message.Season);
}

public sealed class RecomputeSeasonDefinition : ConsumerDefinition<RecomputeSeasonConsumer>
{
    public RecomputeSeasonDefinition() => EndpointName = "forecasts-recompute-season";

    protected override void ConfigureConsumer(
        IReceiveEndpointConfigurator endpointConfigurator,
        IConsumerConfigurator<RecomputeSeasonConsumer> consumerConfigurator,
        IRegistrationContext context
    )
    {
        endpointConfigurator.PrefetchCount = 1_000;
        endpointConfigurator.ConcurrentMessageLimit = 1_000;
        endpointConfigurator.UseMessageRetry(r => r.Intervals(100, 500, 2_000, 5_000));
    }
}
