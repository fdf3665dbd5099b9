using System.Security.Claims;
using System.Text.Encodings.Web;
using Marten;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.Extensions.Options;

namespace Forecasts.Server.People;

/// <summary>
/// Who asks: a personal access token under /api, a cookie on pages. Whoever is neither sees nothing but health and sign-in.
/// </summary>
public static class Security
{
    public const string Scheme = "Forecasts";

    public const string SessionClaim = "session";

    /// <summary>However often it is used, a browser signs in again after so long.</summary>
    public static readonly TimeSpan SessionLasts = TimeSpan.FromDays(90);

    // The program's own files, which tell nothing of anybody.
    private static readonly PathString[] Ours = ["/css", "/js", "/lib"];

    public static void AddSecurity(this IServiceCollection services)
    {
        services
            .AddAuthentication(Scheme)
            .AddPolicyScheme(
                Scheme,
                null,
                o =>
                    o.ForwardDefaultSelector = context =>
                        context.IsApi() ? TokenHandler.Name : CookieAuthenticationDefaults.AuthenticationScheme
            )
            .AddScheme<AuthenticationSchemeOptions, TokenHandler>(TokenHandler.Name, null)
            .AddCookie(o =>
            {
                o.Cookie.Name = "forecasts";
                o.Cookie.HttpOnly = true;
                o.Cookie.SameSite = SameSiteMode.Lax;
                o.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
                o.ExpireTimeSpan = TimeSpan.FromDays(14);
                o.LoginPath = "/sign-in";
                o.AccessDeniedPath = "/sign-in";
                // Roles are read anew with every request: what was taken away is gone at once.
                // Where to go is told without naming a host: what the request calls us is its sender's word.
                o.Events.OnRedirectToLogin = context => SignInFirst(context.HttpContext);
                o.Events.OnRedirectToAccessDenied = context => SignInFirst(context.HttpContext);
                o.Events.OnValidatePrincipal = async context =>
                {
                    var (account, browser) = (
                        context.Principal?.FindFirstValue(ClaimTypes.NameIdentifier),
                        context.Principal?.FindFirstValue(SessionClaim)
                    );
                    if (browser is null || !await Recognise(context.HttpContext, account, Ids.Hash(browser)))
                        context.RejectPrincipal();
                };
            });
        services.AddAuthorizationBuilder().SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
        services.AddAntiforgery(o =>
        {
            o.Cookie.Name = "forecasts-form";
            o.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        });
        services.AddDataProtection().SetApplicationName("forecasts");
        services.AddOptions<KeyManagementOptions>().Configure<IXmlRepository>((keys, kept) => keys.XmlRepository = kept);
    }

    private static Task SignInFirst(HttpContext context)
    {
        var wanted = context.Request.PathBase + context.Request.Path + context.Request.QueryString;
        context.Response.Redirect($"{context.Request.PathBase}/sign-in?returnUrl={Uri.EscapeDataString(wanted)}");
        return Task.CompletedTask;
    }

    /// <summary>The person who asks; the fallback policy has let nobody else through.</summary>
    public static Person Person(this HttpContext context) =>
        context.Items[typeof(Person)] as Person ?? throw new InvalidOperationException("No person is known for this request.");

    public static bool IsKnown(this HttpContext context) => context.Items.ContainsKey(typeof(Person));

    public static async Task<bool> Recognise(HttpContext context, string? account, string? browser = null)
    {
        if (account is null)
            return false;
        var store = context.RequestServices.GetRequiredService<IDocumentStore>();
        await using var session = store.QuerySession();
        BrowserSession? met = null;
        if (!Let(context, await People.Person.Load(session, account, context.RequestAborted, browser, own => met = own)))
            return false;
        if (met is not null)
            await Browsers.Saw(store, met, context.RequestServices.GetRequiredService<Clock>().GetUtcNow(), context.RequestAborted);
        return true;
    }

    /// <summary>False where there is nobody to let in.</summary>
    public static bool Let(HttpContext context, Person? person)
    {
        if (person is null)
            return false;
        context.Items[typeof(Person)] = person;
        return true;
    }

    public static ClaimsPrincipal Principal(string account, string scheme, string? browser = null) =>
        new(
            new ClaimsIdentity(
                [new(ClaimTypes.NameIdentifier, account), .. browser is null ? (Claim[])[] : [new(SessionClaim, browser)]],
                scheme
            )
        );

    /// <summary>Whoever comes with a token that only reads gets no further with anything that could change something.</summary>
    public static void UseScopes(this IApplicationBuilder app) =>
        app.Use(
            (context, next) =>
                !HttpMethods.IsGet(context.Request.Method)
                && !HttpMethods.IsHead(context.Request.Method)
                && context.IsKnown()
                && Access.Change(context.Person()) is { } refused
                    ? Problems.Of(refused).ExecuteAsync(context)
                    : next(context)
        );

    /// <summary>Nothing but our own files runs or loads, nobody frames a page, no address leaks.</summary>
    public static void UseSecurityHeaders(this IApplicationBuilder app) =>
        app.Use(
            (context, next) =>
            {
                var headers = context.Response.Headers;
                headers.ContentSecurityPolicy =
                    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self' data:; font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
                headers.XContentTypeOptions = "nosniff";
                headers["Referrer-Policy"] = "same-origin";
                headers["Cross-Origin-Opener-Policy"] = "same-origin";
                headers["Cross-Origin-Resource-Policy"] = "same-origin";
                headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()";
                if (!Ours.Any(folder => context.Request.Path.StartsWithSegments(folder, StringComparison.Ordinal)))
                    headers.CacheControl = "no-store";
                return next();
            }
        );
}

/// <summary>An access token, and who comes with it; null where the account does not sign in.</summary>
public sealed record Holder(AccessToken Token, Person? Person);

/// <summary>Asks the database who holds a token, with every request anew.</summary>
public interface ITokenHolders
{
    /// <param name="token">Its SHA-256.</param>
    /// <returns>Null where there is no such token.</returns>
    Task<Holder?> Of(string token, CancellationToken cancellation);
}

/// <summary>Remembers when a token was last used.</summary>
public interface ITokenUses
{
    /// <summary>Waits for nothing: what is written is written later, at most once an hour for each token.</summary>
    void Note(string token, DateTimeOffset at);
}

/// <summary>Bearer tokens: random, stored as their SHA-256, revocable.</summary>
public sealed class TokenHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory logger,
    UrlEncoder encoder,
    ITokenHolders holders,
    ITokenUses uses,
    Clock clock
) : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string Name = "Token";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization.ToString();
        if (!header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
            return AuthenticateResult.NoResult();
        var holder = await holders.Of(Ids.Hash(header["Bearer ".Length..].Trim()), Context.RequestAborted);
        var now = clock.GetUtcNow();
        if (holder?.Token is not { RevokedAt: null } token || token.ExpiresAt <= now)
            return AuthenticateResult.Fail("The token is unknown, revoked or expired.");
        if (!Security.Let(Context, holder.Person))
            return AuthenticateResult.Fail("The token's account does not sign in.");
        uses.Note(token.Id, now);
        return AuthenticateResult.Success(new(Security.Principal(token.Account, Name), Name));
    }
}
