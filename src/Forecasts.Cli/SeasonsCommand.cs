using System.CommandLine;
using Forecasts.Domain.Seasons;

namespace Forecasts.Cli;

/// <summary><c>forecasts seasons</c>: every season that the token's owner may see, tournament by tournament.</summary>
public static class SeasonsCommand
{
    /// <summary>The command with its options.</summary>
    public static Command Create(Surroundings surroundings)
    {
        var tournament = new Option<string?>("--tournament") { Description = "Only this tournament's seasons", HelpName = "SLUG" };
        var command = new Command("seasons", "List seasons") { tournament };
        var options = new ApiOptions(command);
        command.SetAction(
            async (parsed, cancel) =>
            {
                var output = options.Output(parsed, surroundings);
                using var api = options.Connect(parsed, surroundings);
                Write(await Read(api, parsed.GetValue(tournament), cancel), output);
                return ExitCode.Done;
            }
        );
        return command;
    }

    private static async Task<List<SeasonView>> Read(ApiClient api, string? tournament, CancellationToken cancel)
    {
        var slugs = tournament is null
            ? await api.All<TournamentRequest>("tournaments", cancel).Select(t => t.Slug).ToListAsync(cancel)
            : [tournament];
        var seasons = new List<SeasonView>();
        foreach (var slug in slugs)
        await foreach (var season in api.All<SeasonView>($"tournaments/{Uri.EscapeDataString(slug)}/seasons", cancel))
            seasons.Add(season);
        return seasons;
    }

    private static void Write(List<SeasonView> seasons, Output output)
    {
        if (output.Format == Format.Json)
            output.WriteJson(seasons);
        else if (output.Format == Format.Csv)
            WriteCsv(seasons, output);
        else
            WriteTable(seasons, output);
    }

    private static void WriteTable(List<SeasonView> seasons, Output output)
    {
        if (seasons.Count == 0)
        {
            output.Line("No seasons.");
            return;
        }
        var table = Output.Columns(4, "Season", "Title", "Phase", "Data", "Predictions", "Claims", "Settled", "Void", "Open");
        foreach (var s in seasons)
        {
            var made = s.Synthetic ? "synthetic" : "";
            Output.Row(
                table,
                [$"{Name(s)}", output.Text(s.Title), ContractJson.Word(s.Phase), made, .. Numbers(s.Counts).Select(Cells.Count)]
            );
        }

        output.Page.Write(table);
    }

    private static void WriteCsv(List<SeasonView> seasons, Output output)
    {
        output.CsvLine("season", "title", "phase", "synthetic", "predictions", "claims", "settled", "void", "open");
        foreach (var s in seasons)
        {
            var title = s.Title.Shown(output.Language);
            output.CsvLine([
                Name(s),
                title,
                ContractJson.Word(s.Phase),
                Cells.Truth(s.Synthetic),
                .. Numbers(s.Counts).Select(Cells.Whole),
            ]);
        }
    }

    private static string Name(SeasonView season) => new SeasonRef(season.Tournament, season.Year).ToString();

    private static IEnumerable<long?> Numbers(SeasonCounts counts) =>
        [counts.Predictions, counts.Claims, counts.Settled, counts.Void, counts.Open];
}
