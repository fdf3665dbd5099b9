using Forecasts.Domain;
using Forecasts.Server.Store;
using Marten;

namespace Forecasts.Server.Features.Accounts;

/// <summary>
/// Changes a tournament's list of people in one transaction; of several at once each sees the whole list of the one before. The API
/// puts the whole list, the page changes one person: by the same rules.
/// </summary>
public sealed class PutPeople(IDocumentStore store, Clock clock)
{
    public const int Most = 1_000;

    private const int Attempts = 10;

    private static readonly Rejection Stale = new(
        RejectionKind.Stale,
        "version.stale",
        "Somebody has changed the list of people meanwhile. Load it and try again."
    );
    private static readonly Rejection Busy = Refuse.Conflict(
        "people.busy",
        "Somebody else is making accounts with the same names at this moment; try again."
    );
    private static readonly Rejection OwnRole = Refuse.Conflict(
        "people.own-role",
        "You would take the organiser's role from yourself; another organiser has to do that."
    );

    /// <summary>The list after a change, or why there is none; who is new is inserted into the session.</summary>
    private delegate Task<(IReadOnlyList<Membership> After, Rejection? Refused)> Change(
        IDocumentSession session,
        IReadOnlyList<Membership> before
    );

    public async Task<IResult> Put(HttpContext context, string tournament, IReadOnlyList<Member> people, CancellationToken cancellation)
    {
        var me = context.Person();
        await using var read = store.QuerySession();
        if (
            (await Find.NoTournament(read, me, tournament, cancellation) ?? Access.Organise(me, tournament) ?? Members.Valid(people)) is
            { } no
        )
            return Problems.Of(no);
        var looked = context.Request.Headers.IfMatch.ToString() is { Length: > 0 } asked and not "*" ? asked : null;
        var (after, refused) = await Apply(
            me,
            tournament,
            looked,
            (session, _) => Named(session, tournament, people, cancellation),
            cancellation
        );
        if (refused is not null)
            return Problems.Of(refused);
        context.Response.Headers.ETag = Members.Tag(after);
        return TypedResults.Json(new Page<Member>([.. await Members.Shown(read, after, cancellation)], null));
    }

    /// <summary>
    /// One more; whoever is on the list already has to have these very roles. Nothing is lost by it, whoever changes the list meanwhile.
    /// </summary>
    public async Task<Rejection?> Add(Person me, string tournament, Member member, CancellationToken cancellation) =>
        (
            await Apply(
                me,
                tournament,
                null,
                async (session, before) =>
                {
                    if (Members.Valid([member]) is { } wrong)
                        return ([], wrong);
                    var (added, refused) = await Named(session, tournament, [member], cancellation);
                    if (refused is not null)
                        return ([], refused);
                    if (before.FirstOrDefault(m => m.Id == added[0].Id) is { } there)
                        return there.Roles.SequenceEqual(added[0].Roles) ? (before, null) : ([], Members.Twice);
                    return before.Count < Most ? ([.. before, added[0]], null) : ([], Members.Many);
                },
                cancellation
            )
        ).Refused;

    /// <summary>Other roles for one person; none takes them off the list.</summary>
    /// <param name="looked">The ETag of the list that was looked at.</param>
    public async Task<Rejection?> Give(
        Person me,
        string tournament,
        string account,
        IReadOnlyList<RoleName> roles,
        string looked,
        CancellationToken cancellation
    )
    {
        IReadOnlyList<RoleName> wanted = [.. roles.Distinct().Order()];
        var (_, refused) = await Apply(
            me,
            tournament,
            looked,
            (_, before) => Task.FromResult(Given(before, account, wanted)),
            cancellation
        );
        if (refused != Stale)
            return refused;
        // The same form sent twice, or two who want the same: it is so.
        await using var session = store.QuerySession();
        var now = await session.LoadAsync<Membership>(Membership.Key(tournament, account), cancellation);
        return (now?.Roles ?? []).SequenceEqual(wanted) ? null : Stale;
    }

