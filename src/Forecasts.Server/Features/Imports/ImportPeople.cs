using Forecasts.Domain;
using Forecasts.Server.Features.Accounts;
using Marten;

namespace Forecasts.Server.Features.Imports;

/// <summary>Who is named in a file: an opaque id, or a name. Unknown analysts are created only where an organiser asks for it.</summary>
public sealed class ImportPeople(IDocumentStore store, Person importer, bool create, bool dryRun, DateTimeOffset now)
{
    private readonly Dictionary<(string Tournament, string Name), string?> known = [];

    public async Task<(string? Account, Rejection? Refused)> Find(string tournament, string name, CancellationToken cancellation)
    {
        if (!known.TryGetValue((tournament, name), out var account)) known[(tournament, name)] = account = await Look(tournament, name, cancellation);
        return account is not null ? (account, null)
            : (null, Refuse.Invalid("analyst.unknown", $"There is no analyst '{name}' in the tournament; an organiser may create people with --create-analysts.", "analyst"));
    }

    private async Task<string?> Look(string tournament, string name, CancellationToken cancellation)
    {
        if (name.Length > People.LongestName || name.Any(char.IsControl)) return null;
        await using var session = store.LightweightSession();
        var normal = Account.Normal(name);
        var account = await session.LoadAsync<Account>(name, cancellation) ?? await session.Query<Account>().FirstOrDefaultAsync(a => a.NormalName == normal, cancellation);
        var member = account is null ? null : await session.LoadAsync<Membership>(Membership.Key(tournament, account.Id), cancellation);
        if (account is not null && (account.Id == importer.Id || member is not null)) return account.Id;
        if (!create || !importer.Has(tournament, RoleName.Organiser)) return null;
        account ??= new(Ids.New(), name, [], SignsIn: false, now);
        if (dryRun) return account.Id;
        session.Store(account);
        session.Store(new Membership(Membership.Key(tournament, account.Id), tournament, account.Id, [RoleName.Analyst]));
        await session.SaveChangesAsync(cancellation);
        return account.Id;
    }
}
