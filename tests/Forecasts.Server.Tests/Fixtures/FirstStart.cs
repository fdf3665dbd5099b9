namespace Forecasts.Server.Tests.Fixtures;

/// <summary>One embedded server, started on an empty folder, for tests that only ask it.</summary>
public sealed class FirstStart : IAsyncLifetime
{
    private ServerProcess? server;

    public DataFolder Folder { get; } = new();

    public ServerProcess Server => server!;

    public async ValueTask InitializeAsync()
    {
        server = await ServerProcess.Start(Folder.Option);
        await server.UntilReady();
    }

    public async ValueTask DisposeAsync()
    {
        if (server is not null)
            await server.DisposeAsync();
        await Folder.DisposeAsync();
    }
}

[CollectionDefinition(nameof(FirstStart))]
public sealed class FirstStartTests : ICollectionFixture<FirstStart>;
