using System.Data;
using System.Text.Json;
using Forecasts.Scoring.Aggregation;
using Forecasts.Server.Features.Scoring.Messages;
using Marten;
using MassTransit;
using Npgsql;
using NpgsqlTypes;

namespace Forecasts.Server.Features.Scoring;

/// <summary>The only place that writes the crowd: mean and median after every change, over the time in which the claim takes forecasts.</summary>
public sealed class RecomputeCrowd(NpgsqlDataSource database, IDocumentStore store, IHostApplicationLifetime life)
{
    private readonly Coalesced runs = new(rest: 3, life.ApplicationStopping);

    private const string Upsert = """
        insert into forecasts.crowd_series as old (claim, sequence, points) values ($1, $2, $3)
        on conflict (claim) do update set sequence = excluded.sequence, points = excluded.points where old.sequence <= excluded.sequence
        """;

    /// <summary>Once for all who ask meanwhile.</summary>
    public Task Soon(string claim) => runs.Run(claim, Run);

    public Task<bool> Run(string claim, CancellationToken cancellation) => Races.Retry(async () =>
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellation);
        if (await ClaimSnapshot.Load(connection, store, claim, cancellation) is not { } snapshot)
        {
            // The claim was taken back.
            await using var delete = new NpgsqlCommand("delete from forecasts.crowd_series where claim = $1", connection) { Parameters = { new() { Value = claim } } };
            await delete.ExecuteNonQueryAsync(cancellation);
            await transaction.CommitAsync(cancellation);
            return false;
        }

        var window = snapshot.Window;
        var points = window.ScheduledClose > window.Opens
            ? CrowdSeries.Compute(snapshot.Kind, snapshot.Forecasts, window.Opens, window.ScheduledClose)
            : [];
        await using var upsert = new NpgsqlCommand(Upsert, connection)
        {
            Parameters =
            {
                new() { Value = claim }, new() { Value = snapshot.Sequence },
                new() { Value = JsonSerializer.Serialize(points, JsonSerializerOptions.Web), NpgsqlDbType = NpgsqlDbType.Jsonb },
            },
        };
        await upsert.ExecuteNonQueryAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        return true;
    });
}

public sealed class RecomputeCrowdConsumer(RecomputeCrowd crowd) : IConsumer<RecomputeCrowdMessage>
{
    public Task Consume(ConsumeContext<RecomputeCrowdMessage> context) => crowd.Soon(context.Message.Claim);
}

/// <summary>Many messages are taken at once: those about one claim share a run.</summary>
public sealed class RecomputeCrowdDefinition : ConsumerDefinition<RecomputeCrowdConsumer>
{
    public RecomputeCrowdDefinition() => EndpointName = "forecasts-recompute-crowd";

    protected override void ConfigureConsumer(
        IReceiveEndpointConfigurator endpointConfigurator, IConsumerConfigurator<RecomputeCrowdConsumer> consumerConfigurator, IRegistrationContext context)
    {
        endpointConfigurator.PrefetchCount = 1_000;
        endpointConfigurator.ConcurrentMessageLimit = 1_000;
        endpointConfigurator.UseMessageRetry(r => r.Intervals(100, 500, 2_000, 5_000));
    }
}
