using Marten;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Forecasts.Server.Features.Accounts;

/// <summary>A link that signs in, once. Looking at it does not use it up: programs that preview links look at them too.</summary>
[AllowAnonymous]
public sealed class SignInPage(IDocumentStore store, Clock clock) : PageModel
{
    private const string Wanted = "wanted";
    private const int LongestAddress = 1_000;

    public string? Secret { get; private set; }

    /// <summary>Whom the link signs in; null where it signs nobody in.</summary>
    public string? Name { get; private set; }

    public async Task OnGet(string? secret, string? returnUrl, CancellationToken cancellation)
    {
        Secret = secret;
        // The link that is opened next does not know where its reader came from.
        if (returnUrl is { Length: < LongestAddress } && Url.IsLocalUrl(returnUrl))
            Response.Cookies.Append(
                Wanted,
                returnUrl,
                new CookieOptions
                {
                    HttpOnly = true,
                    SameSite = SameSiteMode.Lax,
                    Secure = Request.IsHttps,
                    IsEssential = true,
                    MaxAge = TimeSpan.FromHours(1),
                    Path = Request.PathBase + "/sign-in",
                }
            );
        await using var session = store.QuerySession();
        if (await Valid(session, secret, cancellation) is { } found)
            Name = found.Account.Name;
    }

    public async Task<IActionResult> OnPost(string? secret, CancellationToken cancellation)
    {
        Secret = secret;
        await using var session = store.LightweightSession();
        if (await Valid(session, secret, cancellation) is not { } found)
            return Page();
        var now = clock.GetUtcNow();
        var (browser, longAgo) = (Ids.Secret(""), now - Security.SessionLasts);
        session.Store(found.Link with { UsedAt = now });
        session.Store(new BrowserSession(Ids.Hash(browser), found.Account.Id, now));
        session.DeleteWhere<BrowserSession>(b => b.Account == found.Account.Id && b.StartedAt < longAgo);
        try
        {
            await session.SaveChangesAsync(cancellation);
        }
        catch (JasperFx.ConcurrencyException)
        {
            return Page();
        }

        await HttpContext.SignInAsync(
            CookieAuthenticationDefaults.AuthenticationScheme,
            Security.Principal(found.Account.Id, CookieAuthenticationDefaults.AuthenticationScheme, browser),
            new() { IsPersistent = true }
        );
        var wanted = Request.Cookies[Wanted];
        Response.Cookies.Delete(Wanted, new CookieOptions { Path = Request.PathBase + "/sign-in" });
        return LocalRedirect(Url.IsLocalUrl(wanted) ? wanted : "~/");
    }

    private async Task<(SignInLink Link, Account Account)?> Valid(IQuerySession session, string? secret, CancellationToken cancellation)
    {
        if (
            secret is null
            || await session.LoadAsync<SignInLink>(Ids.Hash(secret), cancellation) is not { UsedAt: null } link
            || link.ExpiresAt <= clock.GetUtcNow()
        )
            return null;
        return await session.LoadAsync<Account>(link.Account, cancellation) is { SignsIn: true, ShutAt: null } account
            ? (link, account)
            : null;
    }
}
