using Forecasts.Domain.Seasons;
using Spectre.Console;

namespace Forecasts.Cli;

/// <summary>Standings for reading and as CSV; crowds stand below the analysts, unranked.</summary>
public static class StandingsTable
{
    /// <summary>What a reader must know beside the table: the ranking score, how fresh it is, whether the data is synthetic.</summary>
    public static IEnumerable<string> Labels(StandingsView standings) =>
        [
            .. standings.Synthetic ? ["synthetic"] : Array.Empty<string>(),
            .. Labels(standings.By, standings.ClaimsEntered, standings.Entered),
            $"revision {Cells.Whole(standings.Revision)}",
            .. standings.UpToDate ? Array.Empty<string>() : ["being recomputed"],
        ];

    /// <summary>The ranking score, and how many claims entered.</summary>
    public static IEnumerable<string> Labels(string by, int claimsEntered, EnteredClaims? entered)
    {
        yield return $"by {by}";
        yield return $"{Charts.Counted.Of(claimsEntered, "claim")} entered";
        if (entered is not null && entered.RelativeBrier != claimsEntered)
            yield return $"{Charts.Counted.Of(entered.RelativeBrier, "claim")} in relative Brier";
    }

    /// <summary>The table with three decimals.</summary>
    public static void Write(ReportStandings standings, Output output)
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
                    s.Name,
                    .. Scores(s, Cells.Short),
                    Cells.Count(s.Claims),
                    Cells.Count(s.Withdrawn),
                    Cells.Count(s.Floored),
                ]
            );
        }
        foreach (var c in standings.Crowds)
            Output.Row(table, ["", $"crowd: {c.Crowd}", .. Scores(c, Cells.Short), Cells.Count(c.Claims), "", ""]);
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
    public static void WriteCsv(StandingsView standings, SeasonRef season, Output output)
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
            standings.By,
        ];
        foreach (var s in standings.Items)
        {
            output.CsvLine([
                .. about,
                "analyst",
                Cells.Whole(s.Rank),
                s.Analyst,
                s.Name,
                .. Scores(s, Cells.Full),
                Cells.Whole(s.Claims),
                Cells.Whole(s.Withdrawn),
                Cells.Whole(s.Floored),
            ]);
        }
        foreach (var c in standings.Crowds)
        {
            output.CsvLine([.. about, "crowd", "", "", c.Crowd, .. Scores(c, Cells.Full), Cells.Whole(c.Claims), "", ""]);
        }
    }

    private static IEnumerable<string> Scores(RankedStanding s, Func<double?, string> write) =>
        new[] { s.Peer, s.RelativeBrier, s.Baseline, s.Brier, s.LogScore, s.Coverage }.Select(write);

    private static IEnumerable<string> Scores(CrowdStanding c, Func<double?, string> write) =>
        new[] { c.Peer, c.RelativeBrier, c.Baseline, c.Brier, c.LogScore, c.Coverage }.Select(write);
}
