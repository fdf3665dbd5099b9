using System.CommandLine;
using Forecasts.Server.Features.Accounts;

namespace Forecasts.Server.Setup.Commands;

/// <summary><c>accounts roles</c>: which roles somebody has everywhere; those of a tournament stay.</summary>
public static class AccountsRolesCommand
{
    public static Command Create(GivenSettings given)
    {
        var name = new Argument<string?>("NAME") { Description = "The account's name", Arity = ArgumentArity.ZeroOrOne };
        var user = UserOption.Create();
        user.Hidden = true;
        var roles = new TextOption(
            "--roles",
            "a,b",
            "Those that the account has everywhere from now on, in place of the ones before; none takes them away",
            "which roles",
            "admin,organiser,reviewer,analyst,viewer or none"
        );
        var command = new Command("roles", "its roles everywhere, in place of the ones before") { name, user, roles };
        command.SetAction(
            async (parsed, _) =>
            {
                var (whom, words) = (user.Named(parsed, parsed.GetValue(name)), roles.Of(parsed));
                var wanted = words == RoleWords.None ? [] : RoleWords.Read(words);
                await using var on = await Installation.Open(given.Read());
                return parsed.Say(await AccountCommands.On(on.Settings, (session, _) => AccountCommands.GiveRoles(session, whom, wanted)));
            }
        );
        return command;
    }
}
