using Npgsql;

namespace Forecasts.Server.Store;

/// <summary>
/// The files of imports, in pieces in <c>import_files</c>: whoever receives one and whoever reads it may be different machines, and a
/// crash loses nothing.
/// </summary>
public static class ImportFileRows
{
    /// <summary>Bytes of a piece; the last one may be shorter.</summary>
    public const int Part = 1024 * 1024;

    private const string Left = """
        delete from forecasts.import_files f where f.at < now() - interval '1 day'
            and not exists (select from forecasts.imports i where i.id = f.import and i.ended_at is null)
        """;

    public static Task Add(
        NpgsqlDataSource database,
        string import,
        int part,
        ReadOnlyMemory<byte> bytes,
        CancellationToken cancellation
    ) =>
        database
            .Command("insert into forecasts.import_files (import, part, at, bytes) values ($1, $2, now(), $3)", import, part, bytes)
            .Do(cancellation);

    public static Stream Open(NpgsqlDataSource database, string import, long length) => new Parts(database, import, length);

    public static Task Remove(NpgsqlDataSource database, string import, CancellationToken cancellation) =>
        database.Command(Gone, import).Do(cancellation);

    /// <summary>Removes what was left by a crash while it was being received.</summary>
    public static Task Sweep(NpgsqlDataSource database, CancellationToken cancellation) => database.Command(Left).Do(cancellation);

    internal static NpgsqlBatchCommand Remove(string import) => Statement.Of(Gone, import);

    private const string Gone = "delete from forecasts.import_files where import = $1";

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
            using var command = database.Command(
                "select bytes from forecasts.import_files where import = $1 and part = $2",
                import,
                (int)part
            );
            bytes = (byte[]?)command.ExecuteScalar() ?? throw new IOException($"Part {part} of the file of import {import} is missing.");
            at = part;
        }
    }
}
