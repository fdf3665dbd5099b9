using Forecasts.Domain;
using Forecasts.Server.Store;
using Marten;

namespace Forecasts.Server.Features.Imports;

/// <summary>
/// Who is named in a file: an opaque id, or a name. Where an organiser asks for it, unknown analysts are taken as new people;
/// they are stored with the first line of theirs that is, so a refused line leaves nobody behind.
/// </summary>
public sealed class ImportPeople(IDocumentStore store, Person importer, Import import)
{
    private readonly Dictionary<(string Tournament, string Name), string?> known = [];
    private readonly Dictionary<string, Account> created = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Account> createdByLook = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> lookAlikes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Account> createdById = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Tournament, string Account), Membership> joining = [];
    private readonly HashSet<(string Tournament, string Account)> joined = [];

    /// <summary>Looks for everybody whom the next lines name, in three queries whatever their number.</summary>
    public async Task Meet(IEnumerable<(string Tournament, string Name)> named, CancellationToken cancellation)
    {
        var asked = named.Distinct().Where(n => !known.ContainsKey(n)).ToList();
        if (asked.Count == 0)
            return;
        var names = asked.Select(n => n.Name).Where(IsName).Distinct(StringComparer.Ordinal).ToArray();
        await using var session = store.QuerySession();
        var byId = (await session.LoadManyAsync<Account>(cancellation, names)).ToDictionary(a => a.Id, StringComparer.Ordinal);
        var looks = names.Select(Names.Look).Distinct(StringComparer.Ordinal).ToArray();
        var byLook = (await session.Query<Account>().Where(a => a.Look.IsOneOf(looks)).ToListAsync(cancellation)).ToDictionary(
            a => a.Look,
            StringComparer.Ordinal
        );
        var byName = byLook.Values.ToDictionary(a => a.NormalName, StringComparer.Ordinal);
        var found = asked
            .Select(n =>
                (
                    n.Tournament,
                    n.Name,
                    Account: IsName(n.Name) ? byId.GetValueOrDefault(n.Name) ?? byName.GetValueOrDefault(Account.Normal(n.Name)) : null
                )
            )
            .ToList();
        var keys = found
            .Where(f => f.Account is not null)
            .Select(f => Membership.Key(f.Tournament, f.Account!.Id))
            .Distinct(StringComparer.Ordinal)
            .ToArray();
        var members = (await session.LoadManyAsync<Membership>(cancellation, keys)).Select(m => m.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var (_, name, _) in found.Where(f => f.Account is null && IsName(f.Name)))
            if (byLook.GetValueOrDefault(Names.Look(name)) is { } other)
                lookAlikes[name] = other.Name;
        foreach (var (tournament, name, account) in found)
            known[(tournament, name)] =
                account is not null && (account.Id == importer.Id || members.Contains(Membership.Key(tournament, account.Id))) ? account.Id
                : IsName(name) && !lookAlikes.ContainsKey(name) && import.CreateAnalysts && importer.Has(tournament, RoleName.Organiser)
                    ? New(tournament, name, account)
                : null;
    }

    public (AnalystId? Account, Rejection? Refused) Find(string tournament, string name) =>
        known.GetValueOrDefault((tournament, name)) is { } account ? (new AnalystId(account), null)
        : import.CreateAnalysts && Names.Wrong(name) is { } wrong ? (null, wrong with { Field = "analyst" })
        : lookAlikes.TryGetValue(name, out var other) ? (null, Names.LooksLike(Excerpt.Of(name, 100), other) with { Field = "analyst" })
        : (
            null,
            Refuse.Invalid(
                "analyst.unknown",
                $"There is no analyst '{Excerpt.Of(name, 100)}' in the tournament; an organiser may take unknown analysts as new people.",
                "analyst"
            )
        );

    /// <summary>A line of this person's is stored: where they are new, so are they.</summary>
    public void Join(Unit unit, string tournament, string account)
    {
        if (!joining.TryGetValue((tournament, account), out var membership) || !joined.Add((tournament, account)))
            return;
        if (createdById.TryGetValue(account, out var person))
            unit.Store(person);
        unit.Store(membership);
    }

    /// <summary>A chunk is decided on (again): nobody has joined with it yet.</summary>
    public void Decide() => joined.Clear();

    /// <summary>The chunk is stored, and whoever joined with it.</summary>
    public void Stored()
    {
        foreach (var key in joined)
            joining.Remove(key);
        joined.Clear();
    }

    /// <summary>Somebody else made the same people meanwhile: they are looked for again.</summary>
    public void Forget()
    {
        known.Clear();
        created.Clear();
        createdByLook.Clear();
        lookAlikes.Clear();
        createdById.Clear();
        joining.Clear();
        joined.Clear();
    }

    private static bool IsName(string name) => Names.Wrong(name) is null;

    private string? New(string tournament, string name, Account? account)
    {
        var normal = Account.Normal(name);
        if (account is null && !created.TryGetValue(normal, out account))
        {
            if (createdByLook.TryGetValue(Names.Look(name), out var other))
            {
                lookAlikes[name] = other.Name;
                return null;
            }

            account =
                created[normal] =
                createdByLook[Names.Look(name)] =
                    new(Ids.New(), name, [], SignsIn: false, import.StartedAt, import.Id);
            createdById[account.Id] = account;
        }

        joining.TryAdd(
            (tournament, account.Id),
            new(Membership.Key(tournament, account.Id), tournament, account.Id, [RoleName.Analyst], import.Id)
        );
        return account.Id;
    }
}
