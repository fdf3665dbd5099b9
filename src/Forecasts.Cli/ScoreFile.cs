using System.Text;
using CsvHelper;
using Forecasts.Scoring.Words;

namespace Forecasts.Cli;

/// <summary>The CSV that <c>forecasts score</c> reads: row by row, whatever its size.</summary>
public static class ScoreFile
{
    private const int LongestRecord = 1_000_000;
    private static readonly string[] Needed = ["forecaster", "question", "probability", "outcome"];
    private static readonly string[] Optional = ["theme", "weight", "cluster", "made_at"];

    /// <summary>
    /// Reads all rows; of several for one forecaster and question the last <c>made_at</c> stays, without it the last row.
    /// </summary>
    /// <param name="file">UTF-8, or UTF-16 with its mark; commas, semicolons, tabs or bars; RFC 4180 quoting, any line ending.</param>
    /// <param name="note">Takes remarks that are no failure.</param>
    /// <param name="read">Told now and then how many bytes have been read.</param>
    /// <param name="refusals">Takes the rows that cannot be read; where there is one, the file is not scored.</param>
    /// <exception cref="FailureException">With line, column and what was expected.</exception>
    public static ScoreRows Read(Stream file, Action<string> note, Action<long> read, Refusals refusals)
    {
        var dialect = CsvDialect.Of(file);
        using var csv = CsvReader.Create(
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
            var columns = Columns([.. csv.Headers], dialect, note);
            var rows = new ScoreRows(columns.Has("theme"), columns.Has("weight"), columns.Has("cluster"), columns.Has("made_at"));
            var line = new ScoreLine(csv, columns, dialect.DecimalComma);
            while (csv.Read())
            {
                if (csv.RowNumber % 10_000 == 0)
                    read(csv.ByteOffset);
                line.Next();
                // Spreadsheets end a file with rows of separators; whether a row is one is asked of those that do not fit.
                if (rows.Add(line) is { } refused && !line.IsBlank())
                    refusals.Add(refused);
            }

            foreach (var remark in rows.Remarks)
                note(remark);
            refusals.ThrowIfAny();
            var unsettled = rows.Unsettled;
            if (rows.Count == 0 && unsettled is null)
                throw new FailureException("The file has a header and no rows.");
            if (rows.Count == 0)
                throw new FailureException($"No row can be scored: {unsettled}.");
            if (unsettled is not null)
                note($"Not scored: {unsettled}.");
            return rows;
        }
        catch (CsvFormatException malformed)
        {
            throw new FailureException(
                $"Line {malformed.LineNumber}: a quotation mark is out of place, or the line is longer than {LongestRecord} bytes.",
                malformed
            );
        }
        catch (DecoderFallbackException broken)
        {
            throw new FailureException($"Line {csv.LineNumber}: the text is not UTF-8.", broken);
        }
    }

    private static ScoreColumns Columns(string[] found, CsvDialect dialect, Action<string> note)
    {
        var header = Headings.Known(found, [.. Needed, .. Optional]);
        if (header.All(h => h.Length == 0))
            throw new FailureException("The file is empty; its first line names the columns: forecaster,question,probability,outcome.");
        if (Needed.Except(header).FirstOrDefault() is { } missing)
            throw new FailureException(OtherPlatforms.Advice(found, Name) ?? Missing(missing, header, dialect));
        if (header.Where(h => h.Length > 0).GroupBy(h => h).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw new FailureException($"Line 1: the column {ScoreLine.Cut(twice.Key)} is named twice.");
        var unused = header.Except(Needed).Except(Optional).Where(h => h.Length > 0).ToList();
        if (unused.Count > 0)
            note($"Not used: {string.Join(", ", unused.Select(ScoreLine.Cut))}.");
        return new(header);
    }

    private static string Missing(string column, string[] header, CsvDialect dialect) =>
        $"Line 1: the column {column} is missing; found {ScoreLine.Cut(string.Join(',', header))} (separated by {dialect.SeparatorName}), "
        + $"expected {string.Join(',', Needed)} and, if wanted, {string.Join(',', Optional)}.";

    private static string? Name(ColumnMeaning meaning) =>
        meaning switch
        {
            ColumnMeaning.Question => "question",
            ColumnMeaning.Forecaster => "forecaster",
            ColumnMeaning.Probability => "probability",
            ColumnMeaning.MadeAt => "made_at",
            _ => "outcome",
        };
}

/// <summary>Where each column stands.</summary>
internal sealed class ScoreColumns(string[] header)
{
    private readonly Dictionary<string, int> places = header.Index().Where(h => h.Item.Length > 0).ToDictionary(h => h.Item, h => h.Index);

    public int Count => header.Length;

    public bool Has(string column) => places.ContainsKey(column);

    public int this[string column] => places[column];
}
