using System.Diagnostics;
using Forecasts.Domain;
using Forecasts.Server.Features.Layout;
using Forecasts.Server.People.Passwords;
using Marten;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Forecasts.Server.Features.Accounts;

/// <summary>
/// A link that signs in, once, or a name and a password. Looking at a link does not use it up: programs that preview links look at them
/// too.
/// </summary>
[AllowAnonymous]
public sealed class SignInPage(IDocumentStore store, PasswordDoor passwords, Clock clock) : PageModel
{
    public const string ByPassword = "password";

    private const string Wanted = "wanted";
    private const int LongestAddress = 1_000;

    // What the database does for some names and not for others is over by then.
    private static readonly TimeSpan RefusedAfter = TimeSpan.FromMilliseconds(400);

    private static readonly Rejection Unknown = Refuse.Invalid("sign-in.refused", "The name and the password do not fit.", "password");

    private static readonly Rejection Locked = Refuse.Conflict(
        "sign-in.locked",
        "The password is right, but it was wrong too often before; try again in a quarter of an hour.",
        "password"
    );

    public string? Secret { get; private set; }

    /// <summary>Whom the link signs in; null where it signs nobody in.</summary>
    public string? Name { get; private set; }

    /// <summary>The link takes the old password away.</summary>
    public bool Rescues { get; private set; }

    public Form Form { get; private set; } = Form.None;

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
            (Name, Rescues) = (found.Account.Name, found.Link.Rescues);
    }

    public async Task<IActionResult> OnPost(string? secret, CancellationToken cancellation)
    {
        Secret = secret;
        await using var session = store.LightweightSession();
        if (await Valid(session, secret, cancellation) is not { } found)
            return Page();
        var now = clock.GetUtcNow();
        var account = found.Account;
        session.Store(found.Link with { UsedAt = now });
        var browser = Browsers.Begin(session, account.Id, now);
        if (found.Link.Rescues)
        {
            session.Delete<Credentials>(account.Id);
            Browsers.EndOthers(session, account.Id, Ids.Hash(browser));
        }

        try
        {
            await session.SaveChangesAsync(cancellation);
        }
        catch (JasperFx.ConcurrencyException)
        {
            return Page();
        }

        return await Welcome(account, browser, chooses: !await passwords.Has(account));
    }

    public async Task<IActionResult> OnPostPassword(string? name, string? password, CancellationToken cancellation)
    {
        var began = Stopwatch.GetTimestamp();
        var (account, browser) = (await passwords.Named(name, cancellation), "");
        var tried = await passwords.Try(
            account,
            password,
            session => browser = Browsers.Begin(session, account!.Id, clock.GetUtcNow()),
            cancellation
        );
        if (tried == Tried.Right)
            return await Welcome(account!, browser, chooses: false);
        if (RefusedAfter - Stopwatch.GetElapsedTime(began) is { Ticks: > 0 } rest)
            await Task.Delay(rest, cancellation);
        var refused = tried == Tried.Locked ? Locked : Unknown;
        Form = new(ByPassword, refused, Request.Form);
        Response.StatusCode = Problems.Status(refused.Kind);
        return Page();
    }

    private async Task<IActionResult> Welcome(Account account, string browser, bool chooses)
    {
        await Browsers.Remember(HttpContext, account.Id, browser);
        var wanted = Request.Cookies[Wanted];
        Response.Cookies.Delete(Wanted, new CookieOptions { Path = Request.PathBase + "/sign-in" });
        var there = Url.IsLocalUrl(wanted) ? wanted : Url.Content("~/");
        return LocalRedirect(chooses ? $"~/account/password?returnUrl={Uri.EscapeDataString(there)}" : there);
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
