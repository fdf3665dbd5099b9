namespace Forecasts.Server.Tests.Fixtures;

/// <summary>One broker for all tests that need it; they run one after another, for some of them stop it.</summary>
public sealed class RabbitBroker : IAsyncLifetime
{
    public RabbitNode Node { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Node = await RabbitNode.StartAsync();

    public ValueTask DisposeAsync() => Node.DisposeAsync();
}

[CollectionDefinition(Name)]
public sealed class OnRabbitMq : ICollectionFixture<RabbitBroker>
{
    public const string Name = "RabbitMQ";
}
