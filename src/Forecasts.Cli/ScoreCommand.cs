using System.CommandLine;
using System.Text.Json;
using Forecasts.Scoring.Calibration;

namespace Forecasts.Cli;

/// <summary><c>forecasts score FILE.csv</c>: scores and calibration of a file of forecasts, without any server.</summary>
public static class ScoreCommand
{
    private static readonly JsonSerializerOptions Writing = Json.Writing(null);

    /// <summary>The command with its options.</summary>
    public static Command Create(Surroundings surroundings)
    {
        var file = new Argument<FileInfo>("FILE.csv") { Description = "One forecast a row: forecaster,question,probability,outcome and, if wanted, theme,weight,cluster,made_at" };
        var by = new Option<string?>("--by") { Description = "One result for each forecaster, question or theme; one in all without it" };
        by.AcceptOnlyFromAmong("forecaster", "question", "theme");
        var bins = new Option<int>("--bins") { Description = "Equal-width bins, 1 to 10000", DefaultValueFactory = _ => 10 };
        bins.Validators.Add(given => { if (given.GetValue(bins) is < 1 or > 10_000) given.AddError("--bins must lie within 1 and 10000."); });
        var format = new Option<string>("--format") { Description = "How the result is written", DefaultValueFactory = _ => "table" };
        format.AcceptOnlyFromAmong("table", "json", "csv");
        var seed = new Option<ulong>("--seed") { Description = "Seed of all resampling; the same seed gives the same result", DefaultValueFactory = _ => 1 };
        var command = new Command("score", "Score a CSV file of forecasts and look at their calibration, offline") { file, by, bins, format, seed };
        command.SetAction(parsed =>
        {
            var output = new Output(surroundings, Enum.Parse<Format>(parsed.GetValue(format)!, ignoreCase: true), "en", null);
            var groups = parsed.GetValue(by) is { } name ? Enum.Parse<GroupBy>(name, ignoreCase: true) : GroupBy.None;
            var rows = ScoreProgress.Read(output, parsed.GetRequiredValue(file));
            rows.Check(groups);
            Write(ScoreProgress.Score(output, rows, groups, parsed.GetValue(bins), parsed.GetValue(seed)), groups, output);
            return ExitCode.Done;
        });
        return command;
    }

    // Group by group, so that not all of them are in memory at once.
    private static void Write(IEnumerable<(ScoreResult Result, CalibrationSummary Summary)> scores, GroupBy by, Output output)
    {
        if (output.Format == Format.Table) ScorePage.Write(scores, by, output);
        else if (output.Format == Format.Csv) ScoreCsv.Write(scores.Select(s => s.Result), output);
        else
        {
            var before = "[\n";
            foreach (var (result, _) in scores)
            {
                output.Raw(before + JsonSerializer.Serialize(result, Writing));
                before = ",\n";
            }

            output.Raw("\n]\n");
        }
    }
}
