using Forecasts.Domain;
using Forecasts.Server.Store;
using Marten;
using Npgsql;

namespace Forecasts.Server.Features.Accounts;

/// <summary>
/// Replaces a tournament's list of people in one transaction; of several at once each sees the whole list of the one before.
/// </summary>
public sealed class PutPeople(IDocumentStore store, Clock clock)
{
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

    public async Task<IResult> Put(HttpContext context, string tournament, IReadOnlyList<Member> people, CancellationToken cancellation)
    {
        for (var attempt = 1; attempt <= Attempts; attempt++)
            try
            {
                return await Try(context, tournament, people, cancellation);
            }
            catch (Exception e) when (Commands.IsTaken(e))
            {
                // Somebody new was made under one of these names, for another tournament: found by name the next time.
                await Task.Delay(Random.Shared.Next(1, 20 * attempt), cancellation);
            }

        return Problems.Of(Busy);
    }

    private async Task<IResult> Try(HttpContext context, string tournament, IReadOnlyList<Member> people, CancellationToken cancellation)
    {
        await using var session = store.LightweightSession();
        var me = context.Person();
        if (
            (await Find.NoTournament(session, me, tournament, cancellation) ?? Access.Organise(me, tournament) ?? Members.Valid(people)) is
            { } refused
        )
            return Problems.Of(refused);
        await session.BeginTransactionAsync(cancellation);
        await using (
            var turn = new NpgsqlCommand("select pg_advisory_xact_lock(hashtextextended($1, 0))")
            {
                Parameters = { new() { Value = "people/" + tournament } },
            }
        )
            await session.ExecuteAsync(turn, cancellation);
        var before = await session.Query<Membership>().Where(m => m.Tournament == tournament).ToListAsync(cancellation);
        if (context.Request.Headers.IfMatch.ToString() is { Length: > 0 } asked and not "*" && asked != Members.Tag(before))
            return Problems.Of(Stale);
        var (after, unknown) = await Named(session, tournament, people, cancellation);
        if (unknown is not null)
            return Problems.Of(unknown);
        if (Organises(before, me) && !Organises(after, me))
            return Problems.Of(
                Refuse.Conflict("people.own-role", "You would take the organiser's role from yourself; another organiser has to do that.")
            );
        foreach (var gone in before.ExceptBy(after.Select(m => m.Id), m => m.Id))
            session.Delete(gone);
        session.Store(after.ToArray());
        await session.SaveChangesAsync(cancellation);
        context.Response.Headers.ETag = Members.Tag(after);
        return TypedResults.Json(new Page<Member>([.. await Members.Shown(session, after, cancellation)], null));
    }

    /// <summary>Each by id or by name; who is new gets an account.</summary>
    private async Task<(List<Membership> After, Rejection? Refused)> Named(
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
