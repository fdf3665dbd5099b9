using Forecasts.Scoring.Calibration;
using Spectre.Console;

namespace Forecasts.Cli;

/// <summary>A report for reading: each theme's claims with their dots, then calibration, then standings.</summary>
public static class ReportPage
{
    /// <summary>Writes the whole page.</summary>
    public static void Write(Report report, SeasonName season, Output output)
    {
        output.Heading(report.Title is null ? season.ToString() : output.Text(report.Title));
        output.Line(string.Join(" · ", Labels(report, season)));
        if (Numbers(report.Counts) is { Length: > 0 } numbers)
            output.Line(numbers);
        foreach (var theme in report.Retrospective ?? [])
            WriteTheme(theme, output);
        output.Line();
        output.Line(ClaimDot.Legend);
        ReportBrier.Write(report.Figures, output);
        if (report.Calibration is { } calibration)
            WriteCalibration(calibration, output);
        ReportDistributions.Write(report.Distributions, output);
        if (report.Standings is { } standings)
        {
            output.Line();
            output.Heading(string.Join(" · ", StandingsTable.Labels(standings).Prepend("Standings")));
            StandingsTable.Write(standings, output);
        }
    }

    private static IEnumerable<string> Labels(Report report, SeasonName season)
    {
        yield return season.ToString();
        if (report.Synthetic)
            yield return "synthetic";
        if (report.Phase is not null)
            yield return report.Phase;
        if (report.Version is not null)
            yield return $"version {Cells.Whole(report.Version)}";
        if (report.Hash is not null)
            yield return report.Hash;
        if (report.Revision is not null)
            yield return $"revision {Cells.Whole(report.Revision)}";
        if (report.UpToDate == false)
            yield return "being recomputed";
    }

    private static string Numbers(Counts? counts) =>
        counts is null
            ? ""
            : string.Join(
                ", ",
                new (int? Count, string One, string Many)[]
                {
                    (counts.Predictions, "prediction", "predictions"),
                    (counts.Claims, "claim", "claims"),
                    Same(counts.Settled, "settled"),
                    Same(counts.Void, "void"),
                    Same(counts.Open, "open"),
                    Same(counts.InConflict, "in conflict"),
                    Same(counts.DecidedBeforeOpening, "decided before the opening"),
                }
                    .Where(n => n.Count is not null)
                    .Select(n => Charts.Counted.Of(n.Count!.Value, n.One, n.Many))
            );

    private static (int? Count, string One, string Many) Same(int? count, string what) => (count, what, what);

    private static void WriteTheme(ReportedTheme theme, Output output)
    {
        output.Line();
        output.Heading(theme.Name is null ? theme.Theme ?? "" : output.Text(theme.Name));
        foreach (var prediction in theme.Predictions ?? [])
        {
            output.Line();
            var rank = prediction.Rank is null ? "" : $"{Cells.Whole(prediction.Rank)}. ";
            output.Heading(rank + output.Text(prediction.Title));
            if (output.Text(prediction.CoreJudgement) is { Length: > 0 } judgement)
                output.Page.Write(new Text(judgement + "\n"));
            var claims = new Grid().AddColumns(5);
            foreach (var claim in prediction.Claims ?? [])
            {
                string[] cells =
                [
                    ClaimDot.Of(claim),
                    Cells.Whole(claim.Number),
                    output.Text(claim.Statement),
                    Word(claim, output),
                    claim.DecidedAt ?? "",
                ];
                claims.AddRow([.. cells.Select(c => new Text(Cells.Plain(c)))]);
            }
            output.Page.Write(claims);
        }
    }

    private static string Word(ReportedClaim claim, Output output) =>
        output.Text(claim.Outcome) is not { Length: > 0 } outcome ? claim.Status ?? ""
        : claim.Unit is { } unit && claim.Status == "settled" ? $"{outcome} {unit}"
        : outcome;

    private static void WriteCalibration(Calibration calibration, Output output)
    {
        output.Line();
        var choice = calibration.Choice;
        var forecasts = (calibration.N ?? 0) - (choice?.Cases ?? 0) + (choice?.Forecasts ?? 0);
        output.Heading($"Calibration · {Charts.Counted.Of(forecasts, "forecast")}, each weighing alike");
        if (choice is not null)
            output.Line(
                $"{Charts.Counted.Of(choice.Forecasts, "forecast")} on {Charts.Counted.Of(choice.Claims, "claim")} with options: "
                    + $"each option against the rest is a case, {Charts.Counted.Of(choice.Cases, "case")} in all."
            );
        var bins = calibration.Bins ?? [];
        var counted = bins.Count > 0 && bins.TrueForAll(b => b.Clusters is not null);
        string[] clusters = counted ? ["Clusters"] : [];
        var table = Output.Columns(0, ["From", "To", "n", .. clusters, "Mean forecast", "Came true", "95 % from", "to"]);
        foreach (var bin in bins)
        {
            var interval = counted ? bin.Interval : bin.Wilson;
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
        if (counted && bins.Exists(b => b.Interval is null))
            output.Line(
                $"– no interval: fewer than {ScoreInterval.FewestClusters} clusters; what shares an outcome or a judgement is one."
            );
    }
}
