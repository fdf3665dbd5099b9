using System.CommandLine;
using Forecasts.Server.Features.Accounts;

namespace Forecasts.Server.Setup.Commands;

/// <summary><c>signin-link</c>: prints a link for somebody known.</summary>
public static class SigninLinkCommand
{
    public static Command Create(GivenSettings given)
    {
        var user = UserOption.Create();
        var command = new Command("signin-link", "a link that signs in once, within a day") { user };
        command.SetAction(
            async (parsed, _) =>
            {
                var name = user.Named(parsed);
                await using var on = await Installation.Open(given.Read());
                var path = await AccountCommands.On(on.Settings, (session, now) => AccountCommands.LinkFor(session, name, now));
                return parsed.Say(given.Server(on.Settings) + path);
            }
        );
        return command;
    }
}
