using System.CommandLine;
using Forecasts.Server.Features.Accounts;
using Marten;

namespace Forecasts.Server.Setup.Commands;

/// <summary>What commands about one account have in common: its name as a word of its own (or as --user), one sentence.</summary>
public static class AccountVerb
{
    /// <param name="link">What it says is the path of a link.</param>
    public static Command Create(
        GivenSettings given,
        string verb,
        string description,
        Func<IDocumentSession, string, DateTimeOffset, Task<string>> work,
        bool link = false
    )
    {
        var name = new Argument<string?>("NAME") { Description = "The account's name", Arity = ArgumentArity.ZeroOrOne };
        var user = UserOption.Create();
        user.Hidden = true;
        var command = new Command(verb, description) { name, user };
        command.SetAction(
            async (parsed, _) =>
            {
                var whom = user.Named(parsed, parsed.GetValue(name));
                await using var on = await Installation.Open(given.Read());
                var said = await AccountCommands.On(on.Settings, (session, now) => work(session, whom, now));
                return parsed.Say(link ? given.Server(on.Settings) + said : said);
            }
        );
        return command;
    }
}
