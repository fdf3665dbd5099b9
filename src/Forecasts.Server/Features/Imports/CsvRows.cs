using System.Text;
using CsvHelper;
using Forecasts.Domain;
using Forecasts.Scoring.Words;
using Forecasts.Server.Features.Imports.Formats;

namespace Forecasts.Server.Features.Imports;

/// <summary>One line of a file: its number and its values by column; what is empty is null.</summary>
public sealed record CsvRow(int Line, IReadOnlyDictionary<string, string> Values)
{
    /// <summary>claims or forecasts: what a row of our own kinds is.</summary>
    public string Kind { get; init; } = "";

    /// <summary>Its file is not separated by commas, so a comma may stand in a number.</summary>
    public bool DecimalComma { get; init; }

    /// <summary>The column of the file that it comes from, where one line becomes many rows.</summary>
    public string? Heading { get; init; }

    /// <summary>The rows of our own kinds that a line of the file becomes. It is stored as a whole or not at all.</summary>
    public IReadOnlyList<CsvRow> Parts { get; init; } = [];

    /// <summary>The database stores no such character, and a lookup by one would end the whole import.</summary>
    public bool IsStorable => Values.Values.All(v => Check.IsStorable(v));

    public string? this[string column] =>
        Values.TryGetValue(column, out var value) && !string.IsNullOrWhiteSpace(value) ? value.Trim() : null;
}

/// <summary>Rows that are read and stored together.</summary>
/// <param name="Refused">Rows that have the wrong form.</param>
/// <param name="Broken">Why the file cannot be read further.</param>
/// <param name="Last">True at the end of the file, or of what can be read of it.</param>
public sealed record CsvBatch(
    IReadOnlyList<CsvRow> Rows,
    IReadOnlyList<(int Line, Rejection Rejection)> Refused,
    Rejection? Broken,
    bool Last
)
{
    public int Count => Rows.Count + Refused.Count;
}

/// <summary>
/// A CSV file read row by row: UTF-8 with or without its mark, or UTF-16 with it; commas, semicolons, tabs or bars; RFC 4180 quoting, any
/// line ending. Rows of nothing but separators are blank rows, as spreadsheets leave them.
/// </summary>
public sealed class CsvRows : IDisposable
{
    public const int LongestRecord = 1_000_000;

    // Characters in one batch: a thousand of the longest records would be a gigabyte.
    private const int LargestBatch = 4 * LongestRecord;

    private readonly CsvReader csv;
    private readonly string[] header;
    private readonly Format format;
    private readonly ReadAs how;
    private readonly bool decimalComma;

    private CsvRows(CsvReader csv, string[] header, Format format, ReadAs how, bool decimalComma) =>
        (this.csv, this.header, this.format, this.how, this.decimalComma) = (csv, header, format, how, decimalComma);

    /// <summary>The name of its format: claims, forecasts or another one.</summary>
    public string Kind => format.Name;

    public static (CsvRows? Rows, Rejection? Refused) Open(Stream file, ReadAs how)
    {
        var dialect = CsvDialect.Of(file);
        var csv = CsvReader.Create(
            file,
            new CsvReaderOptions
            {
                // A line that names the separator is read, and counted, by the reader itself.
                Separator = dialect.IsNamed ? null : dialect.Separator,
                Encoding = new UTF8Encoding(false, throwOnInvalidBytes: true),
                MaxRecordSize = LongestRecord,
                TrackLineNumbers = true,
                MalformedData = CsvMalformedDataHandling.Throw,
            },
            leaveOpen: true
        );
        try
        {
            csv.ReadHeader();
        }
        catch (CsvFormatException)
        {
            return (null, Unreadable(1));
        }

        if (csv.Headers.Count == 0 || csv.Headers.All(string.IsNullOrWhiteSpace))
            return (null, Refuse.Invalid("csv.empty", "The file is empty; its first line names the columns."));
        if (!csv.Headers.All(h => Check.IsStorable(h)))
            return (null, Refuse.Invalid("text.control-character", "The header contains a zero character.", "header"));
        var (format, header, refused) = KnownFormats.Of([.. csv.Headers.Select(h => h.Trim())], how, dialect);
        return refused is not null ? (null, refused) : (new(csv, header, format!, how, dialect.DecimalComma), null);
    }

    /// <summary>The next lines, at most that many, and fewer where they are long or become several rows each.</summary>
    public CsvBatch Next(int most)
    {
        var (rows, refused, parts, size) = (new List<CsvRow>(), new List<(int, Rejection)>(), 0, 0);
        while (Math.Max(rows.Count, parts) + refused.Count < most && size < LargestBatch)
        {
            try
            {
                if (!csv.Read())
                    return new(rows, refused, null, true);
            }
            catch (CsvFormatException malformed)
            {
                return new(rows, refused, Unreadable(malformed.LineNumber), true);
            }

            if (IsBlank())
                continue;
            var line = (int)csv.LineNumber;
            if (csv.FieldCount != header.Length)
                refused.Add((line, Refuse.Invalid("csv.columns", $"The line has {csv.FieldCount} values, the header {header.Length}.")));
            else if (Row(line) is { IsStorable: true } row)
            {
                var turned = format.Turn(row, how);
                if (turned.Refused is { } no)
                    refused.Add((line, no));
                else
                    rows.Add(row with { Parts = turned.Rows });
                parts += turned.Rows.Count;
                size += Math.Max(Length(row), turned.Rows.Sum(Length));
            }
            else
                refused.Add(
                    (line, Refuse.Invalid("text.control-character", "The line contains a zero character, which cannot be stored."))
                );
        }

        return new(rows, refused, null, false);
    }

    public void Dispose() => csv.Dispose();

    private CsvRow Row(int line) =>
        new(line, Enumerable.Range(0, header.Length).ToDictionary(i => header[i], csv.GetString, StringComparer.Ordinal))
        {
            DecimalComma = decimalComma,
        };

    private bool IsBlank()
    {
        for (var i = 0; i < csv.FieldCount; i++)
            if (!CsvDialect.IsBlank(csv.GetSpan(i)))
                return false;
        return true;
    }

    private static int Length(CsvRow row) => row.Values.Values.Sum(v => v.Length);

    private static Rejection Unreadable(long line) =>
        Refuse.Invalid(
            "csv.malformed",
            $"Line {line} cannot be read: it is longer than {LongestRecord} bytes, or a quotation mark is out of place. The lines before it count; neither it nor what follows was read."
        );
}
