using Forecasts.Server.Store;
using Hangfire;
using Hangfire.Storage;
using Npgsql;

namespace Forecasts.Server.Features.Operations;

public sealed class Overview(
    NpgsqlDataSource database,
    Clock clock,
    ClockCheck clocks,
    ErrorQueues errors,
    JobStorage jobs,
    Settings settings,
    IServiceProvider services
)
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapGet(
                "/operations",
                async ([AsParameters] Call call, Overview overview) =>
                    Access.Administer(call.Person) is { } refused
                        ? Problems.Of(refused)
                        : TypedResults.Json(await overview.Look(call.Cancellation))
            )
            .Answers<OperationsView>(
                "The installation at a glance: event log, what is behind, jobs, clocks, queues; admins only.",
                With.AdminsAlone
            );

    public async Task<OperationsView> Look(CancellationToken cancellation)
    {
        var stale = await Stale.Read(database, clock.GetUtcNow(), cancellation);
        return new(
            await Health.Wrong(services, settings, cancellation),
            await LogRows.Newest(database, cancellation),
            await LogRows.Followers(database, cancellation),
            new(stale.Claims.Count, stale.Crowds.Count, stale.Seasons.Count),
            Jobs(),
            Math.Round((await clocks.Difference(cancellation)).TotalSeconds, 3),
            errors.Exist,
            await Queues(cancellation)
        );
    }

    private async Task<IReadOnlyList<QueueDepth>?> Queues(CancellationToken cancellation)
    {
        if (!errors.Exist)
            return [];
        try
        {
            return await errors.Depths(cancellation);
        }
        catch (BrokerUnavailableException)
        {
            return null;
        }
    }

    private List<JobView> Jobs()
    {
        using var connection = jobs.GetConnection();
        return
        [
            .. connection
                .GetRecurringJobs()
                .OrderBy(j => j.Id, StringComparer.Ordinal)
                .Select(j => new JobView(j.Id, Utc(j.LastExecution), j.LastJobState, Utc(j.NextExecution))),
        ];

        static DateTimeOffset? Utc(DateTime? time) => time is { } t ? new DateTimeOffset(DateTime.SpecifyKind(t, DateTimeKind.Utc)) : null;
    }
}
