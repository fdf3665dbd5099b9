namespace Forecasts.Server.Features.Operations;

public static class Sample
{
    public static Task Load(IServiceProvider services, CancellationToken cancellation) => Task.CompletedTask;
}
