using Forecasts.Domain;
using Forecasts.Server.Features.Layout;
using Forecasts.Server.Store;
using Marten;
using Microsoft.AspNetCore.Mvc;

namespace Forecasts.Server.Features.Accounts;

/// <summary>Somebody on the list of people, as the page shows them.</summary>
/// <param name="BeenHere">They have signed in, or have a token.</param>
public sealed record Listed(string Id, string Name, IReadOnlyList<RoleName> Roles, bool BeenHere);

/// <summary>An invitation that has just been made, shown this once.</summary>
public sealed record Invited(string Name, IReadOnlyList<RoleName> Roles, string Path, DateTimeOffset Until);

/// <summary>The people of a tournament, for its organisers: found, added, invited, given other roles, removed.</summary>
public sealed class PeoplePage(IDocumentStore store, PutPeople people, Invitations invitations) : ReaderPage
{
    public const string AddForm = "add";

    private const int Shown = 50;
    private const int LongestSearch = 100;

    public Tournament Tournament { get; private set; } = null!;

    public IReadOnlyList<Listed> People { get; private set; } = [];

    /// <summary>On the whole list, and of those how many were found.</summary>
    public (int All, int Found) Counts { get; private set; }

    /// <summary>The ETag of the whole list, for what is changed on it.</summary>
    public string Version { get; private set; } = "";

    public string? Search { get; private set; }

    /// <summary>The cursor, where there are more.</summary>
    public string? Next { get; private set; }

    public Invited? Invited { get; private set; }

    /// <summary>The form of one person.</summary>
    public static string FormOf(string account) => "person-" + account;

    public async Task<IActionResult> OnGet(string t, string? q, string? after)
    {
        var (place, unknown) = HttpContext.Place(after);
        return (unknown ?? await Load(t, q, place)) is { } refused ? Refused(refused) : Page();
    }

    public async Task<IActionResult> OnPostAdd(string t)
    {
        var name = Request.Form.Text("name");
        var refused = await people.Add(Person, t, new(name, Roles()), Cancellation);
        return refused is null
            ? LocalRedirect($"~/tournaments/{t}/people?q={Uri.EscapeDataString(name)}")
            : await Refuses(t, AddForm, refused);
    }

    public async Task<IActionResult> OnPostRoles(string t) =>
        Roles() is { Count: > 0 } roles
            ? await Give(t, roles)
            : await Refuses(t, FormOf(Request.Form.Text("person")), Members.WrongRoles([])!);

    public Task<IActionResult> OnPostRemove(string t) => Give(t, []);

    public async Task<IActionResult> OnPostInvite(string t)
    {
        var account = Request.Form.Text("person");
        var (path, until, refused) = await invitations.Make(Person, t, account, Cancellation);
        if (refused is not null)
            return await Refuses(t, FormOf(account), refused);
        if (await Load(t, Request.Form.TextOrNull("q"), null) is { } gone)
            return Refused(gone);
        await using var session = store.QuerySession();
        var known = await session.LoadAsync<Account>(account, Cancellation);
        var member = await session.LoadAsync<Membership>(Membership.Key(t, account), Cancellation);
        Invited = new(known!.Name, member?.Roles ?? [], $"{Request.Scheme}://{Request.Host}{Request.PathBase}{path}", until);
        return Page();
    }

    private async Task<IActionResult> Give(string t, IReadOnlyList<RoleName> roles)
    {
        var form = Request.Form;
        var account = form.Text("person");
        var refused = await people.Give(Person, t, account, roles, form.Text("version"), Cancellation);
        var search = form.TextOrNull("q") is { } q ? "?q=" + Uri.EscapeDataString(q) : "";
        return refused is null ? LocalRedirect($"~/tournaments/{t}/people{search}") : await Refuses(t, FormOf(account), refused);
    }

    private async Task<IActionResult> Refuses(string t, string form, Rejection refused) =>
        await Load(t, Request.Form.TextOrNull("q"), null) is { } hidden ? Refused(hidden) : Again(form, refused);

    // A word that is none is refused, not left out.
    private List<RoleName> Roles() =>
        [.. Request.Form["roles"].Select(w => Enum.TryParse<RoleName>(w, ignoreCase: true, out var role) ? role : (RoleName)(-1))];

    private async Task<Rejection?> Load(string t, string? search, string? after)
    {
        await using var session = store.QuerySession();
        if ((await Find.NoTournament(session, Person, t, Cancellation) ?? Access.Organise(Person, t)) is { } refused)
            return refused;
        Tournament = (await session.LoadAsync<Tournament>(t, Cancellation))!;
        var members = await session.Query<Membership>().Where(m => m.Tournament == t).ToListAsync(Cancellation);
        var names = await Find.Names(session, members.Select(m => m.Account), Cancellation);
        Version = Members.Tag(members);
        Search = search is { Length: > 0 and <= LongestSearch } && !string.IsNullOrWhiteSpace(search) ? search.Trim() : null;
        var looked = Search is null ? "" : Names.Look(Search);
        var found = members
            .Select(m => (Member: m, Name: names.GetValueOrDefault(m.Account, m.Account)))
            .Where(m => looked.Length == 0 || Names.Look(m.Name).Contains(looked, StringComparison.Ordinal))
            .Select(m => (m.Member, m.Name, Key: $"{Names.Look(m.Name)}\n{m.Member.Account}"))
            .OrderBy(m => m.Key, StringComparer.Ordinal)
            .ToList();
        Counts = (members.Count, found.Count);
        var page = found.Where(m => after is null || string.CompareOrdinal(m.Key, after) > 0).Take(Shown + 1).ToList();
        Next = page.Count > Shown ? HttpContext.Cursor(page[Shown - 1].Key) : null;
        var beenHere = await Invitations.BeenHereOf(session, [.. page.Select(m => m.Member.Account)], Cancellation);
        People =
        [
            .. page.Take(Shown).Select(m => new Listed(m.Member.Account, m.Name, m.Member.Roles, beenHere.Contains(m.Member.Account))),
        ];
        return null;
    }
}
