using Forecasts.Domain;
using Forecasts.Domain.Seasons;
using Forecasts.Server.Store;
using Marten;

namespace Forecasts.Server.Features.Seasons;

public sealed record SeasonCounts(int Predictions, int Claims, int Settled, int Void, int InConflict, int Open)
{
    public static async Task<Dictionary<string, SeasonCounts>> Of(
        IDocumentStore store,
        IEnumerable<string> seasons,
        CancellationToken cancellation
    )
    {
        await using var session = store.QuerySession();
        return (await ClaimRows.Counts(session, seasons, cancellation)).ToDictionary(
            c => c.Season,
            c => new SeasonCounts(c.Predictions, c.Claims, c.Settled, c.Void, c.InConflict, c.Open),
            StringComparer.Ordinal
        );
    }
}

/// <summary>What is next: which day of the calendar, and when.</summary>
public sealed record NextStep(string Step, DateOnly Day, DateTimeOffset At);

/// <summary>A season as it is shown. The phase is the calendar's at this moment; <c>recordedPhase</c> is what the job has recorded.</summary>
public sealed record SeasonView(
    string Season,
    string Tournament,
    int Year,
    LocalText Title,
    bool Synthetic,
    Phase Phase,
    Phase RecordedPhase,
    string TimeZone,
    Calendar Calendar,
    IReadOnlyList<Theme> Themes,
    ScoringRules Scoring,
    ReviewRules Review,
    Visibility Visibility,
    int PublishedVersion,
    SeasonCounts Counts,
    NextStep? Next
)
{
    public static SeasonView Of(Season season, SeasonCounts? counts, DateTimeOffset now) =>
        new(
            season.Id,
            season.Tournament,
            season.Year,
            season.Title,
            season.Synthetic,
            season.PhaseAt(now),
            season.Phase,
            season.Calendar.TimeZone,
            season.Calendar,
            season.Themes,
            season.Rules.Scoring,
            season.Rules.Review,
            season.Rules.Visibility,
            season.PublishedVersion,
            counts ?? new(0, 0, 0, 0, 0, 0),
            NextOf(season, now)
        );

    public static async Task<SeasonView> Of(IDocumentStore store, Season season, Clock clock, CancellationToken cancellation) =>
        Of(season, (await SeasonCounts.Of(store, [season.Id], cancellation)).GetValueOrDefault(season.Id), clock.GetUtcNow());

    public static async Task<SeasonView> Load(IDocumentStore store, string season, Clock clock, CancellationToken cancellation)
    {
        await using var session = store.QuerySession();
        return await Of(store, (await session.LoadAsync<SeasonRecord>(Streams.Season(season), cancellation))!.State, clock, cancellation);
    }

    private static NextStep? NextOf(Season season, DateTimeOffset now)
    {
        var days = season.Calendar;
        (string Step, CalendarDay Day)[] steps =
        [
            ("opens", days.Opens),
            ("forecastsClose", days.ForecastsClose),
            ("windowOpens", days.WindowOpens),
            ("windowCloses", days.WindowCloses),
            ("publishes", days.Publishes),
        ];
        return season.Phase == Phase.Published
            ? null
            : steps
                .Where(s => s.Day.Instant > now)
                .OrderBy(s => s.Day.Instant)
                .Select(s => new NextStep(s.Step, s.Day.Local, s.Day.Instant))
                .FirstOrDefault();
    }
}

public static class ReadSeasons
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapGet(
                "/tournaments/{t}/seasons",
                async (
                    HttpContext context,
                    string t,
                    int? after,
                    int? limit,
                    IDocumentStore store,
                    Clock clock,
                    CancellationToken cancellation
                ) =>
                {
                    await using var session = store.QuerySession();
                    if ((await Find.NoTournament(session, context.Person(), t, cancellation) ?? Paging.Check(limit)) is { } refused)
                        return Problems.Of(refused);
                    var take = limit ?? 50;
                    var seasons = await Of(session, store, t, after, take + 1, clock, cancellation);
                    return TypedResults.Json(
                        Page<SeasonView>.Of(seasons, take, s => s.Year.ToString(System.Globalization.CultureInfo.InvariantCulture))
                    );
                }
            )
            .Answers<Page<SeasonView>>("The tournament's seasons, the latest first.");

        routes
            .MapGet(
                "/seasons/{t}/{y:int}",
                async (HttpContext context, string t, int y, IDocumentStore store, Clock clock, CancellationToken cancellation) =>
                {
                    await using var session = store.QuerySession();
                    var found = await Find.Season(session, context.Person(), t, y, cancellation);
                    if (found.Refused is { } refused)
                        return Problems.Of(refused);
                    context.Tag((await session.Events.FetchStreamStateAsync(Streams.Season(found.Value!.Id), cancellation))!.Version);
                    return TypedResults.Json(await SeasonView.Of(store, found.Value, clock, cancellation));
                }
            )
            .Answers<SeasonView>("A season: calendar, rules, counts and what is next.", With.ETag);
    }

    /// <summary>A tournament's seasons, the latest first.</summary>
    /// <param name="before">Only years before this one.</param>
    public static async Task<IReadOnlyList<SeasonView>> Of(
        IQuerySession session,
        IDocumentStore store,
        string tournament,
        int? before,
        int take,
        Clock clock,
        CancellationToken cancellation
    )
    {
        var below = before ?? 10_000;
        var seasons = (
            await session
                .Query<SeasonRecord>()
                .Where(s => s.State.Tournament == tournament && s.State.Year < below)
                .OrderByDescending(s => s.State.Year)
                .Take(take)
                .ToListAsync(cancellation)
        )
            .Select(s => s.State)
            .ToList();
        var counts = await SeasonCounts.Of(store, seasons.Select(s => s.Id), cancellation);
        return [.. seasons.Select(s => SeasonView.Of(s, counts.GetValueOrDefault(s.Id), clock.GetUtcNow()))];
    }
}
