using Forecasts.Domain;
using Forecasts.Server.Features.Accounts;
using Forecasts.Server.Store;
using Marten;

namespace Forecasts.Server.Features.Imports;

/// <summary>
/// Who is named in a file: an opaque id, or a name. Where an organiser asks for it, unknown analysts are taken as new people;
/// they are stored with the first line of theirs that is, so a refused line leaves nobody behind.
/// </summary>
public sealed class ImportPeople(IDocumentStore store, Person importer, bool create, DateTimeOffset now)
{
    private readonly Dictionary<(string Tournament, string Name), string?> known = [];
    private readonly Dictionary<string, Account> created = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Tournament, string Account), Membership> joining = [];

    public async Task<(string? Account, Rejection? Refused)> Find(string tournament, string name, CancellationToken cancellation)
    {
        if (!known.TryGetValue((tournament, name), out var account)) known[(tournament, name)] = account = await Look(tournament, name, cancellation);
        return account is not null ? (account, null)
            : (null, Refuse.Invalid("analyst.unknown", $"There is no analyst '{CsvRow.Cut(name, 100)}' in the tournament; an organiser may create people with --create-analysts.", "analyst"));
    }

    /// <summary>A line of this person's is stored: where they are new, so are they.</summary>
    public void Join(Chunk chunk, string tournament, string account)
    {
        if (!joining.TryGetValue((tournament, account), out var membership)) return;
        if (created.Values.FirstOrDefault(a => a.Id == account) is { } person) chunk.Store(person);
        chunk.Store(membership);
    }

    /// <summary>Somebody else made the same people meanwhile: they are looked for again.</summary>
    public void Forget()
    {
        known.Clear();
        created.Clear();
        joining.Clear();
    }

    private async Task<string?> Look(string tournament, string name, CancellationToken cancellation)
    {
        if (name.Length > People.LongestName || name.Any(char.IsControl)) return null;
        await using var session = store.QuerySession();
        var normal = Account.Normal(name);
        var account = await session.LoadAsync<Account>(name, cancellation) ?? await session.Query<Account>().FirstOrDefaultAsync(a => a.NormalName == normal, cancellation)
            ?? created.GetValueOrDefault(normal);
        var member = account is null ? null : await session.LoadAsync<Membership>(Membership.Key(tournament, account.Id), cancellation);
        if (account is not null && (account.Id == importer.Id || member is not null)) return account.Id;
        if (!create || !importer.Has(tournament, RoleName.Organiser)) return null;
        account ??= created[normal] = new(Ids.New(), name, [], SignsIn: false, now);
        joining[(tournament, account.Id)] = new(Membership.Key(tournament, account.Id), tournament, account.Id, [RoleName.Analyst]);
        return account.Id;
    }
}
