using System.CommandLine;
using System.CommandLine.Invocation;

namespace Forecasts.Cli;

/// <summary>The program <c>forecasts</c>: its subcommands, and what becomes of a command that cannot go on.</summary>
public static class ForecastsCommand
{
    /// <summary>Runs one command line.</summary>
    /// <returns>One of <see cref="ExitCode"/>; the reason of a failure is on standard error by then.</returns>
    public static async Task<int> Run(string[] arguments, Surroundings surroundings)
    {
        var root = new RootCommand("Forecasting tournaments: import forecasts, read standings and reports, score files offline.")
        {
            ImportCommand.Create(surroundings),
            ImportsCommand.Create(surroundings),
            SeasonsCommand.Create(surroundings),
            StandingsCommand.Create(surroundings),
            ReportCommand.Create(surroundings),
            ScoreCommand.Create(surroundings),
            ScoreTournamentCommand.Create(surroundings),
        };
        // An argument that starts with @ is a value like any other, not a file to read arguments from.
        var parsed = root.Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Action is ParseErrorAction)
            return Fail(surroundings, [Mistake(parsed)]);
        try
        {
            return await parsed.InvokeAsync(
                new InvocationConfiguration
                {
                    Output = surroundings.Out,
                    Error = surroundings.Error,
                    EnableDefaultExceptionHandler = false,
                }
            );
        }
        catch (FailureException failure)
        {
            return Fail(surroundings, failure.Lines);
        }
        catch (IOException lost)
        {
            return Fail(surroundings, [$"Reading or writing failed: {lost.Message}"]);
        }
        finally
        {
            await surroundings.Out.FlushAsync();
        }
    }

    private static int Fail(Surroundings surroundings, IEnumerable<string> reason)
    {
        foreach (var line in reason)
            surroundings.Error.WriteLine(Cells.Plain(line));
        return ExitCode.Failed;
    }

    // Unknown words are not repeated: after a mistyped "--token" the next word is the token.
    private static string Mistake(ParseResult parsed)
    {
        if (parsed.UnmatchedTokens.Count == 0)
            return parsed.Errors[0].Message;
        var options = parsed.UnmatchedTokens.Where(t => t.StartsWith('-')).Select(t => t.Split('=', ':')[0]).ToList();
        return options.Count > 0
            ? $"There is no option {string.Join(", ", options)} here; see --help."
            : "There is an argument or command that this program does not know; see --help.";
    }
}
