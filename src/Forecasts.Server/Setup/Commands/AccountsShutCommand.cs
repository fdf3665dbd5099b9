using System.CommandLine;
using Forecasts.Server.Features.Accounts;

namespace Forecasts.Server.Setup.Commands;

/// <summary><c>accounts shut</c>.</summary>
public static class AccountsShutCommand
{
    public static Command Create(GivenSettings given) =>
        AccountVerb.Create(given, "shut", "nobody gets in with it: its sessions, links and tokens end", AccountCommands.Shut);
}
