using System.Text.Json.Serialization;
using Forecasts.Domain;
using Forecasts.Domain.Forecasting;
using Forecasts.Domain.Predictions;
using Forecasts.Server.Store;
using Marten;

namespace Forecasts.Server.Features.Forecasting;

/// <param name="Changed">False where it was so already.</param>
/// <param name="Version">Of the forecasts of this analyst on the prediction, for If-Match.</param>
public sealed record ForecastAnswer(string Prediction, int Claim, [property: JsonIgnore] StatedBelief Stated, bool Withdrawn, bool Changed, long Version)
    : StatedBelief(Stated);

public static class FileForecast
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPut("/predictions/{id}/claims/{n:int}/forecast", async (HttpContext context, string id, int n, ForecastRequest request, Commands commands, IDocumentStore store, Clock clock, CancellationToken cancellation) =>
        {
            await using var session = store.QuerySession();
            var found = await Find.Prediction(session, context.Person(), id, cancellation);
            var (version, stale) = context.IfMatch();
            if ((found.Refused ?? stale) is { } refused) return Problems.Of(refused);
            var done = await File(context.Person(), found.Value!, n, request, version, session, commands, clock, cancellation);
            return context.Answer(done, new ForecastAnswer(id, n, request, false, done.Changed, done.Version));
        }).Answers<ForecastAnswer>("Makes or revises your forecast on a claim.", With.ETag | With.IfMatch);

        routes.MapDelete("/predictions/{id}/claims/{n:int}/forecast", async (HttpContext context, string id, int n, Commands commands, IDocumentStore store, Clock clock, CancellationToken cancellation) =>
        {
            await using var session = store.QuerySession();
            var found = await Find.Prediction(session, context.Person(), id, cancellation);
            var (version, stale) = context.IfMatch();
            if ((found.Refused ?? stale) is { } refused) return Problems.Of(refused);
            var done = await Withdraw(context.Person(), found.Value!, n, version, commands, clock, cancellation);
            return context.Answer(done, new ForecastAnswer(id, n, new(), true, done.Changed, done.Version));
        }).Answers<ForecastAnswer>("Withdraws your forecast on a claim.", With.ETag | With.IfMatch);
    }

    public static async Task<Appended> File(
        Person person, Case about, int claim, ForecastRequest request, long? ifVersion, IQuerySession session, Commands commands, Clock clock, CancellationToken cancellation)
    {
        if ((Access.Forecast(person, about.Season.Tournament) ?? Find.NoClaim(about.Prediction, claim)) is { } refused) return new(0, false, refused);
        var reference = new ClaimRef(about.Prediction.Id, claim);
        var review = (await session.LoadAsync<ReviewRecord>(Streams.Review(reference), cancellation))?.State;
        var (own, others) = await ForecastRows.On(session, reference, person.Id, cancellation);
        var saw = others && Disclosure.SeesForecasts(person, about.Season, about.Prediction, review, own, clock.GetUtcNow());
        var rationale = string.IsNullOrWhiteSpace(request.Rationale) ? null : PersonalText.Commit(request.Rationale, Ids.Salt());
        return await commands.Forecast(
            reference.Prediction, person.Id, person,
            (_, known) => Task.FromResult(ForecastDecider.File(
                known, new(reference, person.Id, request, rationale, saw), about.Prediction, about.Season, new(person.Id, clock.GetUtcNow()))),
            ifVersion, cancellation);
    }

    public static async Task<Appended> Withdraw(Person person, Case about, int claim, long? ifVersion, Commands commands, Clock clock, CancellationToken cancellation) =>
        (Access.Forecast(person, about.Season.Tournament) ?? Find.NoClaim(about.Prediction, claim)) is { } refused ? new(0, false, refused)
        : await commands.Forecast(
            about.Prediction.Id, person.Id, person,
            (_, known) => Task.FromResult(ForecastDecider.Withdraw(known, new(about.Prediction.Id, claim), person.Id, about.Prediction, about.Season, new(person.Id, clock.GetUtcNow()))),
            ifVersion, cancellation);
}
