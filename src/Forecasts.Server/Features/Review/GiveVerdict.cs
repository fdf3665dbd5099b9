using Forecasts.Domain;
using Forecasts.Domain.Predictions;
using Forecasts.Domain.Review;
using Forecasts.Server.Store;
using Marten;

namespace Forecasts.Server.Features.Review;

/// <param name="DecidedAt">A day (its first instant in the season's zone) or an instant; by default the end of the due day.</param>
/// <param name="LateReason">An organiser's, for a verdict outside the window.</param>
public sealed record VerdictRequest(string Verdict, string Reason, string? DecidedAt = null, IReadOnlyList<string>? Evidence = null, string? LateReason = null);

public static class GiveVerdict
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/predictions/{id}/claims/{n:int}/verdicts", async (HttpContext context, string id, int n, VerdictRequest request, Commands commands, IDocumentStore store, Clock clock, CancellationToken cancellation) =>
        {
            await using var session = store.QuerySession();
            var found = await Find.Prediction(session, context.Person(), id, cancellation);
            if (found.Refused is { } refused) return Problems.Of(refused);
            var done = await Give(context.Person(), found.Value!, n, request, session, commands, clock, cancellation);
            // No ETag: the number of verdicts before the quorum is nobody's business.
            if (done.Rejection is { } no) return Problems.Of(no);
            var view = await PredictionView.Load(session, context.Person(), id, clock, cancellation);
            return TypedResults.Json(view.Value!.Claims.Single(c => c.Number == n), statusCode: done.Changed ? 201 : 200);
        }).Answers<ClaimView>("Gives or replaces your verdict on a claim.", With.Nothing, 201, 200);

    public static async Task<Appended> Give(Person person, Case about, int number, VerdictRequest request, IQuerySession session, Commands commands, Clock clock, CancellationToken cancellation)
    {
        var (season, prediction) = about;
        if ((Access.Judge(person, season) ?? Find.NoClaim(prediction, number)) is { } refused) return new(0, false, refused);
        var claim = prediction.Claim(number)!;
        var reference = new ClaimRef(prediction.Id, number);
        var now = clock.GetUtcNow();
        var (decidedAt, unread) = Instants.DecidedAt(request.DecidedAt, "decidedAt", claim, season, now);
        if (unread is not null) return new(0, false, unread with { Code = "verdict.decided-at" });
        if (claim.Kind.ReadOutcome(request.Verdict) is not { } outcome)
            return new(0, false, Refuse.Invalid("verdict.unknown", $"A verdict on this claim is one of {claim.Kind.Outcomes}, {Outcome.Void.Words}.", "verdict"));
        var holds = (await ForecastRows.On(session, reference, person.Id, cancellation)).Own;
        return await commands.Review(
            reference, person,
            async (operations, review) =>
            {
                var evidence = (await operations.LoadAsync<EvidenceRecord>(Streams.Evidence(prediction.Id), cancellation))?.State;
                var at = clock.GetUtcNow();
                var late = at < season.Calendar.WindowOpens.Instant || at >= (review?.VerdictsUntil ?? season.Calendar.WindowCloses.Instant);
                var stamp = new Stamp(person.Id, at, null, late ? Access.LateReason(person, season.Tournament, request.LateReason) : null);
                return ReviewDecider.GiveVerdict(
                    review, new(person.Id, outcome, decidedAt, request.Reason, request.Evidence ?? [], at), new(season, prediction, claim, evidence, holds), stamp);
            },
            null, cancellation);
    }
}
