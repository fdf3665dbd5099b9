namespace Forecasts.Cli;

/// <summary>The process's exit codes.</summary>
public static class ExitCode
{
    /// <summary>All went well.</summary>
    public const int Done = 0;

    /// <summary>The import ran, and some rows were refused.</summary>
    public const int RowsRefused = 1;

    /// <summary>Nothing could be done; the reason is on standard error.</summary>
    public const int Failed = 2;
}

/// <summary>A command cannot go on. The message is one sentence for the person who typed it and ends on standard error.</summary>
public sealed class FailureException(string reason, Exception? cause = null) : Exception(reason, cause)
{
    /// <summary>A reason of several sentences, one a line.</summary>
    public FailureException(IReadOnlyList<string> lines)
        : this(string.Join('\n', lines)) => Lines = lines;

    /// <summary>What is written, line by line.</summary>
    public IReadOnlyList<string> Lines { get; } = [reason];
}
