using Forecasts.Domain.Predictions;
using Forecasts.Domain.Review;
using Forecasts.Server.Store;
using Marten;

namespace Forecasts.Server.Features.Review;

/// <summary>What an organiser may do with a claim: declare it void, or take its resolution back.</summary>
public static class SettleByHand
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapPost(
                "/predictions/{id}/claims/{n:int}/void",
                ([AsParameters] Call call, string id, int n, VoidRequest request) =>
                    Answer(
                        call.Context,
                        new(id, n),
                        call.Store,
                        call.Clock,
                        Void(call.Person, new(id, n), request, call.Commands, call.Clock, call.Cancellation)
                    )
            )
            .Answers<ClaimView>("Declares a claim void; organisers only.", With.Nothing, 201, 200);

        routes
            .MapPost(
                "/predictions/{id}/claims/{n:int}/reopen",
                ([AsParameters] Call call, string id, int n, ReopenRequest request) =>
                    Answer(
                        call.Context,
                        new(id, n),
                        call.Store,
                        call.Clock,
                        Reopen(call.Person, new(id, n), request, call.Commands, call.Clock, call.Cancellation)
                    )
            )
            .Answers<ClaimView>("Takes a claim's resolution back: verdicts start anew; organisers only.", With.Nothing, 201);
    }

    public static Task<Appended> Void(
        Person person,
        ClaimRef claim,
        VoidRequest request,
        Commands commands,
        Clock clock,
        CancellationToken cancellation
    ) =>
        commands.Review(
            claim,
            person,
            (unit, review) =>
            {
                var (about, refused) = About(unit, person, claim);
                if (refused is not null)
                    return refused;
                var (season, prediction) = about!;
                return ReviewDecider.Void(
                    review,
                    request.Code,
                    request.Reason,
                    new(season, prediction, prediction.Claim(claim.Number)!, null, false),
                    new(person.Id, clock.GetUtcNow())
                );
            },
            cancellation
        );

    public static Task<Appended> Reopen(
        Person person,
        ClaimRef claim,
        ReopenRequest request,
        Commands commands,
        Clock clock,
        CancellationToken cancellation
    ) =>
        commands.Review(
            claim,
            person,
            (unit, review) =>
            {
                var (about, refused) = About(unit, person, claim);
                return refused is not null
                    ? refused
                    : ReviewDecider.Reopen(review, request.Reason, about!.Season, new(person.Id, clock.GetUtcNow()));
            },
            cancellation
        );

    private static Found<Case> About(Unit unit, Person person, ClaimRef claim)
    {
        var found = Find.Prediction(unit, person, claim.Prediction);
        return found.Value is not { } about
            ? found
            : new(about, Access.Organise(person, about.Season.Tournament) ?? Find.NoClaim(about.Prediction, claim.Number));
    }

    private static async Task<IResult> Answer(HttpContext context, ClaimRef claim, IDocumentStore store, Clock clock, Task<Appended> act)
    {
        var done = await act;
        if (done.Rejection is { } no)
            return Problems.Of(no);
        await using var session = store.QuerySession();
        var view = await PredictionView.Load(session, context.Person(), claim.Prediction, clock, context.RequestAborted);
        return TypedResults.Json(view.Value!.Claims.Single(c => c.Number == claim.Number), statusCode: done.Changed ? 201 : 200);
    }
}
