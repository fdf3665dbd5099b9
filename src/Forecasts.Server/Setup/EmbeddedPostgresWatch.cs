using System.Net.Sockets;
using Npgsql;

namespace Forecasts.Server.Setup;

/// <summary>A cluster that dies under a running server is started again, at its old port so that every connection string stays true.</summary>
public sealed partial class EmbeddedPostgres
{
    private const long DiskFullBelow = 32 * 1024 * 1024;
    private static readonly TimeSpan Soonest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Latest = TimeSpan.FromMinutes(1);
    private readonly CancellationTokenSource stopping = new();
    private Task watch = Task.CompletedTask;
    private volatile string? trouble;

    /// <summary>Why the cluster does not run; null while it does.</summary>
    public string? Trouble => trouble;

    public void KeepRunning(ILogger log) => watch = Task.Run(() => Watch(log, stopping.Token));

    private async Task Watch(ILogger log, CancellationToken cancellation)
    {
        var port = new NpgsqlConnectionStringBuilder(ConnectionString).Port;
        for (var pause = Soonest; ;)
        {
            await Task.Delay(pause, cancellation);
            if (await Listens(port, cancellation))
            {
                (pause, trouble) = (Soonest, null);
                continue;
            }

            try
            {
                trouble = Why();
                log.LogError("The embedded PostgreSQL does not run ({Why}); it is started again.", trouble);
                if (await Running(programs, cluster, cancellation) is null)
                    await Launch(programs, Path.GetDirectoryName(cluster)!, cluster, cancellation, port);
                pause = Soonest;
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                pause = pause * 2 < Latest ? pause * 2 : Latest;
                trouble = Why();
                log.LogError("The embedded PostgreSQL does not start, next try in {Seconds} s: {Why}", pause.TotalSeconds, e.Message);
            }
        }
    }

    private string Why() =>
        new DriveInfo(cluster).AvailableFreeSpace < DiskFullBelow ? "stopped, the disk is full" : "stopped, it is started again";

    private static async Task<bool> Listens(int port, CancellationToken cancellation)
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync("127.0.0.1", port, cancellation);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private async Task StopWatching()
    {
        await stopping.CancelAsync();
        await watch.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stopping.Dispose();
    }
}
