using Forecasts.Server.Store;
using Npgsql;

namespace Forecasts.Server.Features.Scoring;

/// <summary>Finds whatever is older than its events and publishes it again; runs at the start and then with the jobs.</summary>
public sealed class Reconcile(NpgsqlDataSource database, ScoringSubscription scoring, Clock clock)
{
    public async Task Run(CancellationToken cancellation)
    {
        var stale = await Stale.Read(database, clock.GetUtcNow(), cancellation);
        await scoring.Publish(stale.Claims, stale.Crowds, cancellation);
        await scoring.PublishSeasons([.. stale.Seasons.Keys], cancellation);
    }
}
