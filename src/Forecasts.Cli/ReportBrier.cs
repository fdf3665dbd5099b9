using Forecasts.Scoring.Calibration;

namespace Forecasts.Cli;

/// <summary>A report's mean Brier scores, each saying what it averages, with the references on the very same rows.</summary>
public static class ReportBrier
{
    /// <summary>Writes them; nothing where the report has no such figures.</summary>
    public static void Write(SeasonFigures? figures, Output output)
    {
        if (figures?.Analysts is not { PerClaim: { } perClaim } of)
            return;
        output.Line();
        var (forecasts, claims) = (Charts.Counted.Of(of.Forecasts, "forecast"), Charts.Counted.Of(of.Claims, "claim"));
        output.Heading($"Mean Brier at close · {forecasts} on {claims}, grades by what was expected of them · lower is better");
        if (of.Choice is { } choice)
            output.Line($"{Charts.Counted.Of(choice.Claims, "claim")} with options count with the score of the whole.");
        var table = Output.Columns(1, "Average", "Analysts", "95 %", "Crowd", "Always 50 %", "Base rate of the others");
        Output.Row(table, ["per claim", .. Cells(perClaim, of.Clusters)]);
        var differ = of.Forecasts != of.Claims;
        if (differ)
            Output.Row(table, ["per forecast", .. Cells(of.Brier, of.Clusters)]);
        output.Page.Write(table);
        if (perClaim.AlwaysHalf is { Own: not null, Claims: { } ones })
            output.Line(
                $"Always 50 % and the base rate are of the {Charts.Counted.Of(ones, "claim")} without options; "
                    + "in brackets the analysts on the same."
            );
        if (perClaim.Crowd is { Own: not null, Claims: { } some })
            output.Line($"The crowd stood on {Charts.Counted.Of(some, "claim")}; in brackets the analysts on the same.");
    }

    private static string[] Cells(BrierFigure of, int clusters) =>
        [
            Cli.Cells.Short(of.Mean.Value),
            Between(of.Mean, clusters),
            Against(of.Crowd),
            Against(of.AlwaysHalf),
            Against(of.BaseRateOfOthers),
        ];

    private static string Against(ReferenceFigure? to) =>
        Cli.Cells.Short(to?.Brier) + (to?.Own is { } own ? $" ({Cli.Cells.Short(own)})" : "");

    private static string Between(Estimate mean, int clusters) =>
        mean is { Lower: { } low, Upper: { } high } ? $"{Cli.Cells.Short(low)} to {Cli.Cells.Short(high)}"
        : clusters < ScoreInterval.FewestClusters ? $"– (fewer than {ScoreInterval.FewestClusters} clusters)"
        : "–";
}
