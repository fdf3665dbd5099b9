using System.Data;
using System.Text.Json;
using Forecasts.Server.Features.Results;
using Forecasts.Server.Features.Scoring.Messages;
using Forecasts.Server.Store;
using MassTransit;
using Npgsql;

namespace Forecasts.Server.Features.Scoring;

/// <summary>The only place that has a season's calibration and standings written: one snapshot, one revision.</summary>
public sealed class RecomputeSeason(NpgsqlDataSource database, Clock clock, IHostApplicationLifetime life)
{
    private readonly Coalesced<long> runs = new(lanes: 1, rest: 1, TimeSpan.FromSeconds(5), life.ApplicationStopping);

    /// <summary>Once for all who ask meanwhile.</summary>
    public Task Soon(string season) => runs.Run(season, Run);

    public Task<long> Run(string season, CancellationToken cancellation) =>
        Races.Retry(async () =>
        {
            await using var connection = await database.OpenConnectionAsync(cancellation);
            await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellation);
            var results = await ResultsQuery.Read(connection, season, clock.GetUtcNow(), cancellation);
            var mean = results.Figures?.Analysts.PerClaim;
            // The crowd's on all of the same claims, or it cannot stand beside.
            var crowd = mean?.Crowd is { Own: null } same ? same.Brier : (double?)null;
            await ResultRows.Keep(
                connection,
                new(
                    season,
                    results.Revision,
                    results.Editions,
                    results.NextDue,
                    JsonSerializer.Serialize(results, SeasonResults.Json),
                    new(season, mean?.Mean.Value, mean?.Mean.Lower, mean?.Mean.Upper, crowd)
                ),
                cancellation
            );
            await transaction.CommitAsync(cancellation);
            return results.Revision;
        });
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
