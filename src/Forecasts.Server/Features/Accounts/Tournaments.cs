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
                async (HttpContext context, string? after, int? limit, IDocumentStore store, CancellationToken cancellation) =>
                {
                    var (place, unknown) = context.Place(after);
                    if ((Paging.Check(limit) ?? unknown) is { } refused)
                        return Problems.Of(refused);
                    await using var session = store.QuerySession();
                    var take = limit ?? 50;
                    var found = await Of(session, context.Person(), place, take + 1, cancellation);
                    return TypedResults.Json(
                        Page<TournamentRequest>.Of(
                            [.. found.Select(t => new TournamentRequest(t.Id, t.Name))],
                            take,
                            t => context.Cursor(t.Slug)
                        )
                    );
                }
            )
            .Answers<Page<TournamentRequest>>("The tournaments in which you have a role, by slug.");

        routes
            .MapPost(
                "/tournaments",
                async (HttpContext context, TournamentRequest request, IDocumentStore store, CancellationToken cancellation) =>
                {
                    var (made, refused) = await MakeTournament.Make(
                        store,
                        context.Person(),
                        request,
                        import: null,
                        tryOnly: false,
                        cancellation
                    );
                    if (refused is not null)
                        return Problems.Of(refused);
                    context.Response.Headers.Location = $"/api/tournaments/{request.Slug}";
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
