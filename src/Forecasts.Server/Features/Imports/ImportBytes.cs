using System.Text;
using Forecasts.Domain;
using Forecasts.Scoring.Words;
using Forecasts.Server.Store;
using Npgsql;

namespace Forecasts.Server.Features.Imports;

/// <summary>The files themselves, stored while they come.</summary>
public sealed class ImportBytes(NpgsqlDataSource database)
{
    private const int Part = ImportFileRows.Part;

    // A spreadsheet or an archive that was renamed: zip (xlsx, ods), old Office, gzip, PDF.
    private static readonly byte[][] Binary =
    [
        [0x50, 0x4B, 0x03, 0x04],
        [0xD0, 0xCF, 0x11, 0xE0],
        [0x1F, 0x8B],
        [0x25, 0x50, 0x44, 0x46],
    ];

    /// <summary>Stores the file while it comes, and stops where it is neither UTF-8 nor UTF-16 text.</summary>
    public async Task<(long Bytes, Rejection? Refused)> Store(string import, Stream body, CancellationToken cancellation)
    {
        Decoder? decoder = null;
        var (bytes, chars) = (new byte[Part], new char[Part + 1]);
        try
        {
            for (var part = 0; ; part++)
            {
                var read = await body.ReadAtLeastAsync(bytes, Part, throwOnEndOfStream: false, cancellation);
                if (part == 0 && Binary.Any(b => bytes.AsSpan(0, read).StartsWith(b)))
                    return (
                        0,
                        Refuse.Invalid(
                            "csv.binary",
                            "The file is a spreadsheet, an archive or another binary file, whatever its name says; save the sheet as CSV (UTF-8) and send that."
                        )
                    );
                decoder ??= (CsvDialect.Utf16(bytes.AsSpan(0, read)) ?? new UTF8Encoding(false, throwOnInvalidBytes: true)).GetDecoder();
                decoder.GetChars(bytes.AsSpan(0, read), chars, flush: read < Part);
                if (read > 0)
                    await ImportFileRows.Add(database, import, part, bytes.AsMemory(0, read), cancellation);
                if (read < Part)
                    return (((long)part * Part) + read, null);
            }
        }
        catch (DecoderFallbackException)
        {
            return (
                0,
                Refuse.Invalid(
                    "csv.not-utf8",
                    "The file is neither UTF-8 text nor UTF-16 with its mark: save it as CSV in UTF-8, and unpack it where it is compressed. "
                        + "Nothing was stored."
                )
            );
        }
    }

    public Stream Open(string import, long length) => ImportFileRows.Open(database, import, length);

    public Task Remove(string import, CancellationToken cancellation) => ImportFileRows.Remove(database, import, cancellation);

    /// <summary>Removes what was left by a crash while it was being received.</summary>
    public Task Sweep(CancellationToken cancellation) => ImportFileRows.Sweep(database, cancellation);
}
