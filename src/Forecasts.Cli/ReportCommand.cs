using System.CommandLine;
using Forecasts.Domain;
using Forecasts.Domain.Seasons;

namespace Forecasts.Cli;

/// <summary><c>forecasts report SEASON</c>: the retrospective claim by claim, calibration, and standings.</summary>
public static class ReportCommand
{
    /// <summary>The command with its options.</summary>
    public static Command Create(Surroundings surroundings)
    {
        var season = SeasonArgument.Create();
        var version = new Option<int?>("--version")
        {
            Description = "Write a published version as it is stored, byte for byte, once its hash is checked",
            HelpName = "N",
        };
        var command = new Command("report", "Show a season's report (as CSV: its claims)") { season, version };
        var options = new ApiOptions(command);
        command.SetAction(
            async (parsed, cancel) =>
            {
                var output = options.Output(parsed, surroundings);
                using var api = options.Connect(parsed, surroundings);
                var name = parsed.GetRequiredValue(season);
                if (parsed.GetValue(version) is { } wanted)
                {
                    await FrozenReport.Write(api, name, wanted, output, cancel);
                    return ExitCode.Done;
                }

                var report = await api.Get<ReportView>(name.Address("report"), cancel);
                if (output.Format == Format.Json)
                    output.WriteJson(report);
                else if (output.Format == Format.Csv)
                    WriteCsv(report, name, output);
                else
                    ReportPage.Write(report, name, output);
                return ExitCode.Done;
            }
        );
        return command;
    }

    private static void WriteCsv(ReportView report, SeasonRef season, Output output)
    {
        output.CsvLine(
            "season",
            "synthetic",
            "theme",
            "prediction",
            "title",
            "core_judgement",
            "rank",
            "claim",
            "statement",
            "status",
            "outcome",
            "decided_at",
            "type",
            "unit"
        );
        foreach (var theme in report.Retrospective)
        foreach (var prediction in theme.Predictions)
        foreach (var claim in prediction.Claims)
        {
            output.CsvLine(
                season.ToString(),
                Cells.Truth(report.Synthetic),
                theme.Theme,
                prediction.Id,
                Shown(prediction.Title),
                Shown(prediction.CoreJudgement),
                Cells.Whole(prediction.Rank),
                Cells.Whole(claim.Number),
                Shown(claim.Statement),
                claim.Status,
                claim.Outcome ?? "",
                Cells.Instant(claim.DecidedAt),
                claim.Type,
                claim.Unit ?? ""
            );
        }

        string Shown(LocalText text) => text.Shown(output.Language);
    }
}
