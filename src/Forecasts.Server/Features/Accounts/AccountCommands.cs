using Forecasts.Server.Store;
using Marten;
using Npgsql;

namespace Forecasts.Server.Features.Accounts;

/// <summary>Tokens and sign-in links, made on the server itself: who may run its binary on its data is trusted.</summary>
public static class AccountCommands
{
    private static readonly TimeSpan LinkLasts = TimeSpan.FromDays(1);

    /// <summary>Does it beside the running server, on the same database.</summary>
    public static async Task<T> On<T>(Settings settings, Func<IDocumentSession, DateTimeOffset, Task<T>> work)
    {
        await using var database = NpgsqlDataSource.Create(settings.ConnectionString);
        var clock = new Clock(settings.ClockOffset);
        await using var store = DocumentStore.For(o =>
        {
            o.Connection(database);
            Events.Configure(o, clock);
        });
        await using var session = store.LightweightSession();
        return await work(session, clock.GetUtcNow());
    }

    /// <summary>
    /// A new token for that name; the account is made where there is none, and the roles (everywhere) are added to its own.
    /// </summary>
    public static async Task<string> CreateToken(
        IDocumentSession session,
        string user,
        IReadOnlyList<RoleName> roles,
        string label,
        int days,
        DateTimeOffset now
    )
    {
        var account = await Named(session, user) ?? new(Ids.New(), user.Trim(), [], true, now);
        if (account.ShutAt is not null)
            throw IsShut(account);
        var look = Names.Look(user);
        if (await session.Query<Account>().FirstOrDefaultAsync(a => a.Look == look && a.Id != account.Id) is { } other)
            throw new StartRefused(Names.LooksLike(user, other.Name).Message);
        session.Store(account with { SignsIn = true, Roles = [.. account.Roles.Union(roles).Order()] });
        var secret = Ids.Secret("fct_");
        session.Store(new AccessToken(Ids.Hash(secret), account.Id, label, now, now.AddDays(days), null));
        await session.SaveChangesAsync();
        return secret;
    }

    public static async Task<int> Revoke(IDocumentSession session, string user, string? label, DateTimeOffset now)
    {
        var account = await Known(session, user);
        var tokens = await session.Query<AccessToken>().Where(t => t.Account == account.Id && t.RevokedAt == null).ToListAsync();
        var gone = tokens.Where(t => label is null || t.Label == label).ToList();
        foreach (var token in gone)
            session.Store(token with { RevokedAt = now });
        await session.SaveChangesAsync();
        return gone.Count;
    }

    /// <summary>Nobody gets in with it any more: its sessions, links and tokens end.</summary>
    public static async Task<string> Shut(IDocumentSession session, string user, DateTimeOffset now)
    {
        var (account, refused) = await Admins.Change(
            session,
            (await Known(session, user)).Id,
            known => known with { ShutAt = known.ShutAt ?? now }
        );
        if (refused is not null)
            throw new StartRefused(refused.Message);
        End(session, account!);
        await session.SaveChangesAsync();
        return $"Shut: {account!.Name}. Sessions and links have ended; tokens revoked: {await Revoke(session, user, null, now)}.";
    }

    /// <summary>Its roles everywhere, in place of the ones before.</summary>
    public static async Task<string> GiveRoles(IDocumentSession session, string user, IReadOnlyList<RoleName> roles)
    {
        var (now, refused) = await Admins.Change(
            session,
            (await Known(session, user)).Id,
            known => known with { Roles = [.. roles.Distinct().Order()] }
        );
        if (refused is not null)
            throw new StartRefused(refused.Message);
        return now!.Roles.Count == 0
            ? $"{now.Name} has no role everywhere any more; those in tournaments stay."
            : $"Everywhere {now.Name} is now: {string.Join(", ", now.Roles.Select(r => r.ToString().ToLowerInvariant()))}.";
    }

    public static async Task<string> Open(IDocumentSession session, string user)
    {
        var shut = await Known(session, user);
        session.Store(shut with { ShutAt = null });
        await session.SaveChangesAsync();
        return $"Open again: {shut.Name}. A new token or link, or their password, lets them in.";
    }

    /// <summary>Every browser; tokens stay.</summary>
    public static async Task<string> SignOut(IDocumentSession session, string user)
    {
        var gone = await Known(session, user);
        End(session, gone);
        await session.SaveChangesAsync();
        return $"Signed out everywhere: {gone.Name}. Tokens stay; tokens revoke ends them.";
    }

    private static StartRefused IsShut(Account account) =>
        new($"The account of '{account.Name}' is shut; accounts open NAME opens it again.");

    /// <summary>The path of a link for somebody known.</summary>
    /// <param name="rescues">Its use takes the old password away.</param>
    public static async Task<string> LinkFor(IDocumentSession session, string user, DateTimeOffset now, bool rescues = false)
    {
        var account =
            await Named(session, user)
            ?? throw new StartRefused($"There is nobody called '{user}'; tokens create --user makes an account.");
        if (account.ShutAt is not null)
            throw IsShut(account);
        return await Link(session, account with { SignsIn = true }, now, rescues);
    }

    private static void End(IDocumentSession session, Account account)
    {
        Browsers.EndOthers(session, account.Id, null);
        SignInLink.End(session, account.Id);
    }

    private static async Task<Account> Known(IQuerySession session, string user) =>
        await Named(session, user) ?? throw new StartRefused($"There is nobody called '{user}'.");

    /// <summary>The path of a link that signs in once; one that was made before and not used ends.</summary>
    public static async Task<string> Link(IDocumentSession session, Account account, DateTimeOffset now, bool rescues = false)
    {
        var secret = Ids.Secret("");
        session.Store(account);
        SignInLink.End(session, account.Id);
        session.Store(new SignInLink(Ids.Hash(secret), account.Id, now + LinkLasts, null, rescues));
        await session.SaveChangesAsync();
        return "/sign-in/" + secret;
    }

    /// <summary>The path of a link for the admin; null once an admin has signed in.</summary>
    public static async Task<string?> AdminLink(IServiceProvider services, CancellationToken cancellation)
    {
        await using var session = services.GetRequiredService<IDocumentStore>().LightweightSession();
        var now = services.GetRequiredService<Clock>().GetUtcNow();
        string[] admins = [.. (await Admins.Of(session, cancellation)).Select(a => a.Id)];
        if (await session.Query<SignInLink>().AnyAsync(l => l.UsedAt != null && l.Account.IsOneOf(admins), cancellation))
            return null;
        return await Link(session, await Admin(session, now, cancellation), now);
    }

    /// <summary>The first admin who signs in; where there is none, the account "admin" becomes one.</summary>
    public static async Task<Account> Admin(IQuerySession session, DateTimeOffset now, CancellationToken cancellation)
    {
        var admin =
            (await Admins.Of(session, cancellation)).OrderBy(a => a.CreatedAt).FirstOrDefault()
            ?? await Named(session, "admin")
            ?? new(Ids.New(), "admin", [], true, now);
        return admin with { SignsIn = true, Roles = [.. admin.Roles.Union([RoleName.Admin]).Order()] };
    }

    private static async Task<Account?> Named(IQuerySession session, string user)
    {
        var normal = Account.Normal(user);
        return await session.Query<Account>().FirstOrDefaultAsync(a => a.NormalName == normal);
    }
}
