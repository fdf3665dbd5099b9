namespace Forecasts.Cli;

/// <summary>What is shown when an import has ended: the refused rows, then one line in all.</summary>
public static class ImportResult
{
    /// <summary>Writes refused rows as they come (JSON needs them all) and the summary: last line of a table, standard error beside CSV.</summary>
    public static Task Write(ImportState ended, IAsyncEnumerable<RefusedRow> refused, Output output) => output.Format switch
    {
        Format.Json => WriteJson(ended, refused, output),
        Format.Csv => WriteCsv(ended, refused, output),
        _ => WriteLines(ended, refused, output),
    };

    private static async Task WriteLines(ImportState ended, IAsyncEnumerable<RefusedRow> refused, Output output)
    {
        await foreach (var row in refused)
            output.Line($"line {Cells.Whole(row.Line)}: {row.Code}: {output.Text(row.Message)}");
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
        output.WriteJson(new WithRows(
            ended.Id, ended.Kind, ended.State, ended.DryRun, ended.Rows, ended.Accepted, ended.Unchanged, ended.Refused, ended.ErrorCode, ended.Error,
            await refused.ToListAsync()));

    /// <summary>The import in one line.</summary>
    public static string Summary(ImportState i) =>
        $"{(i.DryRun ? "Dry run, nothing kept" : "Import")} {i.Id} ({i.Kind}, {i.State}): "
        + $"{Charts.Counted.Of(i.Rows ?? 0, "row")}, {Cells.Count(i.Accepted ?? 0)} accepted, "
        + $"{Cells.Count(i.Unchanged ?? 0)} unchanged, {Cells.Count(i.Refused ?? 0)} refused.";

    private sealed record WithRows(
        string Id, string? Kind, string State, bool DryRun, long? Rows, long? Accepted, long? Unchanged, long? Refused, string? ErrorCode, LocalizedText? Error,
        List<RefusedRow> RefusedRows);
}
