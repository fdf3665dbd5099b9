using System.Security.Claims;
using Marten;
using Marten.Exceptions;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Npgsql;

namespace Forecasts.Server.People;

/// <summary>Browsers that are signed in: how their sessions begin, and how they end.</summary>
public static class Browsers
{
    /// <summary>So exactly is it known when a browser was last seen.</summary>
    public static readonly TimeSpan SeenWithin = TimeSpan.FromHours(1);

    /// <summary>A session more of that account; those that are over are taken away.</summary>
    /// <returns>What its cookie holds.</returns>
    public static string Begin(IDocumentOperations session, string account, DateTimeOffset now)
    {
        var (secret, longAgo) = (Ids.Secret(""), now - Security.SessionLasts);
        session.Store(new BrowserSession(Ids.Hash(secret), account, now));
        session.DeleteWhere<BrowserSession>(b => b.Account == account && b.StartedAt < longAgo);
        return secret;
    }

    /// <summary>Gives the browser the cookie of a session that is stored.</summary>
    public static Task Remember(HttpContext context, string account, string secret) =>
        context.SignInAsync(
            CookieAuthenticationDefaults.AuthenticationScheme,
            Security.Principal(account, CookieAuthenticationDefaults.AuthenticationScheme, secret),
            new() { IsPersistent = true }
        );

    /// <summary>The id of the session that this request comes by; null where it comes by another door.</summary>
    public static string? Of(ClaimsPrincipal user) => user.FindFirstValue(Security.SessionClaim) is { } secret ? Ids.Hash(secret) : null;

    /// <summary>Ends all sessions of the account but this one.</summary>
    public static void EndOthers(IDocumentOperations session, string account, string? browser)
    {
        var stays = browser ?? "";
        session.DeleteWhere<BrowserSession>(b => b.Account == account && b.Id != stays);
    }

    /// <summary>Notes when it was seen, seldom, and only while it has not ended.</summary>
    public static async Task Saw(IDocumentStore store, BrowserSession browser, DateTimeOffset now, CancellationToken cancellation)
    {
        if (now - (browser.SeenAt ?? browser.StartedAt) < SeenWithin)
            return;
        await using var session = store.LightweightSession();
        session.Update(browser with { SeenAt = now });
        try
        {
            await session.SaveChangesAsync(cancellation);
        }
        catch (Exception e) when (e is NonExistentDocumentException or MartenCommandException or NpgsqlException)
        {
            // It ended this moment, or nothing can be stored; whoever reads need not hear of it.
        }
    }
}
