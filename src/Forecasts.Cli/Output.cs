using System.Text.Json;
using Forecasts.Domain;
using Spectre.Console;

namespace Forecasts.Cli;

/// <summary>Where and how one command's result is written. Results go to standard output; notes and progress to standard error.</summary>
public sealed class Output
{
    // A pipe has no width: lines stay whole, so that they can be searched.
    private const int PipeWidth = 4_000;

    private readonly Surroundings surroundings;
    private readonly string? only;

    /// <param name="surroundings">The streams.</param>
    /// <param name="format">Table, JSON or CSV.</param>
    /// <param name="language">The language shown in tables and CSV.</param>
    /// <param name="only">The one language that JSON keeps, null to keep them all.</param>
    public Output(Surroundings surroundings, Format format, string language, string? only)
    {
        (this.surroundings, Format, Language, this.only) = (surroundings, format, language, only);
        Page = ConsoleOn(surroundings.Out, surroundings.OutIsTerminal);
    }

    /// <summary>The wanted format.</summary>
    public Format Format { get; }

    /// <summary>The language shown.</summary>
    public string Language { get; }

    /// <summary>Standard output for tables and lines: no colour codes unless a person reads it.</summary>
    public IAnsiConsole Page { get; }

    /// <summary>Standard error for progress, null when nobody would see it move.</summary>
    public IAnsiConsole? Progress => surroundings.ErrorIsTerminal ? ConsoleOn(surroundings.Error, terminal: true) : null;

    /// <summary>A text in the shown language, fit for a terminal.</summary>
    public string Text(LocalText? text) => Cells.Plain(text.Shown(Language));

    /// <summary>One line of plain text.</summary>
    public void Line(string text = "") => surroundings.Out.Write(Cells.Plain(text) + "\n");

    /// <summary>A remark that is no result.</summary>
    public void Note(string text) => surroundings.Error.WriteLine(Cells.Plain(text));

    /// <summary>Writes a value as JSON.</summary>
    public void WriteJson<T>(T value) => surroundings.Out.Write(JsonSerializer.Serialize(value, Json.Writing(only)) + "\n");

    /// <summary>Writes a value as JSON with another member behind its own.</summary>
    public void WriteJson<T, TMore>(T value, (string Name, TMore Value) more)
    {
        var writing = Json.Writing(only);
        var whole = JsonSerializer.SerializeToNode(value, writing)!.AsObject();
        whole[more.Name] = JsonSerializer.SerializeToNode(more.Value, writing);
        surroundings.Out.Write(whole.ToJsonString(writing) + "\n");
    }

    /// <summary>Writes a text as it stands.</summary>
    public void Raw(string text) => surroundings.Out.Write(text);

    /// <summary>Writes one CSV line.</summary>
    public void CsvLine(params IEnumerable<string> values) => surroundings.Out.Write(Cells.CsvLine(values));

    /// <summary>A table with its columns; those after <paramref name="leftColumns"/> hold numbers and stand to the right.</summary>
    public static Table Columns(int leftColumns, params string[] names)
    {
        var table = new Table().Border(TableBorder.Simple);
        foreach (var (index, name) in names.Index())
        {
            var column = new TableColumn(new Text(name, new Style(decoration: Decoration.Bold))).PadLeft(0).PadRight(1);
            table.AddColumn(index < leftColumns ? column : column.RightAligned().NoWrap());
        }
        return table;
    }

    /// <summary>Adds a row of plain texts; nothing in them is read as markup.</summary>
    public static void Row(Table table, params IEnumerable<string> values) => table.AddRow(values.Select(v => new Text(Cells.Plain(v))));

    /// <summary>A heading on a line of its own.</summary>
    public void Heading(string text) => Page.Write(new Text(Cells.Plain(text) + "\n", new Style(decoration: Decoration.Bold)));

    private static IAnsiConsole ConsoleOn(TextWriter writer, bool terminal)
    {
        var console = AnsiConsole.Create(
            new AnsiConsoleSettings
            {
                Out = new AnsiConsoleOutput(writer),
                Ansi = terminal ? AnsiSupport.Detect : AnsiSupport.No,
                ColorSystem = terminal ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
                // Without a terminal nothing moves; with one the progress bar may.
                Interactive = terminal ? InteractionSupport.Yes : InteractionSupport.No,
            }
        );
        if (!terminal)
            console.Profile.Width = PipeWidth;
        console.Profile.Capabilities.Unicode = true;
        return console;
    }
}
