using Forecasts.Domain.Seasons;
using Forecasts.Scoring.Calibration;
using Spectre.Console;

namespace Forecasts.Cli;

/// <summary>A report for reading: each theme's claims with their dots, then calibration, then standings.</summary>
public static class ReportPage
{
    /// <summary>Writes the whole page.</summary>
    public static void Write(ReportView report, SeasonRef season, Output output)
    {
        output.Heading(output.Text(report.Title));
        output.Line(string.Join(" · ", Labels(report, season)));
        output.Line(Numbers(report.Counts));
        foreach (var theme in report.Retrospective)
            WriteTheme(theme, output);
        output.Line();
        output.Line(ClaimDot.Legend);
        ReportBrier.Write(report.Figures, output);
        if (report.Calibration is { } calibration)
            WriteCalibration(calibration, output);
        ReportDistributions.Write(report.Distributions, output);
        var standings = report.Standings;
        output.Line();
        output.Heading(
            string.Join(" · ", StandingsTable.Labels(standings.By, standings.ClaimsEntered, standings.Entered).Prepend("Standings"))
        );
        StandingsTable.Write(standings, output);
    }

    private static IEnumerable<string> Labels(ReportView report, SeasonRef season)
    {
        yield return season.ToString();
        if (report.Synthetic)
            yield return "synthetic";
        yield return ContractJson.Word(report.Phase);
        if (report.Version > 0)
            yield return $"version {Cells.Whole(report.Version)}";
        if (report.Hash is not null)
            yield return report.Hash;
        yield return $"revision {Cells.Whole(report.Revision)}";
        if (!report.UpToDate)
            yield return "being recomputed";
    }

    private static string Numbers(ReportCounts counts) =>
        string.Join(
            ", ",
            new (int Count, string One, string Many)[]
            {
                (counts.Predictions, "prediction", "predictions"),
                (counts.Claims, "claim", "claims"),
                Same(counts.Settled, "settled"),
                Same(counts.Void, "void"),
                Same(counts.Open, "open"),
                Same(counts.InConflict, "in conflict"),
                Same(counts.DecidedBeforeOpening, "decided before the opening"),
            }.Select(n => Charts.Counted.Of(n.Count, n.One, n.Many))
        );

    private static (int Count, string One, string Many) Same(int count, string what) => (count, what, what);

    private static void WriteTheme(ReportTheme theme, Output output)
    {
        output.Line();
        output.Heading(output.Text(theme.Name));
        foreach (var prediction in theme.Predictions)
        {
            output.Line();
            var rank = prediction.Rank is null ? "" : $"{Cells.Whole(prediction.Rank)}. ";
            output.Heading(rank + output.Text(prediction.Title));
            if (output.Text(prediction.CoreJudgement) is { Length: > 0 } judgement)
                output.Page.Write(new Text(judgement + "\n"));
            var claims = new Grid().AddColumns(5);
            foreach (var claim in prediction.Claims)
            {
                string[] cells =
                [
                    ClaimDot.Of(claim),
                    Cells.Whole(claim.Number),
                    output.Text(claim.Statement),
                    Word(claim),
                    Cells.Instant(claim.DecidedAt),
                ];
                claims.AddRow([.. cells.Select(c => new Text(Cells.Plain(c)))]);
            }
            output.Page.Write(claims);
        }
    }

    private static string Word(ReportClaim claim) =>
        claim.Outcome is not { Length: > 0 } outcome ? claim.Status
        : claim.Unit is { } unit && claim.Status == "settled" ? $"{outcome} {unit}"
        : outcome;

    private static void WriteCalibration(CalibrationTable calibration, Output output)
    {
        output.Line();
        var choice = calibration.Choice;
        output.Heading($"Calibration · {Charts.Counted.Of(calibration.Forecasts, "forecast")}, each weighing alike");
        if (choice is not null)
            output.Line(
                $"{Charts.Counted.Of(choice.Forecasts, "forecast")} on {Charts.Counted.Of(choice.Claims, "claim")} with options: "
                    + $"each option against the rest is a case, {Charts.Counted.Of(choice.Cases, "case")} in all."
            );
        var bins = calibration.Bins;
        var counted = bins.Count > 0 && bins.All(b => b.Clusters is not null);
        string[] clusters = counted ? ["Clusters"] : [];
        var table = Output.Columns(0, ["From", "To", "n", .. clusters, "Mean forecast", "Came true", "95 % from", "to"]);
        foreach (var bin in bins)
        {
            var interval = CalibrationTable.Shown(bin);
            string[] independent = counted ? [Cells.Count(bin.Clusters)] : [];
            Output.Row(
                table,
                [
                    Cells.Short(bin.Lower),
                    Cells.Short(bin.Upper),
                    Cells.Count(bin.N),
                    .. independent,
                    Cells.Short(bin.MeanForecast),
                    Cells.Short(bin.Observed),
                    Cells.Short(interval?.Lower),
                    Cells.Short(interval?.Upper),
                ]
            );
        }

        output.Page.Write(table);
        if (counted && bins.Any(b => b.Interval is null))
            output.Line(
                $"– no interval: fewer than {ScoreInterval.FewestClusters} clusters; what shares an outcome or a judgement is one."
            );
    }
}
