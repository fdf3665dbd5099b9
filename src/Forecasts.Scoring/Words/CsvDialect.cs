using System.Text;

namespace Forecasts.Scoring.Words;

/// <summary>How a CSV file is written, by its beginning: what separates its columns, and whether a comma may stand in a number.</summary>
/// <param name="Separator">Comma, semicolon, tab or vertical bar.</param>
/// <param name="IsNamed">The first line names it, as in <c>sep=;</c>, and is no header.</param>
public readonly record struct CsvDialect(char Separator, bool IsNamed)
{
    private const int Beginning = 64 * 1024;

    /// <summary>A comma that separates nothing is a decimal comma.</summary>
    public bool DecimalComma => Separator != ',';

    /// <summary>For a message.</summary>
    public string SeparatorName => Separator == '\t' ? "tabs" : $"'{Separator}'";

    /// <summary>Looks at the beginning of a file and goes back to where it stood.</summary>
    public static CsvDialect Of(Stream file)
    {
        var (start, bytes) = (file.Position, new byte[Beginning]);
        var read = file.ReadAtLeast(bytes, Beginning, throwOnEndOfStream: false);
        file.Position = start;
        return Of(Utf16(bytes.AsSpan(0, read))?.GetString(bytes, 2, (read - 2) & ~1) ?? Encoding.UTF8.GetString(bytes, 0, read));
    }

    /// <summary>A value in which nothing stands; a row of nothing else is a blank row, as spreadsheets leave them.</summary>
    public static bool IsBlank(ReadOnlySpan<byte> value) => value.IndexOfAnyExcept((byte)' ', (byte)'\t') < 0;

    /// <summary>UTF-16 where the first bytes are its mark, else null; it then also refuses what is no UTF-16.</summary>
    public static Encoding? Utf16(ReadOnlySpan<byte> beginning) =>
        beginning switch
        {
            // UTF-32 begins like that too, and nobody writes it.
            [0xFF, 0xFE, 0, 0, ..] => null,
            [0xFF, 0xFE, ..] => new UnicodeEncoding(bigEndian: false, byteOrderMark: true, throwOnInvalidBytes: true),
            [0xFE, 0xFF, ..] => new UnicodeEncoding(bigEndian: true, byteOrderMark: true, throwOnInvalidBytes: true),
            _ => null,
        };

    private static CsvDialect Of(ReadOnlySpan<char> text)
    {
        text = text.TrimStart("\uFEFF\r\n \t");
        var names = text.StartsWith("sep=", StringComparison.OrdinalIgnoreCase);
        if (names && text.Length > 5 && text[5] is '\r' or '\n')
            return new(text[4], true);
        // The header names columns, and no name but a quoted one holds a separator: the first one is it.
        var quoted = false;
        foreach (var c in text)
        {
            if (c == '"')
                quoted = !quoted;
            else if (!quoted && c is ',' or ';' or '\t' or '|')
                return new(c, false);
            else if (!quoted && c is '\r' or '\n')
                break;
        }

        return new(',', false);
    }
}
