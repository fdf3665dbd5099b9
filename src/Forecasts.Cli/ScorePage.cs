using System.Globalization;
using Forecasts.Scoring.Calibration;
using Spectre.Console;

namespace Forecasts.Cli;

/// <summary>Scores for reading: one group in full, several side by side. What n does not bear is hidden or stands in brackets.</summary>
public static class ScorePage
{
    private const string PerRow = "Means are per forecast (row, by its weight): of each forecaster and question the last row.";

    /// <summary>Writes the page.</summary>
    public static void Write(IEnumerable<Scored> scores, GroupBy by, Output output)
    {
        if (by == GroupBy.None)
            Whole(scores.Single(), output);
        else
            SideBySide(scores, by, output);
    }

    private static void SideBySide(IEnumerable<Scored> scores, GroupBy by, Output output)
    {
        var table = Output.Columns(
            1,
            by.ToString(),
            "n",
            "Clusters",
            "Base rate",
            "Mean Brier",
            "Skill",
            "Log",
            "MCB",
            "by chance",
            "p",
            "DSC",
            "Slope",
            "AUC",
            "Sure - right"
        );
        foreach (var (_, result, s) in scores)
        {
            Output.Row(
                table,
                [
                    result.Group!,
                    Cells.Count(s.N),
                    Cells.Count(s.Clusters),
                    Short(s.BaseRate),
                    At(s.Brier, b => b.Value),
                    Short(s.Skill),
                    At(s.Log, l => l.Unfloored),
                    At(s.Corp, c => c.Miscalibration),
                    At(s.Perfect, p => p.Miscalibration.Mean),
                    At(s.Perfect, p => p.Miscalibration.P),
                    At(s.Corp, c => c.Discrimination),
                    At(s.Cox, c => c.Slope),
                    At(s.Auc, a => a),
                    At(s.Confidence, c => c.Excess),
                ]
            );
        }

        output.Page.Write(table);
        output.Line(
            $"– too few cases, or undefined; (in brackets) few cases. MCB and DSC from n = {Threshold.Corp.ShownFrom}, slope from {Threshold.Cox.GreyFrom}, surely from {Threshold.Cox.ShownFrom}."
        );
        output.Line(PerRow);
    }

    private static void Whole(Scored scored, Output output)
    {
        var (group, _, s) = scored;
        var graded = s.Graded > 0 ? $" · {Cells.Count(s.Graded)} graded" : "";
        output.Line(
            $"n {Cells.Count(s.N)} · clusters {Cells.Count(s.Clusters)} · base rate {Short(s.BaseRate)} · {Percent(s.AtHalf)} of forecasts at 50 %{graded}"
        );
        var table = Output.Columns(1, "Figure", "Value", "95 %");
        table.AddColumn(new TableColumn(new Text("Compare", new Style(decoration: Decoration.Bold))).PadLeft(1));
        foreach (var line in Lines(s, group))
            Output.Row(table, line);
        output.Page.Write(table);
        output.Line(PerRow);
        if (s.Clusters < s.N)
            output.Line("\"By chance\" and p take rows as independent; the intervals go by cluster.");
        if (s.N < Threshold.Curve.ShownFrom && s.Stated is not null)
            Sentences(s.Stated, output);
        else
            Bins(s, output);
    }

