using Forecasts.Domain.Predictions;
using Forecasts.Domain.Review;
using Forecasts.Server.Store;

namespace Forecasts.Server.Features.Predictions;

public static class AddOption
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapPost(
                "/predictions/{id}/claims/{n:int}/options",
                async ([AsParameters] Call call, string id, int n, OptionRequest request) =>
                {
                    await using var session = call.Store.QuerySession();
                    var found = await Find.Prediction(session, call.Person, id, call.Cancellation);
                    if (found.Refused is { } refused)
                        return Problems.Of(refused);
                    var done = await Add(call.Person, found.Value!, n, request, call.Commands, call.Clock, call.Cancellation);
                    if (done.Rejection is { } no)
                        return Problems.Of(no);
                    var view = await PredictionView.Load(session, call.Person, id, call.Clock, call.Cancellation);
                    return TypedResults.Json(view.Value!.Claims.Single(c => c.Number == n), statusCode: done.Changed ? 201 : 200);
                }
            )
            .Answers<ClaimView>("Adds an option to a choice while it takes forecasts; its author or an organiser.", With.Nothing, 201, 200);

    public static async Task<Appended> Add(
        Person person,
        Case about,
        int number,
        OptionRequest request,
        Commands commands,
        Clock clock,
        CancellationToken cancellation
    )
    {
        var (season, prediction) = about;
        if ((Access.AddOption(person, season.Tournament, prediction.Author) ?? Find.NoClaim(prediction, number)) is { } refused)
            return new(0, false, refused);
        var reference = new ClaimRef(prediction.Id, number);
        return await commands.Prediction(
            prediction.Id,
            season.Id,
            reference,
            person,
            (unit, known) =>
            {
                if (known is null)
                    return Find.NoPrediction;
                if (unit.Season(season.Id) is not { } now)
                    return Find.NoSeason;
                var settled = unit.Review(reference)?.Status is ReviewStatus.Settled or ReviewStatus.Void;
                return PredictionDecider.AddOption(
                    known,
                    number,
                    request.Option,
                    request.Note,
                    settled,
                    now,
                    new(person.Id, clock.GetUtcNow())
                );
            },
            cancellation
        );
    }
}
