using Forecasts.Server.Store;
using JasperFx;
using JasperFx.Events.Daemon;
using MassTransit;
using Npgsql;

namespace Forecasts.Server.Features.Operations;

/// <summary>
/// Live: the process answers. Ready: the database answers and fits, clocks agree, and in a worker nothing of the road to the scores stands
/// still.
/// </summary>
public static class Health
{
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health/live", () => TypedResults.Text("live")).AllowAnonymous().ExcludeFromDescription();
        routes
            .MapGet(
                "/health/ready",
                async Task<IResult> (IServiceProvider services, Settings settings, CancellationToken cancellation) =>
                {
                    var wrong = await Wrong(services, settings, cancellation);
                    return wrong.Count == 0
                        ? TypedResults.Text("ready")
                        : TypedResults.Json(new { status = "not ready", reasons = wrong }, statusCode: 503);
                }
            )
            .AllowAnonymous()
            .ExcludeFromDescription();
    }

    public static async Task<IReadOnlyList<string>> Wrong(IServiceProvider services, Settings settings, CancellationToken cancellation)
    {
        var wrong = new List<string>();
        try
        {
            if (!await services.GetRequiredService<ClockCheck>().Agrees(cancellation))
                wrong.Add("clock: this machine and the database differ by over 2 s");
            if (!await services.GetRequiredService<SchemaCheck>().Fits(cancellation))
                wrong.Add("schema: run db-apply");
        }
        catch (NpgsqlException)
        {
            wrong.Add($"database: {services.GetService<EmbeddedPostgres>()?.Trouble ?? "no answer"}");
            return wrong;
        }

        if (!settings.Works)
            return wrong;
        foreach (var shard in Shards(services).Where(s => s.Status != AgentStatus.Running))
            wrong.Add($"shard {shard.Name}: {shard.Status}");
        if (settings.RabbitMq is not null && services.GetRequiredService<IBusControl>().CheckHealth().Status == BusHealthStatus.Unhealthy)
            wrong.Add("broker: no connection");
        return wrong;
    }

    /// <summary>The daemon's shards on this node; none on a node that is not the leader.</summary>
    public static IReadOnlyList<(string Name, AgentStatus Status)> Shards(IServiceProvider services) =>
        services.GetService<IProjectionCoordinator>() is { } coordinator
            ? [.. coordinator.DaemonForMainDatabase().CurrentAgents().Select(a => (a.Name.Identity, a.Status))]
            : [];
}

/// <summary>Whether the database has the tables that this program needs. Asked until it has them: a running server keeps them.</summary>
public sealed class SchemaCheck(Settings settings)
{
    private bool fits;

    public async Task<bool> Fits(CancellationToken cancellation) => fits || (fits = await Schema.Assert(settings, cancellation) is null);
}
