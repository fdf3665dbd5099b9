using System.CommandLine;
using Forecasts.Server.Features.Accounts;

namespace Forecasts.Server.Setup.Commands;

/// <summary><c>accounts sign-out</c>.</summary>
public static class AccountsSignOutCommand
{
    public static Command Create(GivenSettings given) =>
        AccountVerb.Create(
            given,
            "sign-out",
            "every browser is signed out; tokens stay",
            (session, user, _) => AccountCommands.SignOut(session, user)
        );
}
