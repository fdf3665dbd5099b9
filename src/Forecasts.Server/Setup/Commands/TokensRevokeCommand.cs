using System.CommandLine;
using System.Globalization;
using Forecasts.Server.Features.Accounts;

namespace Forecasts.Server.Setup.Commands;

/// <summary><c>tokens revoke</c>: ends somebody's tokens at once.</summary>
public static class TokensRevokeCommand
{
    public static Command Create(GivenSettings given)
    {
        var user = UserOption.Create();
        var label = new TextOption("--label", "TEXT", "Only those that are called so");
        var command = new Command("revoke", "they end at once") { user, label };
        command.SetAction(
            async (parsed, _) =>
            {
                var name = user.Named(parsed);
                await using var on = await Installation.Open(given.Read());
                var gone = await AccountCommands.On(
                    on.Settings,
                    (session, now) => AccountCommands.Revoke(session, name, parsed.GetValue(label), now)
                );
                return parsed.Say(string.Create(CultureInfo.InvariantCulture, $"Revoked: {gone}"));
            }
        );
        return command;
    }
}