    private static IEnumerable<string[]> Lines(CalibrationSummary s, ScoreGroup group)
    {
        var skill =
            s.Clusters > ScoreInterval.MostResampled
                ? null
                : SkillComparison.Of(group.Probabilities, group.Outcomes, default, group.Weights, group.Clusters, claims: group.Clusters);
        var (perfect, log, cox, same) = (s.Perfect.Value, s.Log.Value, s.Cox.Value, skill?.References ?? s.References);
        yield return Line(
            "Mean Brier",
            s.Brier,
            b => b.Value,
            b => b.Interval,
            $"on the same rows: always 50 % {Short(same.AlwaysHalf)}, base rate of the others {Short(same.BaseRateOfOthers)}",
            s.Clusters
        );
        yield return ["Brier skill", Short(s.Skill), "", "against the base rate of these cases, known only afterwards"];
        if (skill?.AlwaysHalf is { } half)
            yield return ["… against 50 %", Short(half.Value), Between(half.Interval, s.Clusters), ""];
        if (skill?.BaseRateOfOthers is { } others)
        {
            yield return
            [
                "… against the others'",
                Short(others.Value),
                Between(others.Interval, s.Clusters),
                "the base rate of all other clusters; 0 is no better",
            ];
        }

        yield return Line(
            "Mean log score",
            s.Log,
            l => l.Unfloored,
            _ => null,
            log.Floored > 0 ? $"{Short(log.AtFloor)} with {Cells.Count(log.Floored)} floored" : ""
        );
        yield return Line(
            "Happened - said",
            s.MeanGap,
            g => g.Value,
            g => g.Interval,
            "mean outcome less mean forecast; 0 is calibrated",
            s.Clusters
        );
        yield return Line(
            "Slope",
            s.Cox,
            c => c.Slope,
            _ => s.CoxIntervals.Slope,
            $"1 is calibrated, below over-confident; intercept {Short(cox.Intercept)}, p {Short(cox.P)}{(cox.Penalised ? "; penalised fit" : "")}",
            s.Clusters
        );
        yield return Line("Spiegelhalter's Z", s.Spiegelhalter, z => z.Z, _ => null, $"p {Short(s.Spiegelhalter.Value.P)}");
        yield return Line(
            "Miscalibration MCB",
            s.Corp,
            c => c.Miscalibration,
            _ => null,
            $"{Short(perfect.Miscalibration.Mean)} by chance, p {Short(perfect.Miscalibration.P)}"
        );
        yield return Line(
            "Discrimination DSC",
            s.Corp,
            c => c.Discrimination,
            _ => null,
            $"of uncertainty UNC {Short(s.Corp.Value.Uncertainty)}"
        );
        yield return Line(
            "Sure - right",
            s.Confidence,
            c => c.Excess,
            _ => null,
            $"said {Percent(s.Confidence.Value.MeanConfidence)}, right {Percent(s.Confidence.Value.HitRate)}; above 0 over-confident"
        );
        yield return Line(
            "AUC",
            s.Auc,
            a => a,
            _ => null,
            double.IsNaN(s.Auc.Value) ? "undefined: all outcomes are equal" : "0.5 is guessing"
        );
        yield return Line(
            "ECE",
            s.Perfect,
            p => p.Ece.Observed,
            _ => null,
            $"{Short(perfect.Ece.Mean)} by chance, p {Short(perfect.Ece.P)}"
        );
        yield return Line("SmoothECE", s.SmoothEce, e => e.Value, _ => null, "");
        yield return Line(
            "Reliability REL",
            s.Perfect,
            p => p.Reliability.Observed,
            _ => null,
            $"{Short(perfect.Reliability.Mean)} by chance, p {Short(perfect.Reliability.P)}; {Cells.Count(perfect.Resamples)} resamples"
        );
    }

    /// <param name="clusters">Behind the interval; null where the figure has none.</param>
    private static string[] Line<T>(
        string name,
        Figure<T> figure,
        Func<T, double> value,
        Func<T, Interval?> interval,
        string compare,
        int? clusters = null
    ) =>
        figure.Visibility == Visibility.Hidden
            ? [name, "–", "", $"from n = {Cells.Count(figure.GreyFrom)}"]
            :
            [
                name,
                At(figure, value),
                Between(interval(figure.Value), clusters),
                figure.Visibility == Visibility.Grey ? $"little below n = {Cells.Count(figure.ShownFrom)}; {compare}" : compare,
            ];

    private static void Bins(CalibrationSummary s, Output output)
    {
        var table = Output.Columns(1, "Said", "n", "Clusters", "Mean said", "Happened", "95 %");
        foreach (var b in s.Bins)
        {
            var range = $"{Percent(b.Lower)} to {Percent(b.Upper)}";
            var interval = Between(b.Share.Interval, b.Share.Clusters);
            Output.Row(table, [range, Cells.Count(b.N), Cells.Count(b.Share.Clusters), Short(b.MeanForecast), Short(b.Observed), interval]);
        }

        output.Page.Write(table);
        output.Line("95 %: Wilson's interval where each row is a cluster of its own and yes or no, else by drawing clusters anew.");
    }

    private static void Sentences(IReadOnlyList<StatedValue> stated, Output output)
    {
        foreach (var v in stated)
        {
            var happened = v.Happened.ToString("0.#", CultureInfo.InvariantCulture);
            var line = $"Said {Percent(v.Stated)}, happened {happened} of {Cells.Count(v.N)}.";
            output.Line(
                v is { Usual: { } usual, Chance: { } chance }
                    ? $"{line} If {Percent(v.Stated)} were right, {Cells.Count(usual.Lower)} to {Cells.Count(usual.Upper)} would be usual; {happened} or {(v.Fewer ? "fewer" : "more")} happens {Percent(chance)} of the time."
                    : line
            );
        }
    }

    // An interval, or why there is none.
    private static string Between(Interval? interval, int? clusters) =>
        interval is { } i ? $"{Short(i.Lower)} to {Short(i.Upper)}"
        : clusters is null ? ""
        : clusters < ScoreInterval.FewestClusters ? $"– (fewer than {ScoreInterval.FewestClusters} clusters)"
        : "–";

    private static string At<T>(Figure<T> figure, Func<T, double> value) =>
        figure.Visibility switch
        {
            Visibility.Hidden => "–",
            Visibility.Grey => $"({Short(value(figure.Value))})",
            _ => Short(value(figure.Value)),
        };

    private static string Short(double value) => Cells.Short(double.IsNaN(value) ? null : value);

    private static string Percent(double share) => Charts.Percent.Of(share, share is > 0 and < 0.01 or > 0.99 and < 1 ? 1 : 0);
}
