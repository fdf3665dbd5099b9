using Forecasts.Server.Store;
using Marten;

namespace Forecasts.Server.Features.Seasons;

public static class ReadSeasons
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapGet(
                "/tournaments/{t}/seasons",
                async ([AsParameters] Call call, string t, int? after, int? limit) =>
                {
                    await using var session = call.Store.QuerySession();
                    if ((await Find.NoTournament(session, call.Person, t, call.Cancellation) ?? Paging.Check(limit)) is { } refused)
                        return Problems.Of(refused);
                    var take = limit ?? 50;
                    var seasons = await Of(session, call.Store, t, after, take + 1, call.Clock, call.Cancellation);
                    return TypedResults.Json(
                        Page<SeasonView>.Of(seasons, take, s => s.Year.ToString(System.Globalization.CultureInfo.InvariantCulture))
                    );
                }
            )
            .Answers<Page<SeasonView>>("The tournament's seasons, the latest first.");

        routes
            .MapGet(
                "/seasons/{t}/{y:int}",
                async ([AsParameters] Call call, string t, int y) =>
                {
                    await using var session = call.Store.QuerySession();
                    var found = await Find.Season(session, call.Person, t, y, call.Cancellation);
                    if (found.Refused is { } refused)
                        return Problems.Of(refused);
                    call.Context.Tag(
                        (await session.Events.FetchStreamStateAsync(Streams.Season(found.Value!.Id), call.Cancellation))!.Version
                    );
                    return TypedResults.Json(await SeasonView.Of(call.Store, found.Value, call.Clock, call.Cancellation));
                }
            )
            .Answers<SeasonView>("A season: calendar, rules, counts and what is next.", With.ETag);
    }

    /// <summary>A tournament's seasons, the latest first.</summary>
    /// <param name="before">Only years before this one.</param>
    public static async Task<IReadOnlyList<SeasonView>> Of(
        IQuerySession session,
        IDocumentStore store,
        string tournament,
        int? before,
        int take,
        Clock clock,
        CancellationToken cancellation
    )
    {
        var below = before ?? 10_000;
        var seasons = (
            await session
                .Query<SeasonRecord>()
                .Where(s => s.State.Tournament == tournament && s.State.Year < below)
                .OrderByDescending(s => s.State.Year)
                .Take(take)
                .ToListAsync(cancellation)
        )
            .Select(s => s.State)
            .ToList();
        var counts = await SeasonCounts.Of(store, seasons.Select(s => s.Id.ToString()), cancellation);
        return [.. seasons.Select(s => SeasonView.Of(s, counts.GetValueOrDefault(s.Id), clock.GetUtcNow()))];
    }
}
