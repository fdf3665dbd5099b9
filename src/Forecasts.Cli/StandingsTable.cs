using Spectre.Console;

namespace Forecasts.Cli;

/// <summary>Standings for reading and as CSV; crowds stand below the analysts, unranked.</summary>
public static class StandingsTable
{
    /// <summary>What a reader must know beside the table: the ranking score, how fresh it is, whether the data is synthetic.</summary>
    public static IEnumerable<string> Labels(Standings standings)
    {
        if (standings.Synthetic)
            yield return "synthetic";
        if (standings.By is not null)
            yield return $"by {standings.By}";
        if (standings.ClaimsEntered is not null)
            yield return $"{Charts.Counted.Of(standings.ClaimsEntered.Value, "claim")} entered";
        if (standings.Entered is { } entered && entered.RelativeBrier != standings.ClaimsEntered)
            yield return $"{Charts.Counted.Of(entered.RelativeBrier, "claim")} in relative Brier";
        if (standings.Revision is not null)
            yield return $"revision {Cells.Whole(standings.Revision)}";
        if (standings.UpToDate == false)
            yield return "being recomputed";
    }

    /// <summary>The table with three decimals.</summary>
    public static void Write(Standings standings, Output output)
    {
        var table = Output.Columns(
            2,
            "#",
            "Analyst",
            "Peer",
            "Rel. Brier",
            "Baseline",
            "Brier at close",
            "Log at close",
            "Coverage",
            "Claims",
            "Withdrawn",
            "Floored"
        );
        foreach (var s in standings.Items)
        {
            Output.Row(
                table,
                [
                    Cells.Whole(s.Rank),
                    s.Name is null ? s.Analyst ?? "" : output.Text(s.Name),
                    .. Scores(s, Cells.Short),
                    Cells.Count(s.Claims),
                    Cells.Count(s.Withdrawn),
                    Cells.Count(s.Floored),
                ]
            );
        }
        foreach (var c in standings.Crowds ?? [])
            Output.Row(table, ["", $"crowd: {output.Text(c.Crowd)}", .. Scores(c, Cells.Short), Cells.Count(c.Claims), "", ""]);
        if (table.Rows.Count == 0)
            output.Line("No standings yet.");
        else
        {
            output.Page.Write(table);
            output.Line("Peer, relative Brier and baseline: time-averaged, per claim by its weight, a missed claim counts 0.");
            output.Line("Brier and log score: means at close over the claims of each; three grades by their three probabilities.");
            if (standings.Entered is { } entered && entered.RelativeBrier != standings.ClaimsEntered)
                output.Line("Numbers and dates enter peer and baseline only.");
        }
    }

    /// <summary>One row for each analyst and crowd, with every digit.</summary>
    public static void WriteCsv(Standings standings, SeasonName season, Output output)
    {
        output.CsvLine(
            "season",
            "synthetic",
            "up_to_date",
            "revision",
            "by",
            "kind",
            "rank",
            "analyst",
            "name",
            "peer",
            "relative_brier",
            "baseline",
            "brier",
            "log_score",
            "coverage",
            "claims",
            "withdrawn",
            "floored"
        );
        string[] about =
        [
            season.ToString(),
            Cells.Truth(standings.Synthetic),
            Cells.Truth(standings.UpToDate),
            Cells.Whole(standings.Revision),
            standings.By ?? "",
        ];
        foreach (var s in standings.Items)
        {
            output.CsvLine([
                .. about,
                "analyst",
                Cells.Whole(s.Rank),
                s.Analyst ?? "",
                s.Name?.In(output.Language) ?? "",
                .. Scores(s, Cells.Full),
                Cells.Whole(s.Claims),
                Cells.Whole(s.Withdrawn),
                Cells.Whole(s.Floored),
            ]);
        }
        foreach (var c in standings.Crowds ?? [])
        {
            var name = c.Crowd?.In(output.Language) ?? "";
            output.CsvLine([.. about, "crowd", "", "", name, .. Scores(c, Cells.Full), Cells.Whole(c.Claims), "", ""]);
        }
    }

    private static IEnumerable<string> Scores(Standing s, Func<double?, string> write) =>
        new[] { s.Peer, s.RelativeBrier, s.Baseline, s.Brier, s.LogScore, s.Coverage }.Select(write);

    private static IEnumerable<string> Scores(CrowdStanding c, Func<double?, string> write) =>
        new[] { c.Peer, c.RelativeBrier, c.Baseline, c.Brier, c.LogScore, c.Coverage }.Select(write);
}
