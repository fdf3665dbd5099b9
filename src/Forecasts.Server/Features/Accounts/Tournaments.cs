using Forecasts.Server.Store;
using Marten;

namespace Forecasts.Server.Features.Accounts;

public static class Tournaments
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapGet(
                "/tournaments",
                async ([AsParameters] Call call, string? after, int? limit) =>
                {
                    var (place, unknown) = call.Context.Place(after);
                    if ((Paging.Check(limit) ?? unknown) is { } refused)
                        return Problems.Of(refused);
                    await using var session = call.Store.QuerySession();
                    var take = limit ?? 50;
                    var found = await Of(session, call.Person, place, take + 1, call.Cancellation);
                    return TypedResults.Json(
                        Page<TournamentRequest>.Of(
                            [.. found.Select(t => new TournamentRequest(t.Id, t.Name))],
                            take,
                            t => call.Context.Cursor(t.Slug)
                        )
                    );
                }
            )
            .Answers<Page<TournamentRequest>>("The tournaments in which you have a role, by slug.");

        routes
            .MapPost(
                "/tournaments",
                async ([AsParameters] Call call, TournamentRequest request) =>
                {
                    var (made, refused) = await MakeTournament.Make(
                        call.Store,
                        call.Person,
                        request,
                        import: null,
                        tryOnly: false,
                        call.Cancellation
                    );
                    if (refused is not null)
                        return Problems.Of(refused);
                    call.Context.Response.Headers.Location = $"/api/tournaments/{request.Slug}";
                    return TypedResults.Json(request, statusCode: made ? 201 : 200);
                }
            )
            .Answers<TournamentRequest>("Makes a tournament; admins only.", With.Location, 201, 200);
    }

    /// <summary>The tournaments that this person may read, in the order of their slugs.</summary>
    public static async Task<IReadOnlyList<Tournament>> Of(
        IQuerySession session,
        Person person,
        string? after,
        int take,
        CancellationToken cancellation
    )
    {
        var query = session.Query<Tournament>().AsQueryable();
        if (person.Everywhere.Count == 0)
        {
            var mine = person.Tournaments.Keys.ToArray();
            query = query.Where(t => mine.Contains(t.Id));
        }

        if (after is not null)
            query = query.Where(t => string.Compare(t.Id, after) > 0);
        return await query.OrderBy(t => t.Id).Take(take).ToListAsync(cancellation);
    }
}
