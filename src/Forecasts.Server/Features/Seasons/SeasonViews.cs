using Forecasts.Domain.Seasons;
using Forecasts.Server.Store;
using Marten;

namespace Forecasts.Server.Features.Seasons;

/// <summary>A season as it is shown, with its counts.</summary>
public static class SeasonViews
{
    extension(SeasonCounts)
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

    extension(SeasonView)
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
            return await Of(
                store,
                (await session.LoadAsync<SeasonRecord>(Streams.Season(season), cancellation))!.State,
                clock,
                cancellation
            );
        }
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