    private static (IReadOnlyList<Membership> After, Rejection? Refused) Given(
        IReadOnlyList<Membership> before,
        string account,
        IReadOnlyList<RoleName> roles
    )
    {
        var known = before.FirstOrDefault(m => m.Account == account);
        if (roles.Count == 0)
            return ([.. before.Where(m => m != known)], null);
        if (known is null)
            return ([], Members.NotListed);
        return Members.WrongRoles(roles) is { } wrong ? ([], wrong)
            : known.Roles.SequenceEqual(roles) ? (before, null)
            : ([.. before.Select(m => m == known ? m with { Roles = roles, Import = null } : m)], null);
    }

    private async Task<(IReadOnlyList<Membership> After, Rejection? Refused)> Apply(
        Person me,
        string tournament,
        string? looked,
        Change change,
        CancellationToken cancellation
    )
    {
        for (var attempt = 1; attempt <= Attempts; attempt++)
            try
            {
                return await Try(me, tournament, looked, change, cancellation);
            }
            catch (Exception e) when (Commands.IsTaken(e))
            {
                // Somebody new was made under one of these names, for another tournament: found by name the next time.
                await Task.Delay(Random.Shared.Next(1, 20 * attempt), cancellation);
            }

        return ([], Busy);
    }

    private async Task<(IReadOnlyList<Membership> After, Rejection? Refused)> Try(
        Person me,
        string tournament,
        string? looked,
        Change change,
        CancellationToken cancellation
    )
    {
        await using var session = store.LightweightSession();
        if ((await Find.NoTournament(session, me, tournament, cancellation) ?? Access.Organise(me, tournament)) is { } forbidden)
            return ([], forbidden);
        await Alone.Begin(session, "people/" + tournament, cancellation);
        var before = await session.Query<Membership>().Where(m => m.Tournament == tournament).ToListAsync(cancellation);
        if (looked is not null && looked != Members.Tag(before))
            return ([], Stale);
        var (after, refused) = await change(session, before);
        if (refused is not null)
            return ([], refused);
        if (Organises(before, me) && !Organises(after, me))
            return ([], OwnRole);
        foreach (var gone in before.ExceptBy(after.Select(m => m.Id), m => m.Id))
            session.Delete(gone);
        session.Store(after.Except(before).ToArray());
        await session.SaveChangesAsync(cancellation);
        return (after, null);
    }

    /// <summary>Each by id or by name; who is new gets an account.</summary>
    private async Task<(IReadOnlyList<Membership> After, Rejection? Refused)> Named(
        IDocumentSession session,
        string tournament,
        IReadOnlyList<Member> people,
        CancellationToken cancellation
    )
    {
        string[] ids = [.. people.Select(m => m.Analyst).OfType<string>()],
            names = [.. people.Where(m => m.Analyst is null).Select(m => Account.Normal(m.Name))];
        string[] looks = [.. people.Where(m => m.Analyst is null).Select(m => Names.Look(m.Name))];
        var known = (
            await session
                .Query<Account>()
                .Where(a => a.Id.IsOneOf(ids) || a.NormalName.IsOneOf(names) || a.Look.IsOneOf(looks))
                .ToListAsync(cancellation)
        ).ToList();
        var after = new List<Membership>();
        foreach (var member in people)
        {
            var account = known.Find(a => member.Analyst is null ? a.NormalName == Account.Normal(member.Name) : a.Id == member.Analyst);
            if (account is null && member.Analyst is not null)
                return ([], Refuse.Invalid("analyst.unknown", $"There is nobody with the id '{member.Analyst}'.", "analyst"));
            if (account is null && known.Find(a => a.Look == Names.Look(member.Name)) is { } other)
                return ([], Names.LooksLike(member.Name, other.Name));
            if (account is null)
                session.Insert(account = new(Ids.New(), member.Name.Trim(), [], member.SignsIn, clock.GetUtcNow()));
            known.Add(account);
            after.Add(new(Membership.Key(tournament, account.Id), tournament, account.Id, [.. member.Roles.Distinct().Order()]));
        }

        return after.DistinctBy(m => m.Account).Count() < after.Count ? ([], Members.Twice) : (after, null);
    }

    private static bool Organises(IEnumerable<Membership> members, Person person) =>
        members.Any(m => m.Account == person.Id && m.Roles.Contains(RoleName.Organiser));
}
