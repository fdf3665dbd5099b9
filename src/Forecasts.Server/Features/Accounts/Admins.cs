using Forecasts.Domain;
using Forecasts.Server.Store;
using Marten;

namespace Forecasts.Server.Features.Accounts;

/// <summary>Who runs the installation: there is always somebody who can, so nobody locks everybody out.</summary>
public static class Admins
{
    public static readonly Rejection Last = Refuse.Conflict(
        "people.last-admin",
        "This is the last admin who can sign in: make somebody else one first (tokens create --user NAME --roles admin)."
    );

    /// <summary>Admins who can sign in.</summary>
    public static async Task<IReadOnlyList<Account>> Of(IQuerySession session, CancellationToken cancellation) =>
        [.. (await session.Query<Account>().Where(a => a.SignsIn && a.ShutAt == null).ToListAsync(cancellation)).Where(IsOne)];

    /// <summary>
    /// Changes an account; of two at once who would each take the other's role, the second is told that theirs is the last.
    /// </summary>
    /// <returns>The account as it is now.</returns>
    public static async Task<(Account? Now, Rejection? Refused)> Change(
        IDocumentSession session,
        string account,
        Func<Account, Account> change,
        CancellationToken cancellation = default
    )
    {
        await Alone.Begin(session, "admins", cancellation);
        var before = (await session.LoadAsync<Account>(account, cancellation))!;
        var after = change(before);
        if (IsOne(before) && !IsOne(after) && (await Of(session, cancellation)).All(a => a.Id == account))
            return (null, Last);
        session.Store(after);
        await session.SaveChangesAsync(cancellation);
        return (after, null);
    }

    private static bool IsOne(Account account) => account is { SignsIn: true, ShutAt: null } && account.Roles.Contains(RoleName.Admin);
}
