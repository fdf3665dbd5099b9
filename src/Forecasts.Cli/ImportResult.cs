namespace Forecasts.Cli;

/// <summary>What is shown when an import has ended: the refused rows, then one line in all.</summary>
public static class ImportResult
{
    /// <summary>Writes the refused rows, in a table by kind, and the summary: last line of a table, standard error beside CSV.</summary>
    /// <param name="refusals">Counts the refused rows, and keeps them where a file is named.</param>
    public static Task Write(ImportState ended, IAsyncEnumerable<RefusedRow> refused, Refusals refusals, Output output)
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
            refusals.Add(new(row.Line, row.Code ?? "", place, row.Message?.In(output.Language) ?? "", row.Field));
            yield return row;
        }
    }

    private static async Task WriteLines(ImportState ended, IAsyncEnumerable<RefusedRow> refused, Refusals refusals, Output output)
    {
        await foreach (var _ in refused)
        {
            // It is counted; a file may have as many as it has rows.
        }

        foreach (var line in refusals.Lines($"forecasts imports show {ended.Id} --refused FILE"))
            output.Line(line);
        output.Line(Summary(ended));
    }

    private static async Task WriteCsv(ImportState ended, IAsyncEnumerable<RefusedRow> refused, Output output)
    {
        output.CsvLine("line", "code", "message", "field");
        await foreach (var row in refused)
            output.CsvLine(Cells.Whole(row.Line), row.Code ?? "", row.Message?.In(output.Language) ?? "", row.Field ?? "");
        output.Note(Summary(ended));
    }

    private static async Task WriteJson(ImportState ended, IAsyncEnumerable<RefusedRow> refused, Output output) =>
        output.WriteJson(
            new WithRows(
                ended.Id,
                ended.Kind,
                ended.State,
                ended.DryRun,
                ended.Rows,
                ended.Accepted,
                ended.Unchanged,
                ended.Refused,
                ended.ErrorCode,
                ended.Error,
                await refused.ToListAsync()
            )
        );

    /// <summary>The import in one line.</summary>
    public static string Summary(ImportState i) =>
        $"{(i.DryRun ? "Dry run, nothing kept" : "Import")} {i.Id} ({i.Kind}, {i.State}): "
        + $"{Charts.Counted.Of(i.Rows ?? 0, "row")}, {Cells.Count(i.Accepted ?? 0)} accepted, "
        + $"{Cells.Count(i.Unchanged ?? 0)} unchanged, {Cells.Count(i.Refused ?? 0)} refused.";

    private sealed record WithRows(
        string Id,
        string? Kind,
        string State,
        bool DryRun,
        long? Rows,
        long? Accepted,
        long? Unchanged,
        long? Refused,
        string? ErrorCode,
        LocalizedText? Error,
        List<RefusedRow> RefusedRows
    );
}
