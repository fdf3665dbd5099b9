using Forecasts.Domain;
using Forecasts.Server.People.Passwords;
using Forecasts.Server.Store;
using Marten;

namespace Forecasts.Server.Features.Accounts;

/// <summary>
/// Links by which somebody new signs in for the first time, once. Whoever has been here before gets none from an organiser, nor does
/// anybody with rights elsewhere: the link would let its maker act as them.
/// </summary>
public sealed class Invitations(IDocumentStore store, Clock clock)
{
    public static readonly TimeSpan Lasts = TimeSpan.FromDays(14);

    private static readonly Rejection BeenHere = Refuse.Conflict(
        "invitation.been-here",
        "They have signed in before or have a token, so no invitation is made; an admin makes a new link on the server (signin-link)."
    );

    private static readonly Rejection Elsewhere = Refuse.Conflict(
        "invitation.elsewhere",
        "They have a role outside of the tournaments that you organise; an admin makes their link on the server (signin-link)."
    );

    private static readonly Rejection Shut = Refuse.Conflict("invitation.shut", "This account is shut; an admin opens it on the server.");

    /// <summary>Of these accounts, those who have signed in, or can by a token or a password.</summary>
    public static async Task<HashSet<string>> BeenHereOf(IQuerySession session, string[] accounts, CancellationToken cancellation)
    {
        var used = await session
            .Query<SignInLink>()
            .Where(l => l.UsedAt != null && l.Account.IsOneOf(accounts))
            .Select(l => l.Account)
            .ToListAsync(cancellation);
        var browsers = await session
            .Query<BrowserSession>()
            .Where(b => b.Account.IsOneOf(accounts))
            .Select(b => b.Account)
            .ToListAsync(cancellation);
        var tokens = await session
            .Query<AccessToken>()
            .Where(t => t.Account.IsOneOf(accounts))
            .Select(t => t.Account)
            .ToListAsync(cancellation);
        var passwords = (await session.LoadManyAsync<Credentials>(cancellation, accounts)).Where(c => c.PasswordHash is not null);
        return new([.. used, .. browsers, .. tokens, .. passwords.Select(c => c.Id)], StringComparer.Ordinal);
    }

    /// <summary>The path of a new link; one that was made before and not used ends.</summary>
    public async Task<(string? Path, DateTimeOffset Until, Rejection? Refused)> Make(
        Person me,
        string tournament,
        string account,
        CancellationToken cancellation
    )
    {
        await using var session = store.LightweightSession();
        var until = clock.GetUtcNow() + Lasts;
        if (
            (
                await Find.NoTournament(session, me, tournament, cancellation)
                ?? Access.Organise(me, tournament)
                ?? await NotFor(session, me, tournament, account, cancellation)
            ) is
            { } refused
        )
            return (null, until, refused);
        var known = (await session.LoadAsync<Account>(account, cancellation))!;
        var secret = Ids.Secret("");
        session.DeleteWhere<SignInLink>(l => l.Account == account && l.UsedAt == null);
        session.Store(known with { SignsIn = true });
        session.Store(new SignInLink(Ids.Hash(secret), account, until, null));
        await session.SaveChangesAsync(cancellation);
        return ("/invitation/" + secret, until, null);
    }

    /// <summary>For whom an unused link is, and their roles; null where it lets nobody in.</summary>
    public async Task<(
        Account Account,
        IReadOnlyList<(Tournament Tournament, IReadOnlyList<RoleName> Roles)> Roles,
        DateTimeOffset Until
    )?> Of(string secret, CancellationToken cancellation)
    {
        await using var session = store.QuerySession();
        if (
            await session.LoadAsync<SignInLink>(Ids.Hash(secret), cancellation) is not { UsedAt: null } link
            || link.ExpiresAt <= clock.GetUtcNow()
            || await session.LoadAsync<Account>(link.Account, cancellation) is not { SignsIn: true, ShutAt: null } account
        )
            return null;
        var members = await session.Query<Membership>().Where(m => m.Account == account.Id).ToListAsync(cancellation);
        var tournaments = (await session.LoadManyAsync<Tournament>(cancellation, members.Select(m => m.Tournament).ToArray())).ToDictionary(
            t => t.Id,
            StringComparer.Ordinal
        );
        return (
            account,
            [.. members.Where(m => tournaments.ContainsKey(m.Tournament)).Select(m => (tournaments[m.Tournament], m.Roles))],
            link.ExpiresAt
        );
    }

    private static async Task<Rejection?> NotFor(
        IQuerySession session,
        Person me,
        string tournament,
        string account,
        CancellationToken cancellation
    )
    {
        var members = await session.Query<Membership>().Where(m => m.Account == account).ToListAsync(cancellation);
        if (members.All(m => m.Tournament != tournament) || await session.LoadAsync<Account>(account, cancellation) is not { } known)
            return Members.NotListed;
        if (known.ShutAt is not null)
            return Shut;
        if (known.Roles.Count > 0 || members.Any(m => Access.Organise(me, m.Tournament) is not null))
            return Elsewhere;
        return (await BeenHereOf(session, [account], cancellation)).Count > 0 ? BeenHere : null;
    }
}
