using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Forecasts.Server.Features.Accounts;

/// <summary>
/// Says for whom an invitation is and which roles come with it; its button signs in as every link does. Looking uses nothing up.
/// </summary>
[AllowAnonymous]
public sealed class InvitationPage(Invitations invitations) : PageModel
{
    public string Secret { get; private set; } = "";

    public string? Name { get; private set; }

    public IReadOnlyList<(Tournament Tournament, IReadOnlyList<RoleName> Roles)> Roles { get; private set; } = [];

    public DateTimeOffset Until { get; private set; }

    public async Task OnGet(string secret, CancellationToken cancellation)
    {
        Secret = secret;
        if (await invitations.Of(secret, cancellation) is { } found)
            (Name, Roles, Until) = (found.Account.Name, found.Roles, found.Until);
    }
}
