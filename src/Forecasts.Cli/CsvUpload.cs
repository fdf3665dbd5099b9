using System.Buffers;
using System.Net;
using System.Net.Http.Headers;

namespace Forecasts.Cli;

/// <summary>A CSV file as the body of a request: passed on block by block, so that memory does not grow with the file.</summary>
/// <param name="file">The open file.</param>
/// <param name="sent">Told how many bytes have gone out after each block.</param>
public sealed class CsvUpload : HttpContent
{
    private const int Block = 64 * 1024;

    private readonly FileStream file;
    private readonly Action<long> sent;
    private readonly long size;

    /// <summary>Takes the file as long as it is now; what is appended later is not sent.</summary>
    public CsvUpload(FileStream file, Action<long> sent)
    {
        (this.file, this.sent, size) = (file, sent, file.Length);
        Headers.ContentType = new MediaTypeHeaderValue("text/csv");
    }

    /// <inheritdoc/>
    protected override bool TryComputeLength(out long length)
    {
        length = size;
        return true;
    }

    /// <inheritdoc/>
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    /// <inheritdoc/>
    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        var block = ArrayPool<byte>.Shared.Rent(Block);
        try
        {
            for (long done = 0; done < size; )
            {
                var read = await file.ReadAsync(block.AsMemory(0, (int)Math.Min(Block, size - done)), cancellationToken);
                if (read == 0)
                    throw new FailureException("The file became shorter while it was being read.");
                await stream.WriteAsync(block.AsMemory(0, read), cancellationToken);
                done += read;
                sent(done);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(block);
        }
    }
}
