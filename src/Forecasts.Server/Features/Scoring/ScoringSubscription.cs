using Forecasts.Domain.Forecasting;
using Forecasts.Domain.Predictions;
using Forecasts.Domain.Review;
using Forecasts.Domain.Seasons;
using Forecasts.Server.Features.Scoring.Messages;
using Forecasts.Server.Store;
using JasperFx.Events.Daemon;
using JasperFx.Events.Projections;
using Marten;
using Marten.Subscriptions;
using MassTransit;
using Npgsql;

namespace Forecasts.Server.Features.Scoring;

/// <summary>
/// The only place that publishes scoring work. It follows the event log, and its progress moves only after the broker has
/// confirmed: the log is the outbox. One message per claim and page.
/// </summary>
public sealed class ScoringSubscription(IBusControl bus, NpgsqlDataSource database) : SubscriptionBase
{
    public override async Task<IChangeListener> ProcessEventsAsync(
        EventRange page,
        ISubscriptionController controller,
        IDocumentOperations operations,
        CancellationToken cancellationToken
    )
    {
        var scores = new SortedDictionary<string, long>(StringComparer.Ordinal);
        var crowds = new SortedDictionary<string, long>(StringComparer.Ordinal);
        var backdated = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var e in page.Events)
        {
            switch (e.Data)
            {
                case ReviewEvent.Settled or ReviewEvent.Reopened or ReviewEvent.ConflictFound or ReviewEvent.TakenBack:
                    scores[((ReviewEvent)e.Data).Claim] = e.Sequence;
                    break;
                case ForecastEvent forecast:
                    var claim = new ClaimRef(e.StreamKey!.Split('/')[1], forecast.Claim).ToString();
                    crowds[claim] = e.Sequence;
                    if (forecast.Stamp.IsImport || forecast is ForecastEvent.TakenBack)
                        backdated[claim] = e.Sequence;
                    break;
                case SeasonEvent.CalendarChanged:
                    foreach (var moved in await ClaimRows.Names(database, e.StreamKey!["season/".Length..], cancellationToken))
                    {
                        scores[moved] = e.Sequence;
                        crowds[moved] = e.Sequence;
                    }

                    break;
            }
        }

        // Filed late into the past, or taken back: what was settled already is scored again, what will be has its own event.
        foreach (var claim in await ClaimRows.WithSheet(database, [.. backdated.Keys], cancellationToken))
            scores[claim] = Math.Max(backdated[claim], scores.GetValueOrDefault(claim));
        await Publish(scores, crowds, cancellationToken);
        return NullChangeListener.Instance;
    }

    /// <summary>Also the road of the reconcile job, for what was lost on the way.</summary>
    public async Task Publish(
        IReadOnlyDictionary<string, long> scores,
        IReadOnlyDictionary<string, long> crowds,
        CancellationToken cancellation
    )
    {
        if (scores.Count + crowds.Count == 0)
            return;
        await UntilQueuesExist(cancellation);
        await bus.PublishBatch(scores.Select(s => new ScoreClaimMessage(s.Key, s.Value)), cancellation);
        await bus.PublishBatch(crowds.Select(c => new RecomputeCrowdMessage(c.Key, c.Value)), cancellation);
    }

    public async Task PublishSeasons(IReadOnlyCollection<string> seasons, CancellationToken cancellation)
    {
        if (seasons.Count == 0)
            return;
        await UntilQueuesExist(cancellation);
        await bus.PublishBatch(seasons.Select(s => new RecomputeSeasonMessage(s)), cancellation);
    }

    // A broker drops what no queue takes: nothing is published before the consumers of this process have declared theirs.
    private async Task UntilQueuesExist(CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(TimeSpan.FromSeconds(5));
        try
        {
            await bus.WaitForHealthStatus(BusHealthStatus.Healthy, limit.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // A cancellation would look like a shutdown to the daemon, which tries a failed page again.
            throw new BrokerUnavailableException();
        }
    }
}
