using System.Diagnostics;

namespace Forecasts.Server.Kernel;

/// <summary>PostgreSQL's own programs on this machine. PostgreSQL refuses to run as root, so root runs them as the user postgres.</summary>
public sealed class PostgresPrograms
{
    /// <summary>Names the one folder that holds PostgreSQL's programs; the usual places are then not searched.</summary>
    public const string FolderVariable = "FORECASTS_POSTGRES_BIN";

    private const string RunAs = "postgres";
    private const string Missing =
        "PostgreSQL (13 or newer) is not installed: install it with the system's package manager (Debian, Ubuntu: apt-get install postgresql), name the folder of its initdb in "
        + FolderVariable
        + ", or set ConnectionStrings:Forecasts to a server of your own.";

    private readonly string folder;

    private PostgresPrograms(string folder) => this.folder = folder;

    /// <param name="major">The major version that the cluster was made by; null for a new one.</param>
    public static PostgresPrograms Find(string? major)
    {
        var found = Folders()
            .Where(f =>
                File.Exists(Path.Combine(f, "initdb")) && File.Exists(Path.Combine(f, "postgres")) && File.Exists(Path.Combine(f, "pg_ctl"))
            )
            .Distinct()
            .ToList();
        if (found.Count == 0)
            throw new StartRefused(Missing);
        if (major is null)
            return new(found[0]);
        return found.FirstOrDefault(f => Version(f).StartsWith(major + ".", StringComparison.Ordinal)) is { } fits
            ? new(fits)
            : throw new StartRefused(
                $"The data folder was made by PostgreSQL {major}, which is not installed: install postgresql-{major}, or move the data with pg_dump."
            );
    }

    /// <summary>Gives a folder to the user that runs PostgreSQL.</summary>
    public async Task Own(string path, CancellationToken cancellation)
    {
        if (!Environment.IsPrivilegedProcess)
            return;
        await RunPlain("chown", ["-R", RunAs, path], cancellation);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>Refuses a folder that the user that runs PostgreSQL cannot write to.</summary>
    public async Task Reach(string path, CancellationToken cancellation)
    {
        if (Environment.IsPrivilegedProcess && (await Execute([.. As(), "test", "-w", path], cancellation)).Code != 0)
            throw new StartRefused(
                $"PostgreSQL does not run as root but as the user {RunAs}, who cannot reach {path}: choose another folder with --Forecasts:DataDirectory, such as /var/lib/forecasts."
            );
    }

    /// <summary>
    /// Whether the process works in that folder, as a postmaster does in its cluster's; null where the system does not tell.
    /// </summary>
    public static async Task<bool?> WorksIn(string process, string path, CancellationToken cancellation) =>
        // Asked as its own user: root in a container may not look into another user's process.
        !Directory.Exists("/proc/self")
            ? null
            : (await Execute([.. As(), "test", path, "-ef", $"/proc/{process}/cwd"], cancellation)).Code == 0;

    public Task<(int Code, string Output)> Run(string program, string[] arguments, CancellationToken cancellation) =>
        Execute([.. As(), Path.Combine(folder, program), .. arguments], cancellation);

    public async Task Must(string program, string[] arguments, CancellationToken cancellation)
    {
        var (code, output) = await Run(program, arguments, cancellation);
        if (code != 0)
            throw new StartRefused($"{program} failed: {output.Trim()}");
    }

    public Task<(int Code, string Output)> RunPlain(string program, string[] arguments, CancellationToken cancellation) =>
        Execute([program, .. arguments], cancellation);

    /// <summary>Where PostgreSQL's programs may lie, the newest version first.</summary>
    public static IEnumerable<string> Folders()
    {
        if (Environment.GetEnvironmentVariable(FolderVariable) is { Length: > 0 } only)
        {
            yield return only;
            yield break;
        }

        if (Directory.Exists("/usr/lib/postgresql"))
            foreach (
                var version in Directory
                    .GetDirectories("/usr/lib/postgresql")
                    .OrderByDescending(d => double.TryParse(Path.GetFileName(d), out var v) ? v : 0)
            )
                yield return Path.Combine(version, "bin");
        foreach (
            var path in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        )
            yield return path;
        yield return "/usr/pgsql/bin";
        yield return "/opt/homebrew/bin";
    }

    /// <summary>Major version of one of the programs in a folder; 0 where it does not tell.</summary>
    public static int Major(string folder, string program) =>
        int.TryParse(Version(folder, program).Split('.')[0], out var major) ? major : 0;

    private static string Version(string folder, string program = "postgres")
    {
        var (_, output) = Execute([Path.Combine(folder, program), "--version"], CancellationToken.None).GetAwaiter().GetResult();
        return output.Split(' ', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault(w => char.IsAsciiDigit(w[0])) ?? "";
    }

    private static string[] As() =>
        !Environment.IsPrivilegedProcess ? []
        : File.Exists("/usr/sbin/runuser") || File.Exists("/sbin/runuser") ? ["runuser", "-u", RunAs, "--"]
        : ["setpriv", "--reuid", RunAs, "--regid", RunAs, "--init-groups"];

    private static async Task<(int Code, string Output)> Execute(string[] line, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo(line[0], line[1..])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = "/",
        };
        foreach (var name in start.Environment.Keys.Where(k => k.StartsWith("PG", StringComparison.Ordinal)).ToList())
            start.Environment.Remove(name);
        start.Environment["LC_ALL"] = "C.UTF-8";
        using var process = Process.Start(start) ?? throw new StartRefused($"{line[0]} does not start.");
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(cancellation);
        var errors = process.StandardError.ReadToEndAsync(cancellation);
        await process.WaitForExitAsync(cancellation);
        return (process.ExitCode, await output + await errors);
    }
}
