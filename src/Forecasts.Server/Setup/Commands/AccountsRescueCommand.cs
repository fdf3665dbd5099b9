using System.CommandLine;
using Forecasts.Server.Features.Accounts;

namespace Forecasts.Server.Setup.Commands;

/// <summary><c>accounts rescue</c>: prints a link for somebody who cannot get in any more.</summary>
public static class AccountsRescueCommand
{
    public static Command Create(GivenSettings given) =>
        AccountVerb.Create(
            given,
            "rescue",
            "a link that signs in once, within a day, and takes the old password away",
            (session, user, now) => AccountCommands.LinkFor(session, user, now, rescues: true),
            link: true
        );
}
