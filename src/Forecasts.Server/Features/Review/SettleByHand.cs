using Forecasts.Domain;
using Forecasts.Domain.Review;
using Forecasts.Server.Store;
using Marten;

namespace Forecasts.Server.Features.Review;

/// <param name="Code">Why the claim is void: condition-not-met, source-vanished, criteria-defective, not-decidable, organiser.</param>
public sealed record VoidRequest(string Code, string Reason);

public sealed record ReopenRequest(string Reason);

/// <summary>What an organiser may do with a claim: declare it void, or take its resolution back.</summary>
public static class SettleByHand
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/predictions/{id}/claims/{n:int}/void", async (HttpContext context, string id, int n, VoidRequest request, Commands commands, IDocumentStore store, Clock clock, CancellationToken cancellation) =>
            await Act(context, id, n, store, clock, (person, about) => Void(person, about, n, request, commands, clock, cancellation)))
            .Answers<ClaimView>("Declares a claim void; organisers only.", With.Nothing, 201, 200);

        routes.MapPost("/predictions/{id}/claims/{n:int}/reopen", async (HttpContext context, string id, int n, ReopenRequest request, Commands commands, IDocumentStore store, Clock clock, CancellationToken cancellation) =>
            await Act(context, id, n, store, clock, (person, about) => Reopen(person, about, n, request, commands, clock, cancellation)))
            .Answers<ClaimView>("Takes a claim's resolution back: verdicts start anew; organisers only.", With.Nothing, 201);
    }

    public static async Task<Appended> Void(Person person, Case about, int number, VoidRequest request, Commands commands, Clock clock, CancellationToken cancellation) =>
        Refused(person, about, number) is { } refused ? new(0, false, refused)
        : await commands.Review(
            new(about.Prediction.Id, number), person, (_, review) => Task.FromResult(ReviewDecider.Void(
                review, request.Code, request.Reason, new(about.Season, about.Prediction, about.Prediction.Claim(number)!, null, false), new(person.Id, clock.GetUtcNow()))), null, cancellation);

    public static async Task<Appended> Reopen(Person person, Case about, int number, ReopenRequest request, Commands commands, Clock clock, CancellationToken cancellation) =>
        Refused(person, about, number) is { } refused ? new(0, false, refused)
        : await commands.Review(
            new(about.Prediction.Id, number), person, (_, review) => Task.FromResult(ReviewDecider.Reopen(review, request.Reason, about.Season, new(person.Id, clock.GetUtcNow()))), null, cancellation);

    private static Rejection? Refused(Person person, Case about, int number) => Access.Organise(person, about.Season.Tournament) ?? Find.NoClaim(about.Prediction, number);

    private static async Task<IResult> Act(HttpContext context, string id, int n, IDocumentStore store, Clock clock, Func<Person, Case, Task<Appended>> act)
    {
        var cancellation = context.RequestAborted;
        await using var session = store.QuerySession();
        var found = await Find.Prediction(session, context.Person(), id, cancellation);
        if (found.Refused is { } refused) return Problems.Of(refused);
        var done = await act(context.Person(), found.Value!);
        if (done.Rejection is { } no) return Problems.Of(no);
        var view = await PredictionView.Load(session, context.Person(), id, clock, cancellation);
        return TypedResults.Json(view.Value!.Claims.Single(c => c.Number == n), statusCode: done.Changed ? 201 : 200);
    }
}
