using System.Net.Sockets;
using Npgsql;

namespace Forecasts.Server.Kernel;

/// <summary>
/// A cluster that dies under a running server is started again, at its old port, so that every connection string stays true.
/// </summary>
public sealed partial class EmbeddedPostgres
{
    private const long DiskFullBelow = 32 * 1024 * 1024;

    // PostgreSQL recovers from most of its crashes by itself, and whoever kills a whole installation needs a moment for its second half.
    private const int SilentBefore = 3;
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Latest = TimeSpan.FromMinutes(1);
    private readonly CancellationTokenSource stopping = new();
    private Task watch = Task.CompletedTask;
    private volatile bool stopped;

    /// <summary>Why the cluster does not run, or can store nothing; null while it works.</summary>
    public string? Trouble =>
        (stopped, IsDiskFull) switch
        {
            (true, true) => "stopped, the disk is full",
            (true, false) => "stopped, it is started again",
            (false, true) => "the disk is full",
            _ => null,
        };

    private bool IsDiskFull => new DriveInfo(cluster).AvailableFreeSpace < DiskFullBelow;

    public void KeepRunning(ILogger log)
    {
        if (!Attached)
            watch = Task.Run(() => Watch(log, stopping.Token));
    }

    private async Task Watch(ILogger log, CancellationToken cancellation)
    {
        var port = new NpgsqlConnectionStringBuilder(ConnectionString).Port;
        for (var (pause, silent) = (Look, 0); ; )
        {
            await Task.Delay(pause, cancellation);
            if (await Listens(port, cancellation))
            {
                (pause, silent, stopped) = (Look, 0, false);
                continue;
            }

            stopped = true;
            if (++silent < SilentBefore)
                continue;
            log.LogError("The embedded PostgreSQL does not run ({Why}); it is started again.", Trouble);
            if (!await Again(port, log, cancellation))
                pause = pause * 2 < Latest ? pause * 2 : Latest;
        }
    }

    private async Task<bool> Again(int port, ILogger log, CancellationToken cancellation)
    {
        try
        {
            if (await Running(programs, cluster, cancellation) is null)
                await Launch(programs, Path.GetDirectoryName(cluster)!, cluster, cancellation, port);
            return true;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            log.LogError("The embedded PostgreSQL does not start: {Message}", e.Message);
            return false;
        }
    }

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
