using System.CommandLine;
using System.Text;

namespace Forecasts.Cli;

/// <summary>Why one row or question of a file was refused.</summary>
/// <param name="Code">Its kind, stable.</param>
/// <param name="Place">Where it stands, for reading.</param>
/// <param name="Field">The column or field, null where it is none.</param>
public sealed record Refusal(long Line, string Code, string Place, string Message, string? Field)
{
    /// <summary>Of a row of a CSV file.</summary>
    public static Refusal OfRow(long line, string code, string message, string? column = null) =>
        new(line, code, $"Line {Cells.Whole(line)}{(column is null ? "" : $", column {column}")}: ", message, column);
}

/// <summary>What of a file was refused, by code: the first of each, how many, and all of them in a file if one is named.</summary>
public sealed class Refusals : IDisposable
{
    private const int Shown = 5;

    private readonly OrderedDictionary<string, Kind> kinds = new(StringComparer.Ordinal);
    private readonly string things;
    private readonly string? path;
    private readonly StreamWriter? all;

    /// <param name="things">What is counted: rows, or questions.</param>
    /// <param name="file">Takes all refusals.</param>
    /// <param name="read">The file that they are about, null where it is not here.</param>
    public Refusals(string things, FileInfo? file, FileInfo? read)
    {
        this.things = things;
        if (file is null)
            return;
        if (file.FullName == read?.FullName)
            throw new FailureException("--refused names the file that is read; name another one.");
        path = file.ToString();
        all = Open(file);
        all.Write(Cells.CsvLine(["line", "code", "message", "field"]));
    }

    /// <summary>The option that names the file.</summary>
    public static Option<FileInfo?> Option() =>
        new("--refused")
        {
            Description = "Write everything that is refused to this CSV file: line, code, message, field",
            HelpName = "FILE",
        };

    /// <summary>How many there are.</summary>
    public long Count { get; private set; }

    /// <summary>Takes one in.</summary>
    public void Add(Refusal refused)
    {
        Count++;
        if (!kinds.TryGetValue(refused.Code, out var kind))
            kinds.Add(refused.Code, kind = new());
        if (kind.Count++ < Shown)
            kind.First.Add(refused.Place + refused.Message);
        all?.Write(Cells.CsvLine([Cells.Whole(refused.Line), refused.Code, refused.Message, refused.Field ?? ""]));
    }

    /// <summary>The first of each kind, and how many more there are.</summary>
    /// <param name="otherwise">How all of them can be had where no file was named.</param>
    public IEnumerable<string> Lines(string otherwise = "--refused FILE")
    {
        var rest = path is null ? $"{otherwise} writes all of them" : $"all of them are in {path}";
        foreach (var (code, kind) in kinds)
        {
            foreach (var first in kind.First)
                yield return first;
            var more = kind.Count - Shown;
            if (more > 0)
                yield return $"{code}: {Cells.Whole(more)} more of {Cells.Whole(kind.Count)} {things}; {rest}.";
        }
    }

    /// <summary>Ends a command that takes a file as a whole or not at all.</summary>
    /// <exception cref="FailureException">Something was refused.</exception>
    public void ThrowIfAny()
    {
        if (Count == 0)
            return;
        string[] sum = Count > 1 ? [$"{Cells.Whole(Count)} {things} are refused; nothing is scored."] : [];
        throw new FailureException([.. Lines(), .. sum]);
    }

    public void Dispose() => all?.Dispose();

    private static StreamWriter Open(FileInfo file)
    {
        try
        {
            return new(file.Create(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new FailureException($"The file cannot be written: {cause.Message}", cause);
        }
    }

    private sealed class Kind
    {
        public List<string> First { get; } = [];

        public long Count { get; set; }
    }
}
