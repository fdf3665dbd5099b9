using Forecasts.Domain;
using Forecasts.Domain.Predictions;
using Forecasts.Domain.Review;
using Forecasts.Server.Store;

namespace Forecasts.Server.Features.Review;

public static class GiveVerdict
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapPost(
                "/predictions/{id}/claims/{n:int}/verdicts",
                async ([AsParameters] Call call, string id, int n, VerdictRequest request) =>
                {
                    var done = await Give(call.Person, new(id, n), request, call.Commands, call.Clock, call.Cancellation);
                    // No ETag: the number of verdicts before the quorum is nobody's business.
                    if (done.Rejection is { } no)
                        return Problems.Of(no);
                    await using var session = call.Store.QuerySession();
                    var view = await PredictionView.Load(session, call.Person, id, call.Clock, call.Cancellation);
                    return TypedResults.Json(view.Value!.Claims.Single(c => c.Number == n), statusCode: done.Changed ? 201 : 200);
                }
            )
            .Answers<ClaimView>("Gives or replaces your verdict on a claim.", With.Nothing, 201, 200);

    public static Task<Appended> Give(
        Person person,
        ClaimRef reference,
        VerdictRequest request,
        Commands commands,
        Clock clock,
        CancellationToken cancellation
    ) =>
        commands.Review(
            reference,
            person,
            (unit, review) =>
            {
                var found = Find.Prediction(unit, person, reference.Prediction);
                if (found.Refused is { } unknown)
                    return unknown;
                var (season, prediction) = found.Value!;
                if ((Access.Judge(person, season) ?? Find.NoClaim(prediction, reference.Number)) is { } refused)
                    return refused;
                var claim = prediction.Claim(reference.Number)!;
                var now = clock.GetUtcNow();
                var (decidedAt, unread) = Instants.DecidedAt(request.DecidedAt, "decidedAt", claim, season, now);
                if (unread is not null)
                    return unread with { Code = "verdict.decided-at" };
                if (claim.Kind.ReadOutcome(request.Verdict) is not { } outcome)
                    return Refuse.Invalid(
                        "verdict.unknown",
                        $"A verdict on this claim is one of {claim.Kind.Outcomes}, {Outcome.Void.Words}.",
                        "verdict"
                    );
                var late =
                    now < season.Calendar.WindowOpens.Instant || now >= (review?.VerdictsUntil ?? season.Calendar.WindowCloses.Instant);
                var stamp = new Stamp(person.Id, now, null, late ? Access.LateReason(person, season.Tournament, request.LateReason) : null);
                var about = new ReviewCase(season, prediction, claim, unit.Evidence(prediction.Id), unit.Filed(reference, person.Id).Own);
                return ReviewDecider.GiveVerdict(
                    review,
                    new(person.Id, outcome, decidedAt, request.Reason, request.Evidence ?? [], now),
                    about,
                    stamp
                );
            },
            cancellation
        );
}
