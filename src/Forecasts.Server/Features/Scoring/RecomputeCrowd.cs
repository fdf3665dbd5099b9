using System.Data;
using Forecasts.Scoring.Aggregation;
using Forecasts.Scoring.Timeline;
using Forecasts.Server.Features.Scoring.Messages;
using Forecasts.Server.Store;
using Marten;
using MassTransit;
using Npgsql;

namespace Forecasts.Server.Features.Scoring;

/// <summary>
/// The only place that has the crowd written: mean and median after every change, over the time in which the claim takes forecasts.
/// </summary>
public sealed class RecomputeCrowd(NpgsqlDataSource database, IDocumentStore store, IHostApplicationLifetime life)
{
    // More points than a picture has pixels; a claim with a million turns would have as many.
    private const int MostPoints = 1_000;

    private readonly Coalesced<bool> runs = new(lanes: 1, rest: 3, TimeSpan.FromSeconds(30), life.ApplicationStopping);

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
                await CrowdRows.Remove(connection, claim, cancellation);
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
            await CrowdRows.Keep(connection, claim, snapshot.Sequence, points.Select(p => CrowdRow.Of(snapshot.Kind, p)), cancellation);
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
