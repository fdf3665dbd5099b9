using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace Forecasts.Server.Tests.Fixtures;

/// <summary>A data folder for one embedded server, seen from outside: its processes, its password and its database.</summary>
public sealed class DataFolder : IAsyncDisposable
{
    public DataFolder() => File.SetUnixFileMode(Path, (UnixFileMode)0b111_101_101); // The user that PostgreSQL runs as must get in.

    public string Path { get; } = Directory.CreateTempSubdirectory("forecasts-data-").FullName;

    public string Option => "--Forecasts:DataDirectory=" + Path;

    public string PidFile => System.IO.Path.Combine(Path, "postgres", "data", "postmaster.pid");

    public string PasswordFile => System.IO.Path.Combine(Path, "postgres", "password");

    public int Postmaster => int.Parse(File.ReadAllLines(PidFile)[0], CultureInfo.InvariantCulture);

    public NpgsqlConnectionStringBuilder Connection =>
        new()
        {
            Host = "127.0.0.1",
            Port = int.Parse(File.ReadAllLines(PidFile)[3], CultureInfo.InvariantCulture),
            Username = "forecasts",
            Database = "forecasts",
            Password = File.ReadAllText(PasswordFile),
            Pooling = false,
        };

    /// <summary>The processes that name the folder in their command line or work in it.</summary>
    public IReadOnlyList<int> Processes() =>
        [
            .. Directory
                .GetDirectories("/proc")
                .Select(System.IO.Path.GetFileName)
                .Where(n => int.TryParse(n, out _))
                .Where(Concerns!)
                .Select(n => int.Parse(n!, CultureInfo.InvariantCulture)),
        ];

    public async Task<T> Scalar<T>(string sql)
    {
        await using var connection = new NpgsqlConnection(Connection.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>kill -9 of the postmaster, and waits until its children have seen it.</summary>
    public async Task KillPostmaster()
    {
        Kill(Postmaster);
        await Until.True(() => Task.FromResult(Processes().Count == 0), "the database has gone");
    }

    /// <summary>kill -9 of the postmaster and every backend, as when a machine loses its power.</summary>
    public async Task KillCluster()
    {
        var postmaster = Postmaster;
        int[] all = [postmaster, .. Children(postmaster)];
        foreach (var process in all)
            Kill(process);
        await Until.True(() => Task.FromResult(!all.Any(p => Directory.Exists($"/proc/{p}"))), "the database has gone");
    }

    /// <summary>Another folder with the same content; nothing runs on either.</summary>
    public async Task<DataFolder> Copy()
    {
        var copy = new DataFolder();
        using var cp = Process.Start("cp", ["-a", Path + "/.", copy.Path]);
        await cp.WaitForExitAsync();
        return cp.ExitCode == 0 ? copy : throw new IOException($"{Path} could not be copied.");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var left in Processes())
            Kill(left);
        await Until.True(() => Task.FromResult(Processes().Count == 0), "nothing is left in the folder");
        Directory.Delete(Path, recursive: true);
    }

    private bool Concerns(string process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/cmdline").Contains(Path, StringComparison.Ordinal)
                || new FileInfo($"/proc/{process}/cwd").LinkTarget?.StartsWith(Path, StringComparison.Ordinal) == true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false; // It has just ended, or is another user's.
        }
    }

    // The fields of stat behind the name in brackets: state, parent.
    private static IEnumerable<int> Children(int parent) =>
        Directory
            .GetDirectories("/proc")
            .Select(System.IO.Path.GetFileName)
            .Where(n => int.TryParse(n, out _))
            .Where(n =>
            {
                try
                {
                    var stat = File.ReadAllText($"/proc/{n}/stat");
                    return stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1] == parent.ToString(CultureInfo.InvariantCulture);
                }
                catch (Exception e) when (e is IOException or UnauthorizedAccessException)
                {
                    return false; // It has just ended.
                }
            })
            .Select(n => int.Parse(n!, CultureInfo.InvariantCulture));

    private static void Kill(int process)
    {
        try
        {
            Process.GetProcessById(process).Kill();
        }
        catch (ArgumentException)
        {
            // It has just ended.
        }
    }
}
