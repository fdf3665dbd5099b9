using System.Text;
using Forecasts.Domain;
using Forecasts.Scoring.Words;
using Npgsql;

namespace Forecasts.Server.Features.Imports;

/// <summary>The files themselves, in pieces in the database: whoever receives one and whoever reads it may be different machines, and a crash loses nothing.</summary>
public sealed class ImportBytes(NpgsqlDataSource database)
{
    public const int Part = 1024 * 1024;

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
                    await Insert(import, part, bytes.AsMemory(0, read), cancellation);
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

    public Stream Open(string import, long length) => new Parts(database, import, length);

    public async Task Remove(string import, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand("delete from forecasts.import_files where import = $1");
        command.Parameters.Add(new() { Value = import });
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>Removes what was left by a crash while it was being received.</summary>
    public async Task Sweep(CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(
            "delete from forecasts.import_files f where f.at < now() - interval '1 day' and not exists (select from forecasts.imports i where i.id = f.import and i.ended_at is null)"
        );
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private async Task Insert(string import, int part, ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(
            "insert into forecasts.import_files (import, part, at, bytes) values ($1, $2, now(), $3)"
        );
        command.Parameters.Add(new() { Value = import });
        command.Parameters.Add(new() { Value = part });
        command.Parameters.Add(new() { Value = bytes });
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>The pieces as one stream; one of them is in memory.</summary>
    private sealed class Parts(NpgsqlDataSource database, string import, long length) : Stream
    {
        private byte[] bytes = [];
        private long at = -1;

        public override bool CanRead => true;

        public override bool CanSeek => true;

        public override bool CanWrite => false;

        public override long Length => length;

        public override long Position { get; set; }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            if (Position >= length || buffer.IsEmpty)
                return 0;
            if (at != Position / Part)
                Load(Position / Part);
            var rest = bytes.AsSpan((int)(Position % Part));
            var read = Math.Min(rest.Length, buffer.Length);
            rest[..read].CopyTo(buffer);
            Position += read;
            return read;
        }

        public override long Seek(long offset, SeekOrigin origin) =>
            Position = origin switch
            {
                SeekOrigin.Begin => offset,
                SeekOrigin.Current => Position + offset,
                _ => length + offset,
            };

        public override void Flush() { }

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        private void Load(long part)
        {
            using var command = database.CreateCommand("select bytes from forecasts.import_files where import = $1 and part = $2");
            command.Parameters.Add(new() { Value = import });
            command.Parameters.Add(new() { Value = (int)part });
            bytes = (byte[]?)command.ExecuteScalar() ?? throw new IOException($"Part {part} of the file of import {import} is missing.");
            at = part;
        }
    }
}
