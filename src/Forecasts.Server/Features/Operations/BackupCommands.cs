using System.Data;
using System.Globalization;
using System.IO.Compression;
using Forecasts.Server.Store;
using Marten;
using Npgsql;

namespace Forecasts.Server.Features.Operations;

/// <summary>
/// Everything of an installation lies in one schema: a backup is its dump from one snapshot. The schedule's tables stay out of it, for
/// every worker registers its jobs anew; so do messages under way, for reconcile finds what they would have done.
/// </summary>
public static class BackupCommands
{
    private static readonly string Version = typeof(BackupCommands).Assembly.GetName().Version!.ToString(3);

    public static async Task<string> Backup(string? file, Settings settings, CancellationToken cancellation = default)
    {
        file = file is { Length: > 0 } ? Path.GetFullPath(file) : throw new StartRefused("Say into which file: --file FILE.");
        if (Path.Exists(file))
            throw new StartRefused($"{file} is there already: choose another name.");
        await using var connection = await Open(settings, cancellation);
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellation);
        if (!await LogRows.IsThere(connection, cancellation))
            throw new StartRefused("There is nothing to back up: the database holds no installation.");
        var snapshot = await Ask<string>(connection, "select pg_export_snapshot()", cancellation);
        var sequence = await LogRows.Newest(connection, cancellation);
        var types = await LogRows.Types(connection, cancellation);
        var now = new DateTimeOffset(await Ask<DateTime>(connection, "select now()", cancellation), TimeSpan.Zero);

        var client = PostgresClient.For(settings.ConnectionString, connection.PostgreSqlVersion.Major);
        using var dump = client.Start(
            "pg_dump",
            "--schema=" + FlatTables.Schema,
            "--no-owner",
            "--no-privileges",
            "--encoding=UTF8",
            "--no-password",
            "--snapshot=" + snapshot
        );
        dump.StandardInput.Close();
        var said = dump.StandardError.ReadToEndAsync(cancellation);
        try
        {
            await BackupFile.Write(
                file,
                dump.StandardOutput.BaseStream,
                async (bytes, hash) =>
                {
                    await dump.WaitForExitAsync(cancellation);
                    if (dump.ExitCode != 0)
                        throw new StartRefused($"pg_dump failed, and there is no backup: {(await said).Trim()}");
                    return new(BackupFile.Format, Version, client.Version, now, sequence, types, bytes, hash);
                },
                cancellation
            );
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StartRefused($"{file} cannot be written: {e.Message}");
        }
        finally
        {
            if (!dump.HasExited)
                dump.Kill();
        }

