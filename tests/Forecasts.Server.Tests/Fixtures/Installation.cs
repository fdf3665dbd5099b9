using System.Globalization;

namespace Forecasts.Server.Tests.Fixtures;

public enum Victim
{
    Server,
    EmbeddedDatabase,
    ExternalDatabase,
    Broker,
}

/// <summary>A server as a process with all that it needs, one part of which is killed and started again on the same files.</summary>
public sealed class Installation : IAsyncDisposable
{
    private readonly Victim victim;
    private readonly TimeSpan clock;
    private readonly int port = Ports.Free(1)[0];
    private RabbitNode? broker;

    private Installation(DataFolder folder, Victim victim, TimeSpan clock)
    {
        Folder = folder;
        this.victim = victim;
        this.clock = clock;
    }

    public DataFolder Folder { get; }

    /// <summary>The server that runs now, or that ran last.</summary>
    public ServerProcess Server { get; private set; } = null!;

    /// <param name="folder">Becomes the installation's.</param>
    public static async Task<Installation> Start(DataFolder folder, Victim victim, TimeSpan clock)
    {
        var installation = new Installation(folder, victim, clock);
        if (victim == Victim.Broker)
            installation.broker = await RabbitNode.StartAsync();
        if (victim == Victim.ExternalDatabase)
            await installation.StartCluster();
        await installation.StartServer();
        return installation;
    }

    /// <summary>SIGKILL. An embedded database and its server die together; whoever has an external one, or a broker, outlives it.</summary>
    public async Task Kill()
    {
        if (victim is Victim.EmbeddedDatabase or Victim.ExternalDatabase)
            await Folder.KillCluster();
        if (victim is Victim.EmbeddedDatabase or Victim.Server)
            await Server.Kill();
        if (victim == Victim.Broker)
            await broker!.Kill();
    }

    public async Task StartAgain()
    {
        if (victim == Victim.ExternalDatabase)
            await StartCluster();
        else if (victim == Victim.Broker)
            await broker!.Begin();
        else
            await StartServer();
    }

    /// <summary>By itself, without anybody asking for it.</summary>
    public Task UntilUpToDate() => Until.True(() => Folder.Scalar<bool>(Derived.UpToDate), "nothing is older than its events");

    /// <summary>Ends in order; the folder can be copied then.</summary>
    public async Task Rest()
    {
        await Server.Terminate();
        await Server.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        if (broker is not null)
            await broker.DisposeAsync();
        await Folder.DisposeAsync();
    }

    private async Task StartServer()
    {
        var before = Server;
        List<string> options = [Folder.Option, "--Forecasts:Clock:Offset=" + clock.ToString("c", CultureInfo.InvariantCulture)];
        if (victim == Victim.ExternalDatabase)
            options.Add(
                "--ConnectionStrings:Forecasts="
                    + Folder.Connection.ConnectionString.Replace("Pooling=False", "Pooling=True", StringComparison.Ordinal)
            );
        if (broker is not null)
            options.Add("--Forecasts:RabbitMq=" + broker.Uri);
        Server = await ServerProcess.Start([.. options]);
        if (before is not null)
            await before.DisposeAsync();
    }

    private async Task StartCluster()
    {
        var home = Path.Combine(Folder.Path, "postgres");
        var data = Path.Combine(home, "data");
        await PostgresPrograms
            .Find(null)
            .Must(
                "pg_ctl",
                [
                    "-D",
                    data,
                    "-l",
                    Path.Combine(home, "log"),
                    "-o",
                    $"-p {port.ToString(CultureInfo.InvariantCulture)}",
                    "-w",
                    "-t",
                    "60",
                    "start",
                ],
                CancellationToken.None
            );
    }
}
