using Forecasts.Server.Features.Scoring;
using Forecasts.Server.Store;
using JasperFx.Events.Daemon;
using Marten;
using Npgsql;

namespace Forecasts.Server.Setup;

/// <summary>Marten wired: the store, and in a worker the daemon that follows the log.</summary>
public static class EventStore
{
    public static void AddEvents(this IServiceCollection services, Settings settings)
    {
        services.AddSingleton(_ => NpgsqlDataSource.Create(settings.ConnectionString)); // Made by the container, so that it closes the connections too.
        var marten = services
            .AddMarten(provider =>
            {
                var options = new StoreOptions();
                Events.Configure(options, provider.GetRequiredService<Clock>());
                options.Logger(new SqlLog(provider.GetRequiredService<ILogger<SqlLog>>()));
                return options;
            })
            .UseNpgsqlDataSource()
            .UseLightweightSessions();
        if (!settings.Works)
            return;
        services.ConfigureMarten(o => o.Projections.AsyncMode = DaemonMode.ExternallyManaged);
        services.AddSingleton(provider => FollowingWorker.Of(provider, settings));
        services.AddSingleton<IProjectionCoordinator>(provider => provider.GetRequiredService<FollowingWorker>());
        services.AddHostedService(provider => provider.GetRequiredService<FollowingWorker>());
        marten.AddSubscriptionWithServices<ScoringSubscription>(
            ServiceLifetime.Singleton,
            o =>
            {
                o.Name = "Scoring";
                o.Options.BatchSize = 2_000; // One message per claim and page: a large import's pages are full.
            }
        );
    }
}
