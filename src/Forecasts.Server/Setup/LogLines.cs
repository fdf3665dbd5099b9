using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace Forecasts.Server.Setup;

/// <summary>
/// One entry a line: time, level, who says it, what; a stack below it, indented. What a request brought can neither begin a line nor move
/// the cursor.
/// </summary>
public sealed class LogLines() : ConsoleFormatter(Name)
{
    public new const string Name = "forecasts";

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        var time = TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        textWriter.Write(
            $"{time} {Level(logEntry.LogLevel)} {logEntry.Category}: {Shown(logEntry.Formatter(logEntry.State, logEntry.Exception))}\n"
        );
        if (logEntry.Exception is not { } e)
            return;
        foreach (var line in e.ToString().Split('\n'))
            textWriter.Write($"    {Shown(line.TrimEnd('\r'))}\n");
    }

    /// <summary>Control characters as escapes: \u001b, \u000a.</summary>
    public static string Shown(string text) =>
        !text.Any(Moves)
            ? text
            : string.Concat(text.Select(c => Moves(c) ? string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}") : c.ToString()));

    // Line and paragraph separators end a line for some readers; direction marks turn it round.
    private static bool Moves(char c) =>
        char.IsControl(c)
        || CharUnicodeInfo.GetUnicodeCategory(c)
            is UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator
                or UnicodeCategory.Format;

    private static string Level(LogLevel level) =>
        level switch
        {
            LogLevel.Trace => "trace",
            LogLevel.Debug => "debug",
            LogLevel.Information => "info",
            LogLevel.Warning => "warn",
            LogLevel.Error => "error",
            _ => "fatal",
        };
}
