using Forecasts.Domain;
using Forecasts.Domain.Seasons;
using Forecasts.Server.Features.Layout;
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

    /// <summary>A calendar's days by the names that they have in a request, in the order in which they are asked for.</summary>
    public static IEnumerable<(string Name, CalendarDay Day)> Days(Calendar calendar) =>
    [
        ("opens", calendar.Opens), ("forecastsClose", calendar.ForecastsClose), ("revealAt", calendar.RevealAt), ("windowOpens", calendar.WindowOpens), ("windowCloses", calendar.WindowCloses),
        ("adjudicationCloses", calendar.AdjudicationCloses), ("disputesClose", calendar.DisputesClose), ("publishes", calendar.Publishes),
    ];

    /// <summary>The calendar's form: what may be left out follows the day before it.</summary>
    public static (CalendarRequest? Request, Rejection? Refused) Read(IFormCollection form)
    {
        string[] needed = ["opens", "forecastsClose", "windowOpens", "windowCloses", "publishes"];
        return needed.FirstOrDefault(n => form.Day(n) is null) is { } missing
            ? (null, Refuse.Invalid("calendar.day", $"'{missing}' is a day such as 2024-12-31.", missing))
            : (new(
                form.Day("opens")!.Value, form.Day("forecastsClose")!.Value, form.Day("windowOpens")!.Value, form.Day("windowCloses")!.Value, form.Day("publishes")!.Value,
                form.Day("revealAt"), form.Day("adjudicationCloses"), form.Day("disputesClose")), null);
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
            return context.Answer(done, await SeasonView.Of(store, Season.Evolve(null, plan)!, clock, cancellation), done.Changed ? 201 : 200);
        }).Answers<SeasonView>("Plans a season.", With.ETag | With.Location, 201, 200);

        routes.MapPut("/seasons/{t}/{y:int}/calendar", async (HttpContext context, string t, int y, CalendarRequest request, Commands commands, IDocumentStore store, Clock clock, CancellationToken cancellation) =>
        {
            var person = context.Person();
            await using var session = store.QuerySession();
            var found = await Find.Season(session, person, t, y, cancellation);
            var (version, stale) = context.IfMatch();
            if ((found.Refused ?? stale) is { } refused) return Problems.Of(refused);
            var done = await ChangeCalendar(person, found.Value!, request, version, commands, clock, cancellation);
            return done.Rejection is { } no ? Problems.Of(no) : context.Answer(done, await SeasonView.Load(store, found.Value!.Id, clock, cancellation));
        }).Answers<SeasonView>("Moves days that are not past.", With.ETag | With.IfMatch);

        routes.MapPost("/seasons/{t}/{y:int}/open", async (HttpContext context, string t, int y, Commands commands, IDocumentStore store, Clock clock, CancellationToken cancellation) =>
        {
            var person = context.Person();
            await using var session = store.QuerySession();
            var found = await Find.Season(session, person, t, y, cancellation);
            if (found.Refused is { } refused) return Problems.Of(refused);
            var done = await Open(person, found.Value!, commands, clock, cancellation);
            return done.Rejection is { } no ? Problems.Of(no) : context.Answer(done, await SeasonView.Load(store, found.Value!.Id, clock, cancellation));
        }).Answers<SeasonView>("Records that the season has opened, from its opening day on.", With.ETag);
    }

    public static async Task<Appended> ChangeCalendar(Person person, Season about, CalendarRequest request, long? ifVersion, Commands commands, Clock clock, CancellationToken cancellation)
    {
        if (Access.Organise(person, about.Tournament) is { } refused) return new(0, false, refused);
        var calendar = request.In(about.Calendar.TimeZone);
        return await commands.Season(
            about.Id, person, (_, season) => Task.FromResult(SeasonDecider.ChangeCalendar(
                season!, Alike(calendar, season!.Calendar) ? season.Calendar : calendar, new(person.Id, clock.GetUtcNow()))), ifVersion, cancellation);
    }

    public static async Task<Appended> Open(Person person, Season about, Commands commands, Clock clock, CancellationToken cancellation) =>
        Access.Organise(person, about.Tournament) is { } refused ? new(0, false, refused)
        : await commands.Season(about.Id, person, (_, season) => Task.FromResult(SeasonDecider.Open(season!, new(person.Id, clock.GetUtcNow()))), null, cancellation);

    private static bool Same(Season known, SeasonEvent.Planned plan) =>
        known.Title == plan.Title && Alike(known.Calendar, plan.Calendar) && known.Themes.SequenceEqual(plan.Themes) && known.Rules == plan.Rules && known.Synthetic == plan.Synthetic;

    // A newer edition of the zone data is no change of mind.
    private static bool Alike(Calendar one, Calendar other) => one with { TzdbVersion = other.TzdbVersion } == other;
}
