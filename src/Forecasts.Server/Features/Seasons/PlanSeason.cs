using Forecasts.Domain;
using Forecasts.Domain.Seasons;
using Forecasts.Server.Features.Accounts;
using Forecasts.Server.Setup;
using Forecasts.Server.Store;
using Marten;

namespace Forecasts.Server.Features.Seasons;

public sealed record CalendarRequest(
    DateOnly Opens, DateOnly ForecastsClose, DateOnly WindowOpens, DateOnly WindowCloses, DateOnly Publishes,
    DateOnly? RevealAt = null, DateOnly? AdjudicationCloses = null, DateOnly? DisputesClose = null)
{
    /// <summary>Openings at the first valid instant of their day, closings at the first one after theirs. What is left out follows the day before it.</summary>
    public Calendar In(string zone)
    {
        var adjudication = AdjudicationCloses ?? WindowCloses;
        return new(
            zone, Zones.Version, Zones.Opening(Opens, zone), Zones.Closing(RevealAt ?? ForecastsClose, zone), Zones.Closing(ForecastsClose, zone),
            Zones.Opening(WindowOpens, zone), Zones.Closing(WindowCloses, zone), Zones.Closing(adjudication, zone),
            Zones.Closing(DisputesClose ?? adjudication, zone), Zones.Opening(Publishes, zone));
    }
}

public sealed record SeasonRequest(
    int Year, LocalText Title, string TimeZone, CalendarRequest Calendar, IReadOnlyList<Theme> Themes,
    ScoringRules? Scoring = null, ReviewRules? Review = null, Visibility? Visibility = null, bool Synthetic = false)
{
    public SeasonEvent.Planned Plan(string tournament, Stamp stamp) => new(
        stamp, tournament, Year, Title, Calendar.In(TimeZone), Themes,
        new(Scoring ?? new(), Review is { Mode: ReviewMode.Self } self ? self with { Reviewers = self.Reviewers == 2 ? 1 : self.Reviewers } : Review ?? new(), Visibility ?? Domain.Seasons.Visibility.Sealed),
        Synthetic);
}

public static class PlanSeason
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/tournaments/{t}/seasons", async (HttpContext context, string t, SeasonRequest request, Commands commands, IDocumentStore store, Clock clock, CancellationToken cancellation) =>
        {
            var person = context.Person();
            await using var session = store.QuerySession();
            if ((await Find.NoTournament(session, person, t, cancellation) ?? Access.Organise(person, t) ?? Zones.Known(request.TimeZone)) is { } refused) return Problems.Of(refused);
            var plan = request.Plan(t, new(person.Id, clock.GetUtcNow()));
            var done = await commands.Season(
                Season.Key(t, request.Year), person,
                (_, known) => Task.FromResult(known is not null && Same(known, plan) ? Decision<SeasonEvent>.Nothing : SeasonDecider.Plan(known, plan)), null, cancellation);
            if (done.Rejection is { } no) return Problems.Of(no);
            context.Response.Headers.Location = $"/api/seasons/{t}/{request.Year}";
            return context.Answer(done, await SeasonView.Of(store, Season.Evolve(null, plan), clock, cancellation), done.Changed ? 201 : 200);
        });

        routes.MapPut("/seasons/{t}/{y:int}/calendar", async (HttpContext context, string t, int y, CalendarRequest request, Commands commands, IDocumentStore store, Clock clock, CancellationToken cancellation) =>
        {
            var person = context.Person();
            await using var session = store.QuerySession();
            var found = await Find.Season(session, person, t, y, cancellation);
            var (version, stale) = context.IfMatch();
            if ((found.Refused ?? Access.Organise(person, t) ?? stale) is { } refused) return Problems.Of(refused);
            var calendar = request.In(found.Value!.Calendar.TimeZone) with { TzdbVersion = Zones.Version };
            var done = await commands.Season(
                found.Value.Id, person, (_, season) => Task.FromResult(SeasonDecider.ChangeCalendar(
                    season!, Alike(calendar, season!.Calendar) ? season.Calendar : calendar, new(person.Id, clock.GetUtcNow()))), version, cancellation);
            return done.Rejection is { } no ? Problems.Of(no) : context.Answer(done, await SeasonView.Load(store, found.Value.Id, clock, cancellation));
        });

        routes.MapPost("/seasons/{t}/{y:int}/open", async (HttpContext context, string t, int y, Commands commands, IDocumentStore store, Clock clock, CancellationToken cancellation) =>
        {
            var person = context.Person();
            await using var session = store.QuerySession();
            var found = await Find.Season(session, person, t, y, cancellation);
            if ((found.Refused ?? Access.Organise(person, t)) is { } refused) return Problems.Of(refused);
            var done = await commands.Season(
                found.Value!.Id, person, (_, season) => Task.FromResult(SeasonDecider.Open(season!, new(person.Id, clock.GetUtcNow()))), null, cancellation);
            return done.Rejection is { } no ? Problems.Of(no) : context.Answer(done, await SeasonView.Load(store, found.Value.Id, clock, cancellation));
        });
    }

    private static bool Same(Season known, SeasonEvent.Planned plan) =>
        known.Title == plan.Title && Alike(known.Calendar, plan.Calendar) && known.Themes.SequenceEqual(plan.Themes) && known.Rules == plan.Rules && known.Synthetic == plan.Synthetic;

    // A newer edition of the zone data is no change of mind.
    private static bool Alike(Calendar one, Calendar other) => one with { TzdbVersion = other.TzdbVersion } == other;
}
