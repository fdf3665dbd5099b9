namespace Forecasts.Cli;

/// <summary>What is shown when an import has ended: the refused rows, then one line in all.</summary>
public static class ImportResult
{
    /// <summary>Writes the refused rows, in a table by kind, and the summary: last line of a table, standard error beside CSV.</summary>
    /// <param name="refusals">Counts the refused rows, and keeps them where a file is named.</param>
    public static Task Write(ImportView ended, IAsyncEnumerable<RefusedRow> refused, Refusals refusals, Output output)
    {
        var rows = Counted(refused, refusals, output);
        return output.Format switch
        {
            Format.Json => WriteJson(ended, rows, output),
            Format.Csv => WriteCsv(ended, rows, output),
            _ => WriteLines(ended, rows, refusals, output),
        };
    }

    private static async IAsyncEnumerable<RefusedRow> Counted(IAsyncEnumerable<RefusedRow> refused, Refusals refusals, Output output)
    {
        await foreach (var row in refused)
        {
            var place = $"line {Cells.Whole(row.Line)}: {row.Code}: ";
            refusals.Add(new(row.Line, row.Code, place, row.Message, row.Field));
            yield return row;
        }
    }

    private static async Task WriteLines(ImportView ended, IAsyncEnumerable<RefusedRow> refused, Refusals refusals, Output output)
    {
        await foreach (var _ in refused)
        {
            // It is counted; a file may have as many as it has rows.
        }

        foreach (var line in refusals.Lines($"forecasts imports show {ended.Id} --refused FILE"))
            output.Line(line);
        output.Line(Summary(ended));
    }

    private static async Task WriteCsv(ImportView ended, IAsyncEnumerable<RefusedRow> refused, Output output)
    {
        output.CsvLine("line", "code", "message", "field");
        await foreach (var row in refused)
            output.CsvLine(Cells.Whole(row.Line), row.Code, row.Message, row.Field ?? "");
        output.Note(Summary(ended));
    }

    private static async Task WriteJson(ImportView ended, IAsyncEnumerable<RefusedRow> refused, Output output) =>
        output.WriteJson(ended, ("refusedRows", await refused.ToListAsync()));

    /// <summary>The import in one line.</summary>
    public static string Summary(ImportView i) =>
        $"{(i.DryRun ? "Dry run, nothing kept" : "Import")} {i.Id} ({i.Kind}, {ContractJson.Word(i.State)}): "
        + $"{Charts.Counted.Of(i.Rows, "row")}, {Cells.Count(i.Accepted)} accepted, "
        + $"{Cells.Count(i.Unchanged)} unchanged, {Cells.Count(i.Refused)} refused.";
}
