using System.Text;

namespace Forecasts.Record.Export;

/// <summary>Lines of a CSV file (RFC 4180), each ended by a line feed.</summary>
public static class CsvText
{
    /// <summary>A text with a comma, a quotation mark or a line break is quoted, any other is not.</summary>
    public static string Line(IEnumerable<string> cells) =>
        new StringBuilder().AppendJoin(',', cells.Select(Quoted)).Append('\n').ToString();

    private static string Quoted(string text) =>
        text.AsSpan().ContainsAny(",\"\r\n") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
}
