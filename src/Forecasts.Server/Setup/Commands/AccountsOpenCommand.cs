using System.CommandLine;
using Forecasts.Server.Features.Accounts;

namespace Forecasts.Server.Setup.Commands;

/// <summary><c>accounts open</c>.</summary>
public static class AccountsOpenCommand
{
    public static Command Create(GivenSettings given) =>
        AccountVerb.Create(
            given,
            "open",
            "a new token or link, or their password, lets them in again",
            (session, user, _) => AccountCommands.Open(session, user)
        );
}
