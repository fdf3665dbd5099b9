using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Localization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Forecasts.Server.Features.Layout;

/// <summary>Remembers the language that the reader chose, and goes back to where they were.</summary>
[AllowAnonymous]
public sealed class LanguagePage : PageModel
{
    private const int Days = 365;

    public IActionResult OnGet() => LocalRedirect("~/");

    public IActionResult OnPost(string? language, string? back)
    {
        if (Languages.All.Contains(language))
            Response.Cookies.Append(
                CookieRequestCultureProvider.DefaultCookieName,
                CookieRequestCultureProvider.MakeCookieValue(new(language!)),
                new CookieOptions
                {
                    HttpOnly = true,
                    SameSite = SameSiteMode.Lax,
                    Secure = Request.IsHttps,
                    IsEssential = true,
                    MaxAge = TimeSpan.FromDays(Days),
                }
            );
        return LocalRedirect(Url.IsLocalUrl(back) ? back : "~/");
    }
}
