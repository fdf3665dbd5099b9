using Forecasts.Domain;
using Forecasts.Domain.Forecasting;
using Forecasts.Domain.Predictions;
using Forecasts.Server.Store;

namespace Forecasts.Server.Features.Forecasting;

public static class FileForecast
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapPut(
                "/predictions/{id}/claims/{n:int}/forecast",
                async ([AsParameters] Call call, string id, int n, ForecastRequest request) =>
                {
                    var (version, stale) = call.Context.IfMatch();
                    var done = await File(call.Person, new(id, n), request, version, stale, call.Commands, call.Cancellation);
                    return call.Context.Answer(done, new ForecastAnswer(id, n, request, false, done.Changed, done.Version));
                }
            )
            .Answers<ForecastAnswer>("Makes or revises your forecast on a claim.", With.ETag | With.IfMatch);

        routes
            .MapDelete(
                "/predictions/{id}/claims/{n:int}/forecast",
                async ([AsParameters] Call call, string id, int n) =>
                {
                    var (version, stale) = call.Context.IfMatch();
                    var done = await Withdraw(call.Person, new(id, n), version, stale, call.Commands, call.Cancellation);
                    return call.Context.Answer(done, new ForecastAnswer(id, n, new(), true, done.Changed, done.Version));
                }
            )
            .Answers<ForecastAnswer>("Withdraws your forecast on a claim.", With.ETag | With.IfMatch);
    }

    /// <param name="unread">Why the version that they ask for is none.</param>
    public static Task<Appended> File(
        Person person,
        ClaimRef claim,
        ForecastRequest request,
        long? ifVersion,
        Rejection? unread,
        Commands commands,
        CancellationToken cancellation
    )
    {
        var rationale = string.IsNullOrWhiteSpace(request.Rationale) ? null : PersonalText.Commit(request.Rationale, Ids.Salt());
        return commands.Forecast(
            claim,
            person,
            (unit, known, now) =>
            {
                var (about, refused) = About(unit, person, claim, ifVersion, unread);
                if (refused is not null)
                    return refused;
                var (season, prediction) = about!;
                var filed = unit.Filed(claim, person.Id);
                var saw = filed.Others && Disclosure.SeesForecasts(person, season, prediction, unit.Review(claim), filed.Own, now);
                return ForecastDecider.File(known, new(claim, person.Id, request, rationale, saw), prediction, season, new(person.Id, now));
            },
            cancellation
        );
    }

    public static Task<Appended> Withdraw(
        Person person,
        ClaimRef claim,
        long? ifVersion,
        Rejection? unread,
        Commands commands,
        CancellationToken cancellation
    ) =>
        commands.Forecast(
            claim,
            person,
            (unit, known, now) =>
            {
                var (about, refused) = About(unit, person, claim, ifVersion, unread);
                return refused is not null
                    ? refused
                    : ForecastDecider.Withdraw(known, claim, person.Id, about!.Prediction, about.Season, new(person.Id, now));
            },
            cancellation
        );

    /// <summary>What the forecast is about, where this person may file there and has looked at what there is.</summary>
    private static Found<Case> About(Unit unit, Person person, ClaimRef claim, long? ifVersion, Rejection? unread)
    {
        var found = Find.Prediction(unit, person, claim.Prediction);
        if (found.Value is not { } about)
            return found;
        return new(
            about,
            unread
                ?? Access.Forecast(person, about.Season.Tournament)
                ?? Find.NoClaim(about.Prediction, claim.Number)
                ?? unit.Stale(Streams.Forecast(claim.Prediction, person.Id), ifVersion)
        );
    }
}
