using Forecasts.Domain;
using Forecasts.Server.Setup;
using Marten;

namespace Forecasts.Server.Features.Accounts;

/// <param name="Analyst">The opaque id; left out for somebody new, or who is found by the name.</param>
public sealed record Member(string Name, IReadOnlyList<RoleName> Roles, string? Analyst = null, bool SignsIn = true);

/// <summary>Who has which role in a tournament. The list that is put replaces the one before.</summary>
public static class People
{
    public const int LongestName = 100;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/tournaments/{t}/people", async (HttpContext context, string t, string? after, int? limit, IDocumentStore store, CancellationToken cancellation) =>
        {
            await using var session = store.QuerySession();
            if ((await Find.NoTournament(session, context.Person(), t, cancellation) ?? Paging.Check(limit)) is { } refused) return Problems.Of(refused);
            var take = limit ?? 50;
            var query = session.Query<Membership>().Where(m => m.Tournament == t);
            if (after is not null) query = query.Where(m => string.Compare(m.Account, after) > 0);
            var members = await query.OrderBy(m => m.Account).Take(take + 1).ToListAsync(cancellation);
            return Results.Json(Page<Member>.Of([.. await Shown(session, members, cancellation)], take, m => m.Analyst!));
        }).Answers<Page<Member>>("Who has which role in the tournament, by id.");

        routes.MapPut("/tournaments/{t}/people", async (HttpContext context, string t, IReadOnlyList<Member> people, IDocumentStore store, Clock clock, CancellationToken cancellation) =>
        {
            await using var session = store.LightweightSession();
            if ((await Find.NoTournament(session, context.Person(), t, cancellation) ?? Access.Organise(context.Person(), t) ?? Valid(people)) is { } refused) return Problems.Of(refused);
            var before = await session.Query<Membership>().Where(m => m.Tournament == t).ToListAsync(cancellation);
            var after = new List<Membership>();
            foreach (var member in people)
            {
                var normal = Account.Normal(member.Name);
                var account = member.Analyst is null
                    ? await session.Query<Account>().FirstOrDefaultAsync(a => a.NormalName == normal, cancellation)
                    : await session.LoadAsync<Account>(member.Analyst, cancellation);
                if (account is null && member.Analyst is not null) return Problems.Of(Refuse.Invalid("analyst.unknown", $"There is nobody with the id '{member.Analyst}'.", "analyst"));
                account ??= new(Ids.New(), member.Name.Trim(), [], member.SignsIn, clock.GetUtcNow());
                session.Store(account);
                after.Add(new(Membership.Key(t, account.Id), t, account.Id, [.. member.Roles.Distinct().Order()]));
            }

            if (before.Any(m => m.Account == context.Person().Id && m.Roles.Contains(RoleName.Organiser)) && !after.Any(m => m.Account == context.Person().Id && m.Roles.Contains(RoleName.Organiser)))
                return Problems.Of(Refuse.Conflict("people.own-role", "You would take the organiser's role from yourself; another organiser has to do that."));
            foreach (var gone in before.ExceptBy(after.Select(m => m.Id), m => m.Id)) session.Delete(gone);
            session.Store(after.ToArray());
            await session.SaveChangesAsync(cancellation);
            return Results.Json(new Page<Member>([.. await Shown(session, after, cancellation)], null));
        }).Answers<Page<Member>>("Replaces the list of people and roles.");
    }

    private static Rejection? Valid(IReadOnlyList<Member> people)
    {
        if (people.Count > 1_000) return Refuse.Invalid("people.many", "At most 1000 people in one list.");
        foreach (var member in people)
        {
            if (string.IsNullOrWhiteSpace(member?.Name) || Check.Name(member.Name, LongestName, "people.name", "name") is not null)
                return Refuse.Invalid("people.name", $"A name has 1 to {LongestName} characters.", "name");
            if (member.Roles.Count == 0 || member.Roles.Any(r => !Enum.IsDefined(r) || r == RoleName.Admin))
                return Refuse.Invalid("people.roles", "Roles in a tournament are viewer, analyst, reviewer, adjudicator, organiser; at least one.", "roles");
        }

        return people.DistinctBy(p => Account.Normal(p.Name)).Count() < people.Count ? Refuse.Invalid("people.twice", "Somebody is listed twice.", "name") : null;
    }

    private static async Task<IEnumerable<Member>> Shown(IQuerySession session, IReadOnlyList<Membership> members, CancellationToken cancellation)
    {
        var accounts = (await session.LoadManyAsync<Account>(cancellation, members.Select(m => m.Account).ToArray())).ToDictionary(a => a.Id);
        return members.OrderBy(m => m.Account, StringComparer.Ordinal).Select(m => new Member(accounts.TryGetValue(m.Account, out var a) ? a.Name : m.Account, m.Roles, m.Account, a?.SignsIn ?? false));
    }
}
