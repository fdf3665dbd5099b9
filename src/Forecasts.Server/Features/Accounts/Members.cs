using Forecasts.Domain;
using Forecasts.Server.Store;
using Marten;

namespace Forecasts.Server.Features.Accounts;

/// <summary>Who has which role in a tournament. The list that is put replaces the one before.</summary>
public static class Members
{
    internal static readonly Rejection Twice = Refuse.Invalid("people.twice", "Somebody is listed twice.", "name");

    internal static readonly Rejection NotListed = Refuse.NotFound("people.unknown", "There is nobody with this id in the tournament.");

    internal static readonly Rejection Many = Refuse.Invalid("people.many", $"At most {PutPeople.Most} people in one list.");

    /// <summary>Those that there are in a tournament.</summary>
    public static readonly IReadOnlyList<RoleName> Roles = [.. Enum.GetValues<RoleName>().Where(r => r != RoleName.Admin)];

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapGet(
                "/tournaments/{t}/people",
                async ([AsParameters] Call call, string t, string? after, int? limit) =>
                {
                    await using var session = call.Store.QuerySession();
                    var (place, unknown) = call.Context.Place(after);
                    if (
                        (await Find.NoTournament(session, call.Person, t, call.Cancellation) ?? Paging.Check(limit) ?? unknown) is
                        { } refused
                    )
                        return Problems.Of(refused);
                    call.Context.Response.Headers.ETag = Tag(
                        await session.Query<Membership>().Where(m => m.Tournament == t).ToListAsync(call.Cancellation)
                    );
                    var take = limit ?? 50;
                    var query = session.Query<Membership>().Where(m => m.Tournament == t);
                    if (place is not null)
                        query = query.Where(m => string.Compare(m.Account, place) > 0);
                    var members = await query.OrderBy(m => m.Account).Take(take + 1).ToListAsync(call.Cancellation);
                    return TypedResults.Json(
                        Page<Member>.Of([.. await Shown(session, members, call.Cancellation)], take, m => call.Context.Cursor(m.Analyst!))
                    );
                }
            )
            .Answers<Page<Member>>("Who has which role in the tournament, by id; the ETag is the whole list's.", With.ETag);

        routes
            .MapPut(
                "/tournaments/{t}/people",
                async ([AsParameters] Call call, string t, IReadOnlyList<Member> people, PutPeople put) =>
                    await put.Put(call.Context, t, people, call.Cancellation)
            )
            .Answers<Page<Member>>("Replaces the list of people and roles, whole or not at all.", With.ETag | With.IfMatch);
    }

    /// <summary>Of the list as it stands; the ETag of the people of a tournament.</summary>
    internal static string Tag(IEnumerable<Membership> members) =>
        $"\"{Ids.From([.. members.OrderBy(m => m.Account, StringComparer.Ordinal).Select(m => $"{m.Account}:{string.Join(',', m.Roles)}")])}\"";

    internal static Rejection? Valid(IReadOnlyList<Member> people)
    {
        if (people.Count > PutPeople.Most)
            return Many;
        foreach (var member in people)
        {
            if (Names.Wrong(member?.Name) is { } wrong)
                return wrong;
            if (WrongRoles(member!.Roles) is { } none)
                return none;
        }

        return people.DistinctBy(p => Account.Normal(p.Name)).Count() < people.Count ? Twice : null;
    }

    internal static Rejection? WrongRoles(IReadOnlyList<RoleName> roles) =>
        roles.Count == 0 || !roles.All(Roles.Contains)
            ? Refuse.Invalid(
                "people.roles",
                "Roles in a tournament are viewer, analyst, reviewer, adjudicator, organiser; at least one.",
                "roles"
            )
            : null;

    internal static async Task<IEnumerable<Member>> Shown(
        IQuerySession session,
        IReadOnlyList<Membership> members,
        CancellationToken cancellation
    )
    {
        var accounts = (await session.LoadManyAsync<Account>(cancellation, members.Select(m => m.Account).ToArray())).ToDictionary(a =>
            a.Id
        );
        return members
            .OrderBy(m => m.Account, StringComparer.Ordinal)
            .Select(m => new Member(
                accounts.TryGetValue(m.Account, out var a) ? a.Name : m.Account,
                m.Roles,
                m.Account,
                a?.SignsIn ?? false
            ));
    }
}
