using System.Security.Claims;
using Marten;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Forecasts.Server.Features.Accounts;

/// <summary>Ends the session, wherever its cookie was copied to, and forgets the cookie.</summary>
public sealed class SignOutPage(IDocumentStore store) : PageModel
{
    public IActionResult OnGet() => LocalRedirect("~/");

    public async Task<IActionResult> OnPost()
    {
        if (User.FindFirstValue(Security.SessionClaim) is { } browser)
        {
            await using var session = store.LightweightSession();
            session.Delete<BrowserSession>(Ids.Hash(browser));
            await session.SaveChangesAsync(HttpContext.RequestAborted);
        }

        await HttpContext.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme);
        return LocalRedirect("~/sign-in");
    }
}
