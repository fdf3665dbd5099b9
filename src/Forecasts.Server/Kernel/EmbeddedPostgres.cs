using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Forecasts.Server.Kernel;

/// <summary>
/// The private PostgreSQL of the embedded default: a cluster under the data folder, on loopback and a free port, with a random
/// password, that the server uses under a role which is no superuser. One server at a time holds the folder; what a killed server left
/// running is adopted by the next.
/// </summary>
public sealed partial class EmbeddedPostgres : IAsyncDisposable
{
    // A first import multiplies the rows within seconds: until they are counted, plans are made for a nearly empty database.
    private const string Configuration = """

        listen_addresses = '127.0.0.1'
        unix_socket_directories = ''
        max_connections = 120
        autovacuum_naptime = '10s'

        """;

    private readonly FileStream? folderLock;
    private readonly PostgresPrograms programs;
    private readonly string cluster;

    private EmbeddedPostgres(FileStream? folderLock, PostgresPrograms programs, string data, string connectionString)
    {
        this.folderLock = folderLock;
        this.programs = programs;
        cluster = data;
        ConnectionString = connectionString;
    }

    public string ConnectionString { get; }

    /// <summary>True where another server started it.</summary>
    public bool Attached => folderLock is null;

    /// <summary>Starts, adopts or recovers the cluster in the folder.</summary>
    /// <param name="attach">True for a command beside a running server: a held folder is then used, not refused.</param>
    public static async Task<EmbeddedPostgres> Start(string folder, bool attach, CancellationToken cancellation)
    {
        Make(folder);
        var held = Hold(Path.Combine(folder, "lock"));
        if (held is null && !attach)
            throw new StartRefused(
                $"The data folder {folder} is in use by another server: stop that one, or choose another folder with --Forecasts:DataDirectory."
            );
        try
        {
            var home = Path.Combine(folder, "postgres");
            var data = Path.Combine(home, "data");
            var found = PostgresPrograms.Find(
                File.Exists(Path.Combine(data, "PG_VERSION"))
                    ? (await File.ReadAllTextAsync(Path.Combine(data, "PG_VERSION"), cancellation)).Trim()
                    : null
            );
            if (held is null)
                return await Beside(folder, found, home, data, cancellation);
            await Create(found, home, data, cancellation);
            await found.Reach(home, cancellation);
            return await Started(held, found, home, data, cancellation);
        }
        catch
        {
            if (held is not null)
                await held.DisposeAsync();
            throw;
        }
    }

    /// <summary>On the cluster that another server holds.</summary>
    private static async Task<EmbeddedPostgres> Beside(
        string folder,
        PostgresPrograms found,
        string home,
        string data,
        CancellationToken cancellation
    )
    {
        var port = await Running(found, data, cancellation) ?? throw Vanished(folder);
        return new(null, found, data, Connection(port, User, await Password(home, OfUser, cancellation)));
    }

    /// <summary>Whatever goes wrong from here on, no cluster is left behind.</summary>
    private static async Task<EmbeddedPostgres> Started(
        FileStream held,
        PostgresPrograms found,
        string home,
        string data,
        CancellationToken cancellation
    )
    {
        var password = await Password(home, OfUser, cancellation);
        try
        {
            var port = await Running(found, data, cancellation) ?? await Launch(found, home, data, cancellation);
            await Furnish(home, port, password, cancellation);
            return new(held, found, data, Connection(port, User, password));
        }
        catch
        {
            await Stop(found, data);
            throw;
        }
    }

    /// <summary>A folder that is made here is its owner's alone; root's lets the user in that runs PostgreSQL.</summary>
    private static void Make(string folder)
    {
        try
        {
            if (Directory.Exists(folder))
                return;
            const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
            Directory.CreateDirectory(
                folder,
                Environment.IsPrivilegedProcess ? Owner | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute : Owner
            );
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            throw new StartRefused($"The data folder {folder} cannot be made: choose another with --Forecasts:DataDirectory. {e.Message}");
        }
    }

    private static async Task Stop(PostgresPrograms programs, string data) =>
        await programs.Run("pg_ctl", ["-D", data, "-m", "fast", "-w", "-t", "60", "stop"], CancellationToken.None);

