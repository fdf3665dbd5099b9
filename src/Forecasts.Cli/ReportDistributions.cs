using Forecasts.Scoring.Calibration;

namespace Forecasts.Cli;

/// <summary>How well a season's beliefs in numbers and dates held: how often the outcome lay inside the central intervals, and the
/// bias.</summary>
public static class ReportDistributions
{
    /// <summary>Writes them; nothing where the report has none.</summary>
    public static void Write(SeasonDistributions? distributions, Output output)
    {
        if (distributions is not { Analysts: var analysts } of)
            return;
        output.Line();
        output.Heading(
            $"Numbers and dates · {Charts.Counted.Of(analysts.Forecasts, "forecast")} on "
                + $"{Charts.Counted.Of(analysts.Claims, "claim")}, each weighing alike"
        );
        if (analysts.Coverage.Value is not { } coverage)
        {
            output.Line($"Shown from {Charts.Counted.Of(analysts.Coverage.From, "claim")} on.");
            return;
        }

        var table = Output.Columns(1, "Inside the stated", "Analysts", "95 %", "Crowd", "95 %");
        foreach (var (row, i) in coverage.Select((c, i) => (c, i)))
            Output.Row(
                table,
                [
                    $"{Charts.Percent.Of(row.Nominal)} interval",
                    .. Cells(row.Share, analysts),
                    .. Cells(of.Crowd?.Coverage.Value?[i].Share, of.Crowd),
                ]
            );
        Output.Row(table, ["bias", .. Cells(analysts.Bias.Value, analysts), .. Cells(of.Crowd?.Bias.Value, of.Crowd)]);
        output.Page.Write(table);
        output.Line("Bias: above 0 what happened was higher, or later, than was said.");
    }

    private static string[] Cells(Estimate? of, DistributionFigures? figures) =>
        of is null
            ? ["", ""]
            :
            [
                Cli.Cells.Short(of.Value),
                of is { Lower: { } low, Upper: { } high } ? $"{Cli.Cells.Short(low)} to {Cli.Cells.Short(high)}"
                : figures?.Clusters < ScoreInterval.FewestClusters ? $"– (fewer than {ScoreInterval.FewestClusters} clusters)"
                : "–",
            ];
}
