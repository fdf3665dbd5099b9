using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Microsoft.AspNetCore.Connections;
using Npgsql;

namespace Forecasts.Server.Setup.Commands;

/// <summary>The program's commands; without one it serves. What cannot be done is told in a sentence, with exit code 2.</summary>
public static class ServerCommands
{
    public static async Task<int> Run(string[] args)
    {
        try
        {
            return await Invoke(args, Console.Out);
        }
        catch (StartRefused refused)
        {
            return await Fail(refused.Message);
        }
        catch (Exception e) when (Causes(e).OfType<NpgsqlException>().FirstOrDefault() is { } failed)
        {
            return await Fail(
                failed is PostgresException said
                    ? $"The database refuses: {said.MessageText}."
                    : $"The database does not answer: {failed.Message.TrimEnd('.')}."
            );
        }
        catch (IOException e) when (Causes(e).OfType<AddressInUseException>().Any())
        {
            return await Fail($"{e.Message.TrimEnd('.')}: choose another address with --urls.");
        }
    }

    /// <exception cref="StartRefused">It cannot be done.</exception>
    public static async Task<int> Invoke(string[] args, TextWriter output)
    {
        var words = SettingWords.Of(args);
        var root = Root(new GivenSettings(words.Settings));
        // A word that starts with @ is a value like any other, not a file to read words from.
        var parsed = root.Parse(words.Rest, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Action is ParseErrorAction)
            throw new StartRefused(Mistake(parsed, root, words.Rest));
        // How the program ends is the web host's and the database's business: no deadline is set from here.
        return await parsed.InvokeAsync(
            new InvocationConfiguration
            {
                Output = output,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
            }
        );
    }

    private static RootCommand Root(GivenSettings given)
    {
        var root = new RootCommand("A server for forecasting tournaments.")
        {
            ServeCommand.Create(given),
            new Command("tokens", "Personal access tokens") { TokensCreateCommand.Create(given), TokensRevokeCommand.Create(given) },
            SigninLinkCommand.Create(given),
            new Command("accounts", "Who gets in")
            {
                AccountsShutCommand.Create(given),
                AccountsOpenCommand.Create(given),
                AccountsSignOutCommand.Create(given),
                AccountsRescueCommand.Create(given),
                AccountsRolesCommand.Create(given),
            },
            new Command("errors", "What consumers gave up on")
            {
                ErrorsListCommand.Create(given),
                ErrorsShowCommand.Create(given),
                ErrorsReplayCommand.Create(given),
                ErrorsDiscardCommand.Create(given),
            },
            BackupCommand.Create(given),
            RestoreCommand.Create(given),
            RescoreCommand.Create(given),
            DbApplyCommand.Create(given),
            DbAssertCommand.Create(given),
        };
        ServeCommand.Fill(root, given);
        var help = root.Options.OfType<HelpOption>().Single();
        help.Action = new ShowUsage(root, (HelpAction)help.Action!);
        var word = new Command("help") { Hidden = true };
        word.SetAction(parsed => parsed.Say(Usage.Of(root)));
        root.Add(word);
        return root;
    }

    private static string Mistake(ParseResult parsed, RootCommand root, string[] args)
    {
        var words = args.TakeWhile(a => !a.StartsWith('-')).ToList();
        var option = parsed.UnmatchedTokens.FirstOrDefault(t => t.StartsWith('-'));
        var isLeaf = parsed.CommandResult.Command.Subcommands.Count == 0;
        if (words.Count > 0 && (!isLeaf || (parsed.UnmatchedTokens.Count > 0 && option != parsed.UnmatchedTokens[0])))
            return $"'{string.Join(' ', words)}' is not a command.\n{Usage.Of(root)}";
        return option is not null ? $"There is no option {option.Split('=')[0]} here; see --help."
            : parsed.UnmatchedTokens.Count > 0 ? $"'{parsed.UnmatchedTokens[0]}' is not expected here; see --help."
            : parsed.Errors[0].Message.TrimEnd('.') + ".";
    }

    private static async Task<int> Fail(string reason)
    {
        await Console.Error.WriteLineAsync(reason);
        return 2;
    }

    private static IEnumerable<Exception> Causes(Exception? e)
    {
        for (; e is not null; e = e.InnerException)
            yield return e;
    }
}
