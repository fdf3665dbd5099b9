using JasperFx.Events.Daemon;
using Marten;
using Marten.Events.Daemon.Coordination;
using Marten.Storage;
using Polly;

namespace Forecasts.Server.Setup;

/// <summary>
/// Starts the daemon in the one worker that holds the lock, and starts again what has stopped; the others wait for the lock.
/// </summary>
internal sealed class FollowingWorker(DocumentStore store, FollowingLock held, TimeProvider clock, ILogger<IDocumentStore> logger)
    : ProjectionCoordinatorBase(
        held,
        logger,
        ResiliencePipeline.Empty,
        clock,
        TimeSpan.FromMilliseconds(store.Options.Projections.LeadershipPollingTime),
        store.Options.Projections.AgentPauseTime,
        store.Options.Projections.HealthCheckPollingTime
    ),
        IDisposable
{
    private readonly Lock gate = new();
    private IProjectionDaemon? daemon;

    public static FollowingWorker Of(IServiceProvider services, Settings settings)
    {
        var store = (DocumentStore)services.GetRequiredService<IDocumentStore>();
        return new(
            store,
            new(settings.ConnectionString, () => Everything(store)),
            TimeProvider.System,
            // What the daemon says of each page is said under its own name, so that it is as quiet as the rest of Marten.
            services.GetRequiredService<ILogger<IDocumentStore>>()
        );
    }

    public override IProjectionDaemon DaemonForMainDatabase()
    {
        lock (gate)
            return daemon ??= store.BuildProjectionDaemon(null, logger);
    }

    public override ValueTask<IProjectionDaemon> DaemonForDatabase(string databaseIdentifier) => new(DaemonForMainDatabase());

    public override ValueTask<IReadOnlyList<IProjectionDaemon>> AllDaemonsAsync() => new([DaemonForMainDatabase()]);

    public void Dispose() => daemon?.Dispose();

    protected override IProjectionDaemon ResolveDaemon(IProjectionSet set) => DaemonForMainDatabase();

    protected override IReadOnlyList<IProjectionDaemon> ResolvedDaemons()
    {
        lock (gate)
            return daemon is null ? [] : [daemon];
    }

    protected override void ClearResolvedDaemons()
    {
        lock (gate)
            daemon = null;
    }

    // All that follows the log, under one lock.
    private static ProjectionSet Everything(DocumentStore store) =>
        new(
            store.Options.Projections.DaemonLockId,
            (MartenDatabase)store.Storage.Database,
            [.. store.Options.Projections.AllShards().Select(s => s.Name)]
        );
}
