namespace Forecasts.Cli;

/// <summary>A file that is read without any server.</summary>
public static class OfflineFile
{
    /// <summary>Opens it; what comes out of a pipe is kept in a temporary file, for readers look ahead and go back.</summary>
    public static FileStream Open(FileInfo file)
    {
        try
        {
            var opened = new FileStream(file.FullName, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan);
            if (opened.CanSeek) return opened;
            using (opened) return Kept(opened);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new FailureException($"The file cannot be read: {cause.Message}", cause);
        }
    }

    /// <summary>A temporary file that is gone when it is closed.</summary>
    public static FileStream Temporary() => new(
        Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 64 * 1024, FileOptions.DeleteOnClose);

    private static FileStream Kept(FileStream pipe)
    {
        var kept = Temporary();
        pipe.CopyTo(kept);
        kept.Position = 0;
        return kept;
    }
}