        return string.Create(
            CultureInfo.InvariantCulture,
            $"Backed up to {file}: events up to {sequence}, {new FileInfo(file).Length} bytes."
        );
    }

    /// <summary>
    /// All or nothing: the old schema goes and the backup's comes in one transaction, which is committed only once the whole file was read
    /// and is what was written.
    /// </summary>
    public static async Task<string> Restore(string? file, bool replace, Settings settings, CancellationToken cancellation = default)
    {
        if (file is not { Length: > 0 })
            throw new StartRefused("Say from which file: --file FILE.");
        try
        {
            await using var zip = await ZipFile.OpenReadAsync(file, cancellation);
            var manifest = await BackupFile.Read(zip, cancellation);
            var client = await Allowed(manifest, replace, settings, cancellation);
            await Load(zip, manifest, client, cancellation);
            await Schema.Apply(settings, cancellation);
            return string.Create(
                CultureInfo.InvariantCulture,
                $"Restored from {file}: events up to {manifest.Sequence}, as of {manifest.TakenAt:u}."
            );
        }
        catch (Exception e) when (e is InvalidDataException or System.Text.Json.JsonException)
        {
            throw new StartRefused($"{file} is no backup of Forecasts, or is damaged; nothing was changed. {e.Message}");
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException)
        {
            throw new StartRefused($"{file} cannot be read: {e.Message}");
        }
    }

    /// <summary>The programs to restore with, once nothing speaks against it.</summary>
    private static async Task<PostgresClient> Allowed(
        BackupManifest manifest,
        bool replace,
        Settings settings,
        CancellationToken cancellation
    )
    {
        if (manifest.Format != BackupFile.Format)
            throw new StartRefused(
                $"The backup has format {manifest.Format.ToString(CultureInfo.InvariantCulture)}; this server reads format {BackupFile.Format.ToString(CultureInfo.InvariantCulture)}."
            );
        var unknown = manifest.EventTypes.Except(KnownEvents(), StringComparer.Ordinal).ToList();
        if (unknown.Count > 0 || System.Version.Parse(manifest.Version) > System.Version.Parse(Version))
            throw new StartRefused(
                $"The backup is of a newer version ({manifest.Version}{(unknown.Count > 0 ? ", with events such as " + unknown[0] : "")}) than this server ({Version}): restore it with that one."
            );
        await using var connection = await Open(settings, cancellation);
        if (connection.PostgreSqlVersion.Major < manifest.Postgres)
            throw new StartRefused(
                $"The backup was written for PostgreSQL {manifest.Postgres.ToString(CultureInfo.InvariantCulture)}; this database is {connection.PostgreSqlVersion.Major.ToString(CultureInfo.InvariantCulture)}."
            );
        if (
            await Ask<bool>(
                connection,
                "select exists (select from pg_stat_activity where datname = current_database() and application_name = 'forecasts' and pid <> pg_backend_pid())",
                cancellation
            )
        )
            throw new StartRefused("A server works on this database: stop it first.");
        if (!replace && await LogRows.IsThere(connection, cancellation) && await LogRows.IsInUse(connection, cancellation))
            throw new StartRefused(
                "There is an installation already: restore into an empty place, or say --replace to put the backup in its place."
            );
        return PostgresClient.For(settings.ConnectionString, connection.PostgreSqlVersion.Major);
    }

    private static async Task Load(ZipArchive zip, BackupManifest manifest, PostgresClient client, CancellationToken cancellation)
    {
        using var psql = client.Start(
            "psql",
            "--no-psqlrc",
            "--quiet",
            "--no-password",
            "--set=ON_ERROR_STOP=1",
            "--output=/dev/null",
            "--file=-"
        );
        var (said, errors) = (psql.StandardOutput.ReadToEndAsync(cancellation), psql.StandardError.ReadToEndAsync(cancellation));
        var whole = false;
        try
        {
            await psql.StandardInput.WriteAsync(
                $"begin;\nset client_min_messages = warning;\ndrop schema if exists {FlatTables.Schema} cascade;\n"
            );
            await psql.StandardInput.FlushAsync(cancellation);
            whole = await BackupFile.CopySql(zip, manifest, psql.StandardInput.BaseStream, cancellation);
            // Without this word nothing has happened, also where this process dies.
            if (whole)
                await psql.StandardInput.WriteAsync("\ncommit;\nanalyze;\n");
            psql.StandardInput.Close();
        }
        catch (IOException) when (psql.HasExited || psql.WaitForExit(5_000))
        {
            // It stopped at an error, and says which.
        }
        catch
        {
            // Left alone it would keep the transaction, and its locks, open.
            psql.Kill();
            throw;
        }

        await psql.WaitForExitAsync(cancellation);
        if (psql.ExitCode != 0)
            throw new StartRefused($"The database refuses the backup; nothing was changed. {(await errors + await said).Trim()}");
        if (!whole)
            throw new StartRefused("The backup is damaged: its content is not what was written; nothing was changed.");
    }

    private static IEnumerable<string> KnownEvents()
    {
        using var store = DocumentStore.For(options =>
        {
            options.Connection("Host=nowhere");
            Events.Configure(options, new Clock());
        });
        return [.. ((IReadOnlyStoreOptions)store.Options).Events.AllKnownEventTypes().Select(e => e.EventTypeName)];
    }

    private static async Task<NpgsqlConnection> Open(Settings settings, CancellationToken cancellation)
    {
        var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(settings.ConnectionString) { Pooling = false }.ConnectionString
        );
        await connection.OpenAsync(cancellation);
        return connection;
    }

    private static async Task<T> Ask<T>(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync(cancellation))!;
    }
}
