using Forecasts.Domain.Predictions;
using Forecasts.Server.Store;
using Marten;

namespace Forecasts.Server.Features.Predictions;

public static class ReadPredictions
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapGet(
                "/seasons/{t}/{y:int}/predictions",
                async ([AsParameters] Call call, string t, int y, string? after, int? limit) =>
                {
                    await using var session = call.Store.QuerySession();
                    var found = await Find.Season(session, call.Person, t, y, call.Cancellation);
                    var (place, unknown) = call.Context.Place(after);
                    if ((found.Refused ?? Paging.Check(limit) ?? unknown) is { } refused)
                        return Problems.Of(refused);
                    var take = limit ?? 50;
                    var items = await Of(session, found.Value!.Id, place, take + 1, call.Cancellation);
                    return TypedResults.Json(Page<PredictionSummary>.Of(items, take, p => call.Context.Cursor(p.Id)));
                }
            )
            .Answers<Page<PredictionSummary>>("The season's predictions with how their claims stand, by id.");

        routes
            .MapGet(
                "/predictions/{id}",
                async ([AsParameters] Call call, string id) =>
                {
                    await using var session = call.Store.QuerySession();
                    var found = await PredictionView.Load(session, call.Person, id, call.Clock, call.Cancellation);
                    if (found.Refused is { } refused)
                        return Problems.Of(refused);
                    call.Context.Tag(found.Value!.Version);
                    return TypedResults.Json(found.Value);
                }
            )
            .Answers<PredictionView>("A prediction as you may see it: sealed forecasts and blind verdicts are left out.", With.ETag);
    }

    /// <summary>Predictions of a season in the order of their ids, with how their claims stand.</summary>
    public static async Task<IReadOnlyList<PredictionSummary>> Of(
        IQuerySession session,
        string season,
        string? after,
        int take,
        CancellationToken cancellation
    )
    {
        var start = Streams.Prediction(after ?? "");
        var predictions = (
            await session
                .Query<PredictionRecord>()
                .Where(p => p.Season == season && string.Compare(p.Id, start) > 0)
                .OrderBy(p => p.Id)
                .Take(take)
                .ToListAsync(cancellation)
        )
            .Select(p => p.State)
            .ToList();
        var status = await ClaimRows.Of(session, season, cancellation);
        return
        [
            .. predictions.Select(p => new PredictionSummary(
                p.Id,
                p.Season,
                p.Key,
                p.Theme,
                p.Title,
                p.CoreJudgement,
                p.Author,
                p.Rank,
                [
                    .. p.Claims.Select(c =>
                    {
                        var state = status.GetValueOrDefault(new ClaimRef(p.Id, c.Number).ToString(), new("", "open", null, null));
                        return new ClaimSummary(
                            c.Number,
                            c.Statement,
                            c.Kind.Word,
                            c.Due.Local,
                            state.Status,
                            state.Outcome,
                            c.Kind.Terms.Unit
                        );
                    }),
                ]
            )),
        ];
    }
}
