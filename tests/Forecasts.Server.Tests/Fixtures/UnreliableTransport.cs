using MassTransit;

namespace Forecasts.Server.Tests.Fixtures;

/// <summary>
/// Stands before every consumer and loses, doubles and delays messages at random; what is delayed is overtaken by what comes after it.
/// </summary>
public sealed class UnreliableTransport(int seed) : IConfigureReceiveEndpoint, IFilter<ConsumeContext>
{
    private const int LongestDelayMs = 200;
    private readonly Random random = new(seed);
    private readonly Lock gate = new();

    private enum Fate
    {
        Delivered,
        Lost,
        Doubled,
        Delayed,
    }

    /// <summary>False: it works from now on.</summary>
    public bool Disturbs { get; set; } = true;

    public int Seen { get; private set; }

    public int Lost { get; private set; }

    public int Doubled { get; private set; }

    public int Delayed { get; private set; }

    public void Configure(string name, IReceiveEndpointConfigurator configurator) => configurator.UseFilter(this);

    public async Task Send(ConsumeContext context, IPipe<ConsumeContext> next)
    {
        var (fate, delay) = Draw();
        if (fate == Fate.Lost)
            return;
        if (fate == Fate.Delayed)
            await Task.Delay(delay);
        await next.Send(context);
        if (fate == Fate.Doubled)
            await next.Send(context);
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("unreliable");

    private (Fate Fate, int DelayMs) Draw()
    {
        lock (gate)
        {
            Seen++;
            if (!Disturbs)
                return (Fate.Delivered, 0);
            var fate = random.Next(10) switch
            {
                < 2 => Fate.Lost,
                < 4 => Fate.Doubled,
                < 7 => Fate.Delayed,
                _ => Fate.Delivered,
            };
            Lost += fate == Fate.Lost ? 1 : 0;
            Doubled += fate == Fate.Doubled ? 1 : 0;
            Delayed += fate == Fate.Delayed ? 1 : 0;
            return (fate, random.Next(LongestDelayMs));
        }
    }
}
