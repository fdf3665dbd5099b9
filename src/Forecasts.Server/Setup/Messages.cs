using Forecasts.Server.Features.Scoring;
using MassTransit;

namespace Forecasts.Server.Setup;

/// <summary>MassTransit in a worker: quorum queues on RabbitMQ where it is configured, else inside this process.</summary>
public static class Messages
{
    public static void AddMessages(this IServiceCollection services, Settings settings)
    {
        if (!settings.Works)
            return;
        services.AddSingleton<ScoreClaim>();
        services.AddSingleton<RecomputeCrowd>();
        services.AddSingleton<RecomputeSeason>();
        services.AddMassTransit(bus =>
        {
            bus.DisableUsageTelemetry();
            bus.AddConsumer<ScoreClaimConsumer, ScoreClaimDefinition>();
            bus.AddConsumer<RecomputeCrowdConsumer, RecomputeCrowdDefinition>();
            bus.AddConsumer<RecomputeSeasonConsumer, RecomputeSeasonDefinition>();
            if (settings.RabbitMq is not { } address)
            {
                bus.UsingInMemory((context, memory) => memory.ConfigureEndpoints(context));
                return;
            }

            bus.AddConfigureEndpointsCallback(
                (_, endpoint) =>
                {
                    if (endpoint is IRabbitMqReceiveEndpointConfigurator queue)
                        queue.SetQuorumQueue();
                }
            );
            bus.UsingRabbitMq(
                (context, rabbit) =>
                {
                    rabbit.Host(address);
                    rabbit.UseKillSwitch(k =>
                        k.SetActivationThreshold(20).SetTripThreshold(0.5).SetRestartTimeout(TimeSpan.FromSeconds(30))
                    );
                    rabbit.ConfigureEndpoints(context);
                }
            );
        });
    }
}
