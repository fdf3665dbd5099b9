using Forecasts.Domain;
using Marten;

namespace Forecasts.Server.People;

/// <summary>
/// Who asks: an account with its roles everywhere and per tournament. The roles are always all of them, for what is hidden from a reviewer
/// is hidden whatever token they come with; what a token's scopes leave of them <see cref="Access"/> says.
/// </summary>
/// <param name="Scopes">Of the token that they come with; null: no limits.</param>
public sealed record Person(
    AnalystId Id,
    string Name,
    IReadOnlyCollection<RoleName> Everywhere,
    IReadOnlyDictionary<string, IReadOnlyCollection<RoleName>> Tournaments,
    IReadOnlyCollection<TokenScope>? Scopes = null
)
{
    /// <summary>An admin may all that an organiser may; judging and forecasting need their own role.</summary>
    public bool Has(string tournament, RoleName role) =>
        Everywhere.Contains(role)
        || (IsAdmin && role is (RoleName.Organiser or RoleName.Viewer))
        || (Tournaments.TryGetValue(tournament, out var roles) && roles.Contains(role));

    public bool HasAny(string tournament) => Everywhere.Count > 0 || Tournaments.ContainsKey(tournament);

    public bool IsAdmin => Everywhere.Contains(RoleName.Admin);

    /// <summary>The service itself, for jobs and the sample.</summary>
    public static readonly Person Service = new(
        Stamp.System,
        Stamp.System,
        [RoleName.Admin],
        new Dictionary<string, IReadOnlyCollection<RoleName>>()
    );

    /// <param name="browser">Id of the session that their browser holds; null where they come by another door.</param>
    /// <param name="met">Gets that session.</param>
    public static async Task<Person?> Load(
        IQuerySession session,
        string account,
        CancellationToken cancellation,
        string? browser = null,
        Action<BrowserSession>? met = null
    )
    {
        var batch = session.CreateBatchQuery();
        var found = batch.Load<Account>(account);
        var signedIn = browser is null ? null : batch.Load<BrowserSession>(browser);
        var memberships = batch.Query<Membership>().Where(m => m.Account == account).ToList();
        await batch.Execute(cancellation);
        if (signedIn is not null)
        {
            if (await signedIn is not { } own || own.Account != account)
                return null;
            met?.Invoke(own);
        }

        return await found is { } known ? Of(known, await memberships) : null;
    }

    /// <summary>Null where the account does not sign in.</summary>
    public static Person? Of(Account account, IEnumerable<Membership> memberships) =>
        account is not { SignsIn: true, ShutAt: null }
            ? null
            : new(
                new(account.Id),
                account.Name,
                account.Roles,
                memberships.ToDictionary(m => m.Tournament, m => (IReadOnlyCollection<RoleName>)m.Roles)
            );
}
