using Forecasts.Server.Features.Scoring;
using Forecasts.Server.Features.Seasons;
using Hangfire;
using Hangfire.Dashboard;
using Hangfire.PostgreSql;

namespace Forecasts.Server.Setup;

/// <summary>Hangfire on PostgreSQL; its jobs run in a worker, every quarter of an hour in UTC and are idempotent.</summary>
public static class Schedule
{
    public static void AddSchedule(this IServiceCollection services, Settings settings)
    {
        services.AddSingleton<Jobs>();
        services.AddHangfire(hangfire =>
            hangfire
                .UseSimpleAssemblyNameTypeSerializer()
                .UseRecommendedSerializerSettings()
                .UsePostgreSqlStorage(
                    storage => storage.UseNpgsqlConnection(settings.ConnectionString),
                    new PostgreSqlStorageOptions
                    {
                        SchemaName = "hangfire",
                        UseSlidingInvisibilityTimeout = true,
                        QueuePollInterval = TimeSpan.FromSeconds(5),
                    }
                )
        );
        if (!settings.Works)
            return;
        services.AddSingleton<ScoringSubscription>();
        services.AddSingleton<Reconcile>();
        services.AddHangfireServer(server => server.WorkerCount = 2);
        services.AddHostedService<StartUp>();
        services.AddHostedService<RescoreWatch>();
    }

    /// <summary>
    /// Hangfire's own pages, for admins. They keep to the same content security policy as ours: what they set by style attributes is not
    /// shown.
    /// </summary>
    public static void MapJobs(this IEndpointRouteBuilder routes) =>
        routes.MapHangfireDashboard(
            "/operations/jobs",
            new DashboardOptions
            {
                Authorization = [new AdminsAlone()],
                AppPath = "/operations",
                DashboardTitle = "Forecasts",
                DisplayStorageConnectionString = false,
            }
        );

    private sealed class AdminsAlone : IDashboardAuthorizationFilter
    {
        public bool Authorize(DashboardContext context) =>
            context.GetHttpContext() is var http && http.IsKnown() && Access.Administer(http.Person()) is null;
    }
}

/// <summary>Registers the recurring jobs and runs each once now: a server that was down over an instant catches up at once.</summary>
public sealed class StartUp(IRecurringJobManager recurring, Jobs jobs, Reconcile reconcile, ILogger<StartUp> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var options = new RecurringJobOptions { TimeZone = TimeZoneInfo.Utc, MisfireHandling = MisfireHandlingMode.Relaxed };
        recurring.AddOrUpdate<Jobs>("resolution-window", j => j.Window(CancellationToken.None), "*/15 * * * *", options);
        recurring.AddOrUpdate<Reconcile>("reconcile", r => r.Run(CancellationToken.None), "7-59/15 * * * *", options);
        for (var wait = TimeSpan.FromSeconds(1); ; wait = wait * 2 > TimeSpan.FromMinutes(1) ? TimeSpan.FromMinutes(1) : wait * 2)
        {
            try
            {
                await jobs.Window(stoppingToken);
                await reconcile.Run(stoppingToken);
                return;
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                log.LogWarning(e, "The start-up jobs failed; they run again in {Wait}.", wait);
                await Task.Delay(wait, stoppingToken);
            }
        }
    }
}
