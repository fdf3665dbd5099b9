using Forecasts.Domain;
using Forecasts.Domain.Predictions;
using Forecasts.Domain.Seasons;
using Forecasts.Server.Store;

namespace Forecasts.Server.Features.Predictions;

public static class FilePrediction
{
    extension(PredictionRequest asked)
    {
        public (PredictionEvent.Filed? Filed, Rejection? Refused) Filed(string id, Season season, AnalystId author, Stamp stamp)
        {
            var claims = new List<Claim>();
            foreach (var (i, c) in asked.Claims.Index())
            {
                var (kind, refused) = c.Read();
                if (refused is not null)
                    return (null, refused);
                claims.Add(
                    new(
                        i + 1,
                        c.Statement,
                        kind!,
                        c.Criteria,
                        Zones.Closing(c.Due, season.Calendar.TimeZone),
                        c.Weight ?? 1,
                        c.Cluster,
                        stamp.MadeAt
                    )
                );
            }

            return (
                new(
                    stamp,
                    id,
                    season.Id,
                    asked.Key,
                    asked.Theme,
                    author,
                    asked.Title,
                    asked.CoreJudgement,
                    asked.Rank,
                    asked.Figures ?? [],
                    claims
                ),
                null
            );
        }
    }

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapPost(
                "/seasons/{t}/{y:int}/predictions",
                async ([AsParameters] Call call, string t, int y, PredictionRequest request) =>
                {
                    await using var session = call.Store.QuerySession();
                    var found = await Find.Season(session, call.Person, t, y, call.Cancellation);
                    if (found.Refused is { } refused)
                        return Problems.Of(refused);
                    var (id, done) = await File(
                        call.Person,
                        found.Value!,
                        request,
                        call.Context.NewId(),
                        call.Commands,
                        call.Clock,
                        call.Cancellation
                    );
                    if (done.Rejection is { } no)
                        return Problems.Of(no);
                    call.Context.Response.Headers.Location = $"/api/predictions/{id}";
                    return call.Context.Answer(
                        done,
                        (await PredictionView.Load(session, call.Person, id, call.Clock, call.Cancellation)).Value!,
                        done.Changed ? 201 : 200
                    );
                }
            )
            .Answers<PredictionView>("Files a prediction with its claims.", With.ETag | With.Location, 201, 200);

    public static async Task<(string Id, Appended Done)> File(
        Person person,
        Season season,
        PredictionRequest request,
        string newId,
        Commands commands,
        Clock clock,
        CancellationToken cancellation
    )
    {
        var id = request.Key is { } key ? Ids.OfPrediction(season.Id, key) : newId;
        if (Access.FilePrediction(person, season.Tournament) is { } refused)
            return (id, new(0, false, refused));
        var done = await commands.Prediction(
            id,
            season.Id,
            null,
            person,
            (unit, known) =>
            {
                if (unit.Season(season.Id) is not { } now)
                    return Find.NoSeason;
                var stamp = new Stamp(person.Id, clock.GetUtcNow());
                if (stamp.MadeAt >= now.Calendar.ForecastsClose.Instant)
                    stamp = stamp with { LateReason = Access.LateReason(person, now.Tournament, request.Reason) };
                var (filed, wrong) = request.Filed(id, now, person.Id, stamp);
                return wrong is not null ? wrong : PredictionDecider.File(known, filed!, now);
            },
            cancellation
        );
        return (id, done);
    }
}
