using System.Text;
using CsvHelper;
using Forecasts.Domain;

namespace Forecasts.Server.Features.Imports;

/// <summary>One line of a file: its number and its values by column; what is empty is null.</summary>
public sealed record CsvRow(int Line, IReadOnlyDictionary<string, string> Values)
{
    /// <summary>The database stores no zero character, and a lookup by one would end the whole import.</summary>
    public bool HasZero => Values.Values.Any(v => v.Contains('\0', StringComparison.Ordinal));

    /// <summary>The beginning of a text for a message, at most that long; no character is cut in two.</summary>
    public static string Cut(string text, int longest) =>
        text.Length <= longest ? text : text[..(char.IsHighSurrogate(text[longest - 1]) ? longest - 1 : longest)];

    public string? this[string column] => Values.TryGetValue(column, out var value) && !string.IsNullOrWhiteSpace(value) ? value.Trim() : null;
}

/// <summary>Rows that are read and stored together.</summary>
/// <param name="Refused">Rows that have the wrong form.</param>
/// <param name="Broken">Why the file cannot be read further.</param>
/// <param name="Last">True at the end of the file, or of what can be read of it.</param>
public sealed record CsvBatch(IReadOnlyList<CsvRow> Rows, IReadOnlyList<(int Line, Rejection Rejection)> Refused, Rejection? Broken, bool Last)
{
    public int Count => Rows.Count + Refused.Count;
}

/// <summary>A CSV file read row by row: UTF-8 with or without byte-order mark, comma, RFC 4180 quoting, any line ending.</summary>
public sealed class CsvRows : IDisposable
{
    public const int LongestRecord = 1_000_000;

    // Characters in one batch: a thousand of the longest records would be a gigabyte.
    private const int LargestBatch = 4 * LongestRecord;

    private static readonly string[] ForecastColumns = ["season", "prediction", "claim", "analyst", "made_at", "probability", "value_json", "ends_at", "rationale"];
    private static readonly string[] ClaimColumns =
    [
        "season", "theme", "prediction", "title", "core_judgement", "claim", "statement", "type", "criteria", "due", "author", "filed_at", "options", "range", "unit", "scale",
        "open_bounds", "tolerance", "cluster", "weight", "rank", "outcome", "decided_at", "resolved_at",
    ];

    private readonly CsvReader csv;
    private readonly string[] header;

    private CsvRows(CsvReader csv, string[] header, string kind)
    {
        this.csv = csv;
        this.header = header;
        Kind = kind;
    }

    /// <summary>claims or forecasts, as the header tells.</summary>
    public string Kind { get; }

    public static (CsvRows? Rows, Rejection? Refused) Open(Stream file)
    {
        var csv = CsvReader.Create(file, new CsvReaderOptions
        {
            Separator = ',', Encoding = new UTF8Encoding(false, throwOnInvalidBytes: true), MaxRecordSize = LongestRecord, TrackLineNumbers = true, MalformedData = CsvMalformedDataHandling.Throw,
        }, leaveOpen: true);
        try
        {
            csv.ReadHeader();
        }
        catch (CsvFormatException)
        {
            return (null, Unreadable(1));
        }

        if (csv.Headers.Count == 0 || csv.Headers.All(string.IsNullOrWhiteSpace)) return (null, Refuse.Invalid("csv.empty", "The file is empty; its first line names the columns."));
        string[] header = [.. csv.Headers.Select(h => h.Trim())];
        if (header.Any(h => h.Contains('\0', StringComparison.Ordinal))) return (null, Refuse.Invalid("text.control-character", "The header contains a zero character.", "header"));
        var kind = header.Contains("core_judgement") ? "claims" : header.Contains("analyst") ? "forecasts" : null;
        if (kind is null)
            return (null, Refuse.Invalid("csv.header", "The header is neither that of claims (season,theme,prediction,title,core_judgement,claim,...) nor that of forecasts (season,prediction,claim,analyst,made_at,probability)."));
        string[] needed = kind == "claims" ? ["season", "theme", "prediction", "title", "core_judgement", "claim", "statement", "type", "criteria", "due"] : ["season", "prediction", "claim", "analyst"];
        if (needed.Except(header).FirstOrDefault() is { } missing) return (null, Refuse.Invalid("csv.column-missing", $"The column '{missing}' is missing.", missing));
        if (kind == "forecasts" && !header.Contains("probability") && !header.Contains("value_json"))
            return (null, Refuse.Invalid("csv.column-missing", "A column 'probability' or 'value_json' is missing.", "probability"));
        if (header.Except(kind == "claims" ? ClaimColumns : ForecastColumns).FirstOrDefault() is { } unknown)
            return (null, Refuse.Invalid("csv.column-unknown", $"The column '{CsvRow.Cut(unknown, 60)}' is not known in a file of {kind}.", "header"));
        if (header.Distinct().Count() < header.Length) return (null, Refuse.Invalid("csv.header", "A column is named twice."));
        return (new(csv, header, kind), null);
    }

    /// <summary>The next rows, at most that many, and fewer where they are long.</summary>
    public CsvBatch Next(int most)
    {
        var (rows, refused, size) = (new List<CsvRow>(), new List<(int, Rejection)>(), 0);
        while (rows.Count + refused.Count < most && size < LargestBatch)
        {
            try
            {
                if (!csv.Read()) return new(rows, refused, null, true);
            }
            catch (CsvFormatException malformed)
            {
                return new(rows, refused, Unreadable(malformed.LineNumber), true);
            }

            var line = (int)csv.LineNumber;
            if (csv.FieldCount != header.Length)
                refused.Add((line, Refuse.Invalid("csv.columns", $"The line has {csv.FieldCount} values, the header {header.Length}.")));
            else if (new CsvRow(line, Enumerable.Range(0, header.Length).ToDictionary(i => header[i], csv.GetString, StringComparer.Ordinal)) is { HasZero: false } row)
            {
                rows.Add(row);
                size += row.Values.Values.Sum(v => v.Length);
            }
            else refused.Add((line, Refuse.Invalid("text.control-character", "The line contains a zero character, which cannot be stored.")));
        }

        return new(rows, refused, null, false);
    }

    public void Dispose() => csv.Dispose();

    private static Rejection Unreadable(long line) =>
        Refuse.Invalid("csv.malformed", $"Line {line} cannot be read: it is longer than {LongestRecord} bytes, or a quotation mark is out of place. The lines before it count; neither it nor what follows was read.");
}
