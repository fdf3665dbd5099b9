using System.Data;
using System.Text.Json;
using Forecasts.Scoring.Aggregation;
using Forecasts.Scoring.Timeline;
using Forecasts.Server.Features.Scoring.Messages;
using Forecasts.Server.Store;
using Marten;
using MassTransit;
using Npgsql;
using NpgsqlTypes;

namespace Forecasts.Server.Features.Scoring;

/// <summary>The only place that writes the crowd: mean and median after every change, over the time in which the claim takes forecasts.</summary>
public sealed class RecomputeCrowd(NpgsqlDataSource database, IDocumentStore store, IHostApplicationLifetime life)
{
    // More points than a picture has pixels; a claim with a million turns would have as many.
    private const int MostPoints = 1_000;

    private readonly Coalesced<bool> runs = new(lanes: 1, rest: 3, TimeSpan.FromSeconds(30), life.ApplicationStopping);

    private const string Upsert = """
        insert into forecasts.crowd_series as old (claim, sequence, points, version) values ($1, $2, $3, $4)
        on conflict (claim) do update set sequence = excluded.sequence, points = excluded.points, version = excluded.version
        where (old.version, old.sequence) <= (excluded.version, excluded.sequence)
        """;

    /// <summary>Once for all who ask meanwhile.</summary>
    public Task Soon(string claim) => runs.Run(claim, Run);

    public Task<bool> Run(string claim, CancellationToken cancellation) =>
        Races.Retry(async () =>
        {
            await using var connection = await database.OpenConnectionAsync(cancellation);
            await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellation);
            if (await ClaimSnapshot.Load(connection, store, claim, cancellation) is not { } snapshot)
            {
                // The claim was taken back.
                await using var delete = new NpgsqlCommand("delete from forecasts.crowd_series where claim = $1", connection)
                {
                    Parameters = { new() { Value = claim } },
                };
                await delete.ExecuteNonQueryAsync(cancellation);
                await transaction.CommitAsync(cancellation);
                return false;
            }

            var window = snapshot.Window;
            var points =
                window.ScheduledClose > window.Opens
                    ? CrowdSeries.Compute(
                        snapshot.Kind.Shape,
                        snapshot.Forecasts,
                        window.Opens,
                        window.ScheduledClose,
                        snapshot.Forecasts.Count > MostPoints ? Looks(window, snapshot.Calendar.TimeZone) : null,
                        spread: true
                    )
                    : [];
            await using var upsert = new NpgsqlCommand(Upsert, connection)
            {
                Parameters =
                {
                    new() { Value = claim },
                    new() { Value = snapshot.Sequence },
                    new()
                    {
                        Value = JsonSerializer.Serialize(points.Select(p => CrowdRow.Of(snapshot.Kind, p)), JsonSerializerOptions.Web),
                        NpgsqlDbType = NpgsqlDbType.Jsonb,
                    },
                    new() { Value = Versions.Crowd },
                },
            };
            await upsert.ExecuteNonQueryAsync(cancellation);
            await transaction.CommitAsync(cancellation);
            return true;
        });

    /// <summary>The end of every day, which the tables show, and as many instants at equal distances, which the pictures show.</summary>
    private static List<DateTimeOffset> Looks(ClaimWindow window, string zone)
    {
        var (from, until) = (window.Opens, window.ScheduledClose);
        var looks = new SortedSet<DateTimeOffset>();
        for (var i = 1; i < MostPoints; i++)
            looks.Add(from + ((until - from) / MostPoints * i));
        for (var day = Zones.DayOf(from, zone); Zones.Closing(day, zone).Instant is var end && end < until; day = day.AddDays(1))
            looks.Add(end.AddTicks(-1));
        return [.. looks];
    }
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
        IReceiveEndpointConfigurator endpointConfigurator,
        IConsumerConfigurator<RecomputeCrowdConsumer> consumerConfigurator,
        IRegistrationContext context
    )
    {
        endpointConfigurator.PrefetchCount = 1_000;
        endpointConfigurator.ConcurrentMessageLimit = 1_000;
        endpointConfigurator.UseMessageRetry(r => r.Intervals(100, 500, 2_000, 5_000));
    }
}
