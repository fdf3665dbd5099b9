using System.CommandLine;
using System.Globalization;
using System.Text.Json;

namespace Forecasts.Cli;

/// <summary><c>forecasts score FILE.csv</c>: scores and calibration of a file of forecasts, without any server.</summary>
public static class ScoreCommand
{
    private static readonly JsonSerializerOptions Writing = Json.Writing(null);

    /// <summary>The command with its options.</summary>
    public static Command Create(Surroundings surroundings)
    {
        var file = new Argument<FileInfo>("FILE.csv")
        {
            Description = "One forecast a row: forecaster,question,probability,outcome and, if wanted, theme,weight,cluster,made_at",
        };
        var by = new Option<string?>("--by") { Description = "One result for each forecaster, question or theme; one in all without it" };
        by.AcceptOnlyFromAmong("forecaster", "question", "theme");
        var bins = new Option<int>("--bins") { Description = "Equal-width bins, 1 to 10000", DefaultValueFactory = _ => 10 };
        bins.Validators.Add(given =>
        {
            var inside = given.Tokens.All(t =>
                int.TryParse(t.Value, NumberStyles.Integer, CultureInfo.InvariantCulture, out var count) && count is >= 1 and <= 10_000
            );
            if (!inside)
                given.AddError("--bins must be a whole number within 1 and 10000.");
        });
        var format = new Option<string>("--format") { Description = "How the result is written", DefaultValueFactory = _ => "table" };
        format.AcceptOnlyFromAmong("table", "json", "csv");
        var seed = new Option<ulong>("--seed")
        {
            Description = "Seed of all resampling; the same seed gives the same result",
            DefaultValueFactory = _ => 1,
        };
        var plot = new Option<DirectoryInfo?>("--plot") { Description = "Write charts there, as Vega-Lite and SVG", HelpName = "DIR" };
        var refused = Refusals.Option();
        var command = new Command("score", "Score a CSV file of forecasts and look at their calibration, offline")
        {
            file,
            by,
            bins,
            format,
            plot,
            seed,
            refused,
        };
        command.SetAction(
            async (parsed, cancel) =>
            {
                var output = new Output(surroundings, Enum.Parse<Format>(parsed.GetValue(format)!, ignoreCase: true), "en", null);
                var groups = parsed.GetValue(by) is { } name ? Enum.Parse<GroupBy>(name, ignoreCase: true) : GroupBy.None;
                using var refusals = new Refusals("rows", parsed.GetValue(refused), parsed.GetRequiredValue(file));
                var rows = ScoreProgress.Read(output, parsed.GetRequiredValue(file), refusals);
                rows.Check(groups);
                var plots = parsed.GetValue(plot) is { } folder
                    ? new ScorePlots(folder, Language.OfLocale(surroundings.Variable("LANG")))
                    : null;
                var scores = ScoreProgress.Score(output, rows, groups, parsed.GetValue(bins), parsed.GetValue(seed));
                Write(plots is null ? scores : plots.Of(scores), groups, output);
                if (plots is not null)
                    await plots.Draw(output, cancel);
                return ExitCode.Done;
            }
        );
        return command;
    }

    // Group by group, so that not all of them are in memory at once.
    private static void Write(IEnumerable<Scored> scores, GroupBy by, Output output)
    {
        if (output.Format == Format.Table)
            ScorePage.Write(scores, by, output);
        else if (output.Format == Format.Csv)
            ScoreCsv.Write(scores.Select(s => s.Result), output);
        else
        {
            var before = "[\n";
            foreach (var (_, result, _) in scores)
            {
                output.Raw(before + JsonSerializer.Serialize(result, Writing));
                before = ",\n";
            }

            output.Raw("\n]\n");
        }
    }
}
