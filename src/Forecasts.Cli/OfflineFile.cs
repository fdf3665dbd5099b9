using System.Text;
using Forecasts.Scoring.Words;

namespace Forecasts.Cli;

/// <summary>A file that is read without any server.</summary>
public static class OfflineFile
{
    /// <summary>Opens it, as UTF-8; what comes out of a pipe is kept in a temporary file, for readers look ahead and go back.</summary>
    public static FileStream Open(FileInfo file)
    {
        try
        {
            var opened = new FileStream(
                file.FullName,
                FileMode.Open,
                FileAccess.Read,
                FileShare.Read,
                bufferSize: 0,
                FileOptions.SequentialScan
            );
            return Utf8(opened.CanSeek ? opened : Kept(opened));
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new FailureException($"The file cannot be read: {cause.Message}", cause);
        }
        catch (DecoderFallbackException broken)
        {
            throw new FailureException("The file begins with the mark of UTF-16, and is not UTF-16 text.", broken);
        }
    }

    /// <summary>A temporary file that is gone when it is closed.</summary>
    public static FileStream Temporary() =>
        new(
            Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()),
            FileMode.CreateNew,
            FileAccess.ReadWrite,
            FileShare.None,
            64 * 1024,
            FileOptions.DeleteOnClose
        );

    // Some shells write UTF-16 where they are told to write to a file.
    private static FileStream Utf8(FileStream file)
    {
        Span<byte> mark = stackalloc byte[4];
        var read = file.ReadAtLeast(mark, mark.Length, throwOnEndOfStream: false);
        file.Position = 0;
        if (CsvDialect.Utf16(mark[..read]) is not { } encoding)
            return file;
        return Kept(Encoding.CreateTranscodingStream(file, encoding, new UTF8Encoding(false)));
    }

    private static FileStream Kept(Stream from)
    {
        var kept = Temporary();
        using (from)
            from.CopyTo(kept);
        kept.Position = 0;
        return kept;
    }
}
