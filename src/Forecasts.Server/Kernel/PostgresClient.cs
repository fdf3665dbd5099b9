using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace Forecasts.Server.Kernel;

/// <summary>
/// PostgreSQL's pg_dump and psql against one database. They are clients: whoever runs this runs them, and the password stays off the
/// command line.
/// </summary>
public sealed class PostgresClient
{
    private readonly string folder;
    private readonly NpgsqlConnectionStringBuilder database;

    private PostgresClient(string folder, int version, string connectionString) =>
        (this.folder, Version, database) = (folder, version, new(connectionString));

    /// <summary>Major version of the programs: the database's where it is installed, else a newer one.</summary>
    public int Version { get; }

    public static PostgresClient For(string connectionString, int server)
    {
        var found = PostgresPrograms
            .Folders()
            .Distinct(StringComparer.Ordinal)
            .Where(f => File.Exists(Path.Combine(f, "pg_dump")) && File.Exists(Path.Combine(f, "psql")))
            .Select(f => (Folder: f, Version: PostgresPrograms.Major(f, "pg_dump")))
            .Where(f => f.Version >= server)
            .OrderBy(f => f.Version)
            .ToList();
        var major = server.ToString(CultureInfo.InvariantCulture);
        return found.Count > 0
            ? new(found[0].Folder, found[0].Version, connectionString)
            : throw new StartRefused(
                $"The database is PostgreSQL {major}, and no pg_dump and psql of that version or newer are installed: install postgresql-client-{major}."
            );
    }

    public Process Start(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(Path.Combine(folder, program), arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new System.Text.UTF8Encoding(false),
        };
        foreach (var name in start.Environment.Keys.Where(k => k.StartsWith("PG", StringComparison.Ordinal)).ToList())
            start.Environment.Remove(name);
        foreach (var (name, value) in Settings())
            if (!string.IsNullOrEmpty(value))
                start.Environment[name] = value;
        start.Environment["LC_ALL"] = "C.UTF-8";
        return Process.Start(start) ?? throw new StartRefused($"{program} does not start.");
    }

    private (string, string?)[] Settings() =>
        [
            ("PGHOST", database.Host),
            ("PGPORT", database.Port.ToString(CultureInfo.InvariantCulture)),
            ("PGUSER", database.Username),
            ("PGPASSWORD", database.Password),
            ("PGDATABASE", database.Database),
            ("PGSSLROOTCERT", database.RootCertificate),
            ("PGSSLCERT", database.SslCertificate),
            ("PGSSLKEY", database.SslKey),
            ("PGAPPNAME", "forecasts backup"),
            ("PGCONNECT_TIMEOUT", "15"),
            (
                "PGSSLMODE",
                database.SslMode switch
                {
                    SslMode.VerifyCA => "verify-ca",
                    SslMode.VerifyFull => "verify-full",
                    var mode => mode.ToString().ToLowerInvariant(),
                }
            ),
        ];
}