    /// <summary>Stops the cluster, unless it is another server's.</summary>
    public async ValueTask DisposeAsync()
    {
        await StopWatching();
        if (folderLock is null)
            return;
        NpgsqlConnection.ClearAllPools();
        await Stop(programs, cluster);
        await folderLock.DisposeAsync();
    }

    private static FileStream? Hold(string path)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (e.HResult is 11 or 35)
        {
            return null; // EWOULDBLOCK: another process holds it.
        }
        catch (IOException e)
        {
            throw new StartRefused(
                $"The file {path} cannot be written: {e.Message.TrimEnd('.')}. Choose another data folder with --Forecasts:DataDirectory."
            );
        }
        catch (UnauthorizedAccessException)
        {
            throw new StartRefused(
                $"The file {path} cannot be opened: the data folder belongs to another user; choose another with --Forecasts:DataDirectory."
            );
        }
    }

    private static async Task Create(PostgresPrograms programs, string home, string data, CancellationToken cancellation)
    {
        if (File.Exists(Path.Combine(data, "PG_VERSION")))
            return;
        Directory.CreateDirectory(home);
        foreach (var password in (string[])[OfUser, OfAdmin])
            await MakePassword(Path.Combine(home, password), cancellation);
        await programs.Own(home, cancellation);
        await programs.Reach(home, cancellation);
        // Into a folder of its own first: an interrupted initdb must not look like a cluster.
        var fresh = data + ".new";
        await programs.RunPlain("rm", ["-rf", fresh], cancellation);
        await programs.Must(
            "initdb",
            [
                "-D",
                fresh,
                "-U",
                Admin,
                "--encoding=UTF8",
                "--locale=C.UTF-8",
                "--auth=scram-sha-256",
                "--pwfile=" + Path.Combine(home, OfAdmin),
            ],
            cancellation
        );
        await File.AppendAllTextAsync(Path.Combine(fresh, "postgresql.conf"), Configuration, cancellation);
        Directory.Move(fresh, data);
    }

    /// <summary>The port of a postmaster that is alive on this cluster, once it takes connections; null where there is none.</summary>
    private static async Task<int?> Running(PostgresPrograms programs, string data, CancellationToken cancellation)
    {
        var pidFile = Path.Combine(data, "postmaster.pid");
        for (var asked = 0; File.Exists(pidFile); asked++)
        {
            // Process, folder, start, port, socket's folder, address, shared memory, state.
            var lines = await File.ReadAllLinesAsync(pidFile, cancellation);
            var process = lines.FirstOrDefault("").Trim();
            if (
                !(
                    await PostgresPrograms.WorksIn(process, data, cancellation)
                    ?? (await programs.Run("pg_ctl", ["-D", data, "status"], cancellation)).Code == 0
                )
            )
            {
                // After a restart of the machine another process may bear the old number, and PostgreSQL would not start beside it.
                // Otherwise the file stays: by it PostgreSQL knows children that have outlived their postmaster.
                if (process.Length > 0 && Directory.Exists($"/proc/{process}"))
                    File.Delete(pidFile);
                return null;
            }

            if (lines.Length > 7 && lines[7].StartsWith("ready", StringComparison.Ordinal))
                return int.Parse(lines[3], CultureInfo.InvariantCulture);
            if (asked == 600)
                throw new StartRefused($"The PostgreSQL that runs on {data} takes no connections: stop the process {process}.");
            await Task.Delay(100, cancellation);
        }

        return null;
    }

    /// <param name="before">The port that it had, where it is to have the same again.</param>
    private static async Task<int> Launch(
        PostgresPrograms programs,
        string home,
        string data,
        CancellationToken cancellation,
        int? before = null
    )
    {
        for (var attempt = 1; ; attempt++)
        {
            var port = before ?? FreePort();
            var (code, output) = await programs.Run(
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
                cancellation
            );
            if (code == 0)
                return port;
            // Somebody may have taken the port between the question and the start, or a killed postmaster's children are still ending.
            if (await Running(programs, data, cancellation) is { } other)
                return other;
            if (attempt == 5)
                throw new StartRefused($"The embedded PostgreSQL does not start; its log is {Path.Combine(home, "log")}. {output.Trim()}");
            await Task.Delay(1_000, cancellation);
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static StartRefused Vanished(string folder) =>
        new($"The data folder {folder} is held by a server whose database is not up yet; try again in a moment.");
}
