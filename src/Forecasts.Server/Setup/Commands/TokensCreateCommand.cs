using System.CommandLine;
using System.Globalization;
using Forecasts.Server.Features.Accounts;

namespace Forecasts.Server.Setup.Commands;

/// <summary><c>tokens create</c>: prints a new token, once.</summary>
public static class TokensCreateCommand
{
    private const int Longest = 3_650;

    public static Command Create(GivenSettings given)
    {
        var user = UserOption.Create();
        var roles = new TextOption(
            "--roles",
            "a,b",
            "Those that the account has everywhere from now on",
            "which roles",
            "admin,organiser,reviewer,analyst,viewer"
        );
        var label = new TextOption("--label", "TEXT", "What it is called when it is revoked");
        var days = new TextOption("--days", "N", "How long it is valid, 1 to 3650; 365 without");
        var command = new Command("create", "a token, and the account where there is none") { user, roles, label, days };
        command.SetAction(
            async (parsed, _) =>
            {
                var (name, wanted, valid) = (user.Named(parsed), RoleWords.Read(roles.Of(parsed)), Days(parsed.GetValue(days)));
                await using var on = await Installation.Open(given.Read());
                return parsed.Say(
                    await AccountCommands.On(
                        on.Settings,
                        (session, now) =>
                            AccountCommands.CreateToken(session, name, wanted, parsed.GetValue(label) ?? "command line", valid, now)
                    )
                );
            }
        );
        return command;
    }

    private static int Days(string? word) =>
        word is null ? 365
        : int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var days) && days is >= 1 and <= Longest ? days
        : throw new StartRefused($"'{word}' is not a number of days: --days 1 to 3650.");
}
