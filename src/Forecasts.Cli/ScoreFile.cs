using System.Globalization;
using System.Text;
using CsvHelper;

namespace Forecasts.Cli;

/// <summary>The CSV that <c>forecasts score</c> reads: row by row, whatever its size.</summary>
public static class ScoreFile
{
    private const int LongestRecord = 1_000_000, LongestQuote = 60;
    private static readonly string[] Needed = ["forecaster", "question", "probability", "outcome"];
    private static readonly string[] Optional = ["theme", "weight", "cluster", "made_at"];

    /// <summary>Reads all rows; of several for one forecaster and question the last <c>made_at</c> stays, without it the last row.</summary>
    /// <param name="file">UTF-8, comma, RFC 4180 quoting, any line ending.</param>
    /// <param name="note">Takes remarks that are no failure.</param>
    /// <param name="read">Told now and then how many bytes have been read.</param>
    /// <exception cref="FailureException">With line, column and what was expected.</exception>
    public static ScoreRows Read(Stream file, Action<string> note, Action<long> read)
    {
        using var csv = CsvReader.Create(file, new CsvReaderOptions
        {
            Separator = ',', Encoding = new UTF8Encoding(false, throwOnInvalidBytes: true), MaxRecordSize = LongestRecord, TrackLineNumbers = true, MalformedData = CsvMalformedDataHandling.Throw,
        }, leaveOpen: true);
        try
        {
            csv.ReadHeader();
            string[] header = [.. csv.Headers.Select(h => h.Trim())];
            var columns = Columns(header, note);
            var rows = new ScoreRows(columns.Has("theme"), columns.Has("weight"), columns.Has("cluster"), columns.Has("made_at"));
            while (csv.Read())
            {
                if (csv.FieldCount != header.Length) throw new FailureException($"Line {csv.LineNumber}: {csv.FieldCount} values; the header has {header.Length}.");
                rows.Add(new(csv, columns));
                if (csv.RowNumber % 10_000 == 0) read(csv.ByteOffset);
            }

            return rows.Count > 0 ? rows : throw new FailureException("The file has a header and no rows.");
        }
        catch (CsvFormatException malformed)
        {
            throw new FailureException($"Line {malformed.LineNumber}: a quotation mark is out of place, or the line is longer than {LongestRecord} bytes.", malformed);
        }
        catch (DecoderFallbackException broken)
        {
            throw new FailureException($"Line {csv.LineNumber}: the text is not UTF-8.", broken);
        }
    }

    private static ScoreColumns Columns(string[] header, Action<string> note)
    {
        if (header.All(h => h.Length == 0)) throw new FailureException("The file is empty; its first line names the columns: forecaster,question,probability,outcome.");
        if (Needed.Except(header).FirstOrDefault() is { } missing) throw new FailureException($"Line 1: the column {missing} is missing; expected {string.Join(',', Needed)} and, if wanted, {string.Join(',', Optional)}.");
        if (header.Where(h => h.Length > 0).GroupBy(h => h).FirstOrDefault(g => g.Count() > 1) is { } twice) throw new FailureException($"Line 1: the column {Cut(twice.Key)} is named twice.");
        var unused = header.Except(Needed).Except(Optional).Where(h => h.Length > 0).ToList();
        if (unused.Count > 0) note($"Not used: {string.Join(", ", unused.Select(Cut))}.");
        return new(header);
    }

    internal static string Cut(string text) => text.Length <= LongestQuote ? text : text[..LongestQuote] + "...";
}

/// <summary>Where each column stands.</summary>
internal sealed class ScoreColumns(string[] header)
{
    private readonly Dictionary<string, int> places = header.Index().Where(h => h.Item.Length > 0).ToDictionary(h => h.Item, h => h.Index);

    public bool Has(string column) => places.ContainsKey(column);

    public int this[string column] => places[column];
}

/// <summary>One row's values; what does not fit is named with line and column.</summary>
internal readonly struct ScoreLine(CsvReader csv, ScoreColumns columns)
{
    /// <summary>As UTF-8, without the blanks around it.</summary>
    public ReadOnlySpan<byte> Text(string column)
    {
        var text = csv.GetSpan(columns[column]).Trim((byte)' ');
        if (!System.Text.Unicode.Utf8.IsValid(text)) throw new FailureException($"Line {csv.LineNumber}, column {column}: the text is not UTF-8.");
        return text.Length > 0 ? text : throw Wrong(column, "a text");
    }

    public double Share(string column) => Number(column) is { } value && value >= 0 && value <= 1 ? value : throw Wrong(column, "a number within 0 and 1");

    public double Weight() => Number("weight") is { } value && value >= 0 && double.IsFinite(value) ? value : throw Wrong("weight", "a number that is not negative");

    /// <summary>In ticks of UTC.</summary>
    public long Time(string column) =>
        DateTimeOffset.TryParse(csv.GetString(columns[column]), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AllowWhiteSpaces, out var time)
            ? time.UtcTicks
            : throw Wrong(column, "a date or a time such as 2026-03-01 or 2026-03-01T09:30:00Z");

    private double? Number(string column) =>
        double.TryParse(csv.GetSpan(columns[column]), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : null;

    private FailureException Wrong(string column, string expected) =>
        new($"Line {csv.LineNumber}, column {column}: '{ScoreFile.Cut(csv.GetString(columns[column]))}' was found, {expected} was expected.");
}
