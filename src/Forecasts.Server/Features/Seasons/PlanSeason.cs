using Forecasts.Domain;
using Forecasts.Domain.Seasons;
using Forecasts.Server.Store;
using Marten;

namespace Forecasts.Server.Features.Seasons;

public static class PlanSeason
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapPost(
                "/tournaments/{t}/seasons",
                async ([AsParameters] Call call, string t, SeasonRequest request) =>
                {
                    var person = call.Person;
                    await using var session = call.Store.QuerySession();
                    if (
                        (
                            await Find.NoTournament(session, person, t, call.Cancellation)
                            ?? Access.Organise(person, t)
                            ?? Zones.Known(request.TimeZone)
                        ) is
                        { } refused
                    )
                        return Problems.Of(refused);
                    var plan = request.Plan(t, new(person.Id, call.Now));
                    var done = await call.Commands.Season(
                        new SeasonRef(t, request.Year),
                        person,
                        known => known is not null && Same(known, plan) ? Decision<SeasonEvent>.Nothing : SeasonDecider.Plan(known, plan),
                        null,
                        call.Cancellation
                    );
                    if (done.Rejection is { } no)
                        return Problems.Of(no);
                    call.Context.Response.Headers.Location = $"/api/seasons/{t}/{request.Year}";
                    return call.Context.Answer(
                        done,
                        await SeasonView.Of(call.Store, Season.Evolve(null, plan)!, call.Clock, call.Cancellation),
                        done.Changed ? 201 : 200
                    );
                }
            )
            .Answers<SeasonView>("Plans a season.", With.ETag | With.Location, 201, 200);

        routes
            .MapPut(
                "/seasons/{t}/{y:int}/calendar",
                async ([AsParameters] Call call, string t, int y, CalendarRequest request) =>
                {
                    var person = call.Person;
                    await using var session = call.Store.QuerySession();
                    var found = await Find.Season(session, person, t, y, call.Cancellation);
                    var (version, stale) = call.Context.IfMatch();
                    if ((found.Refused ?? stale) is { } refused)
                        return Problems.Of(refused);
                    var done = await ChangeCalendar(person, found.Value!, request, version, call.Commands, call.Clock, call.Cancellation);
                    return done.Rejection is { } no
                        ? Problems.Of(no)
                        : call.Context.Answer(done, await SeasonView.Load(call.Store, found.Value!.Id, call.Clock, call.Cancellation));
                }
            )
            .Answers<SeasonView>("Moves days that are not past.", With.ETag | With.IfMatch);

        routes
            .MapPost(
                "/seasons/{t}/{y:int}/open",
                async ([AsParameters] Call call, string t, int y) =>
                {
                    var person = call.Person;
                    await using var session = call.Store.QuerySession();
                    var found = await Find.Season(session, person, t, y, call.Cancellation);
                    if (found.Refused is { } refused)
                        return Problems.Of(refused);
                    var done = await Open(person, found.Value!, call.Commands, call.Clock, call.Cancellation);
                    return done.Rejection is { } no
                        ? Problems.Of(no)
                        : call.Context.Answer(done, await SeasonView.Load(call.Store, found.Value!.Id, call.Clock, call.Cancellation));
                }
            )
            .Answers<SeasonView>("Records that the season has opened, from its opening day on.", With.ETag);
    }

    public static async Task<Appended> ChangeCalendar(
        Person person,
        Season about,
        CalendarRequest request,
        long? ifVersion,
        Commands commands,
        Clock clock,
        CancellationToken cancellation
    )
    {
        if (Access.Organise(person, about.Tournament) is { } refused)
            return new(0, false, refused);
        var calendar = request.In(about.Calendar.TimeZone);
        return await commands.Season(
            about.Id,
            person,
            season =>
                SeasonDecider.ChangeCalendar(
                    season!,
                    Alike(calendar, season!.Calendar) ? season.Calendar : calendar,
                    new(person.Id, clock.GetUtcNow())
                ),
            ifVersion,
            cancellation
        );
    }

    public static async Task<Appended> Open(Person person, Season about, Commands commands, Clock clock, CancellationToken cancellation) =>
        Access.Organise(person, about.Tournament) is { } refused
            ? new(0, false, refused)
            : await commands.Season(
                about.Id,
                person,
                season => SeasonDecider.Open(season!, new(person.Id, clock.GetUtcNow())),
                null,
                cancellation
            );

    private static bool Same(Season known, SeasonEvent.Planned plan) =>
        known.Title == plan.Title
        && Alike(known.Calendar, plan.Calendar)
        && known.Themes.SequenceEqual(plan.Themes)
        && known.Rules == plan.Rules
        && known.Synthetic == plan.Synthetic;

    // A newer edition of the zone data is no change of mind.
    private static bool Alike(Calendar one, Calendar other) => one with { TzdbVersion = other.TzdbVersion } == other;
}
