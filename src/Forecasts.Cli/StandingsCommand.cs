using System.CommandLine;
using Forecasts.Domain.Seasons;

namespace Forecasts.Cli;

/// <summary><c>forecasts standings SEASON</c>: analysts and crowds by score.</summary>
public static class StandingsCommand
{
    private const int Tries = 3;

    /// <summary>The command with its options.</summary>
    public static Command Create(Surroundings surroundings)
    {
        var season = SeasonArgument.Create();
        var by = new Option<string>("--by") { Description = "The score that ranks", DefaultValueFactory = _ => "peer" };
        by.AcceptOnlyFromAmong("peer", "relativeBrier", "baseline");
        var command = new Command("standings", "Show a season's standings") { season, by };
        var options = new ApiOptions(command);
        command.SetAction(
            async (parsed, cancel) =>
            {
                var output = options.Output(parsed, surroundings);
                using var api = options.Connect(parsed, surroundings);
                var name = parsed.GetRequiredValue(season);
                Write(await Read(api, name.Address($"standings?by={parsed.GetValue(by)}"), cancel), name, output);
                return ExitCode.Done;
            }
        );
        return command;
    }

    // Ranks from two computations must not be mixed: when the revision moves between pages, reading starts over.
    private static async Task<StandingsView> Read(ApiClient api, string address, CancellationToken cancel)
    {
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            var first = await api.Get<StandingsView>(ApiClient.PageOf(address, null), cancel);
            var (page, items) = (first, first.Items.ToList());
            while (page.Next is { } after && page.Revision == first.Revision)
            {
                page = await api.Get<StandingsView>(ApiClient.PageOf(address, after), cancel);
                if (page.Next == after)
                    throw new FailureException("The server repeats the same page of the standings.");
                items.AddRange(page.Items);
            }
            if (page.Revision == first.Revision)
                return first with { Items = items, Next = null };
        }
        throw new FailureException("The standings keep changing while they are read; try again in a moment.");
    }

    private static void Write(StandingsView standings, SeasonRef name, Output output)
    {
        if (output.Format == Format.Json)
            output.WriteJson(standings);
        else if (output.Format == Format.Csv)
            StandingsTable.WriteCsv(standings, name, output);
        else
        {
            output.Heading(string.Join(" · ", StandingsTable.Labels(standings).Prepend(name.ToString())));
            StandingsTable.Write(
                new(standings.By, standings.Sealed, standings.ClaimsEntered, standings.Items, standings.Crowds, standings.Entered),
                output
            );
        }
    }
}
