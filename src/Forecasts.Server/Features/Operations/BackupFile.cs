using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;

namespace Forecasts.Server.Features.Operations;

/// <summary>What a backup says of itself.</summary>
/// <param name="Version">Of the server that wrote it.</param>
/// <param name="Postgres">Major version of the pg_dump that wrote it: older databases may not understand it.</param>
/// <param name="Sequence">The newest event in it.</param>
/// <param name="EventTypes">The kinds of events in it; a server that does not know one of them is older than the backup.</param>
/// <param name="Sha256">Of the SQL.</param>
public sealed record BackupManifest(
    int Format,
    string Version,
    int Postgres,
    DateTimeOffset TakenAt,
    long Sequence,
    IReadOnlyList<string> EventTypes,
    long Bytes,
    string Sha256
);

/// <summary>A backup: a zip file with the database as SQL and, after it, what it says of itself. Ordinary tools open both.</summary>
public static class BackupFile
{
    public const int Format = 1;
    private const string Sql = "database.sql";
    private const string About = "manifest.json";

    /// <summary>Copies what the dump prints into a new file, which is there in full or not at all.</summary>
    public static async Task Write(
        string file,
        Stream dump,
        Func<long, string, Task<BackupManifest>> describe,
        CancellationToken cancellation
    )
    {
        var part = file + ".part";
        try
        {
            // It holds the keys and the hashes of everybody's tokens.
            await using (
                var stream = new FileStream(
                    part,
                    new FileStreamOptions
                    {
                        Mode = FileMode.Create,
                        Access = FileAccess.Write,
                        UnixCreateMode = OperatingSystem.IsWindows() ? null : UnixFileMode.UserRead | UnixFileMode.UserWrite,
                    }
                )
            )
            {
                await using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
                {
                    BackupManifest manifest;
                    await using (var entry = await zip.CreateEntry(Sql, CompressionLevel.Fastest).OpenAsync(cancellation))
                    {
                        var (bytes, hash) = await Copy(dump, entry, cancellation);
                        manifest = await describe(bytes, hash);
                    }

                    await using var about = await zip.CreateEntry(About).OpenAsync(cancellation);
                    await JsonSerializer.SerializeAsync(about, manifest, JsonSerializerOptions.Web, cancellation);
                }

                stream.Flush(flushToDisk: true);
            }

            File.Move(part, file, overwrite: false);
        }
        catch
        {
            File.Delete(part);
            throw;
        }
    }

    public static async Task<BackupManifest> Read(ZipArchive zip, CancellationToken cancellation)
    {
        if (zip.GetEntry(About) is not { } about || zip.GetEntry(Sql) is null)
            throw new StartRefused("The file is not a backup of Forecasts.");
        await using var stream = await about.OpenAsync(cancellation);
        return await JsonSerializer.DeserializeAsync<BackupManifest>(stream, JsonSerializerOptions.Web, cancellation)
            ?? throw new StartRefused("The file is not a backup of Forecasts.");
    }

    /// <summary>Copies the SQL to where it is carried out; true where it is what was written.</summary>
    public static async Task<bool> CopySql(ZipArchive zip, BackupManifest manifest, Stream to, CancellationToken cancellation)
    {
        await using var sql = await zip.GetEntry(Sql)!.OpenAsync(cancellation);
        return await Copy(sql, to, cancellation) == (manifest.Bytes, manifest.Sha256);
    }

    private static async Task<(long Bytes, string Sha256)> Copy(Stream from, Stream to, CancellationToken cancellation)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[1 << 17];
        var bytes = 0L;
        for (int read; (read = await from.ReadAsync(buffer, cancellation)) > 0; bytes += read)
        {
            hash.AppendData(buffer, 0, read);
            await to.WriteAsync(buffer.AsMemory(0, read), cancellation);
        }

        return (bytes, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }
}
