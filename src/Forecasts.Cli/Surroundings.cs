namespace Forecasts.Cli;

/// <summary>What a command meets outside itself: where it writes, what the environment says, how it waits.</summary>
/// <param name="Out">Results: data only, so that it can be piped.</param>
/// <param name="Error">Reasons and progress.</param>
/// <param name="OutIsTerminal">Whether a person reads <paramref name="Out"/>: only then colours and line breaks are fitted to the
/// window.</param>
/// <param name="ErrorIsTerminal">Whether progress may be drawn.</param>
/// <param name="Variable">An environment variable by name, null when unset.</param>
/// <param name="Pause">Waits between two looks at a running import.</param>
public sealed record Surroundings(
    TextWriter Out,
    TextWriter Error,
    bool OutIsTerminal,
    bool ErrorIsTerminal,
    Func<string, string?> Variable,
    Func<TimeSpan, CancellationToken, Task> Pause
)
{
    /// <summary>The console and environment of the running process.</summary>
    public static Surroundings OfThisProcess() =>
        new(
            Console.Out,
            Console.Error,
            !Console.IsOutputRedirected,
            !Console.IsErrorRedirected,
            Environment.GetEnvironmentVariable,
            Task.Delay
        );
}
