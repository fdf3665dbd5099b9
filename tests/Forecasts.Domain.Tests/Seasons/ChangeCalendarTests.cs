using Forecasts.Domain.Seasons;
using static Forecasts.Domain.Seasons.SeasonEvent;

namespace Forecasts.Domain.Tests.Seasons;

public class ChangeCalendarTests
{
    private static readonly Calendar Later = TheCalendar with { WindowCloses = Closing("2025-02-05") };

    [Fact]
    public void A_day_that_has_not_come_can_be_moved() =>
        SeasonDecider
            .ChangeCalendar(ASeason(), Later, By(Organiser, InWindow))
            .ThenHappens(new CalendarChanged(By(Organiser, InWindow), Later));

    [Fact]
    public void The_same_calendar_is_already_so() =>
        SeasonDecider.ChangeCalendar(ASeason(), TheCalendar with { }, By(Organiser, Publishes.AddYears(1))).ThenItIsAlreadySo();

    [Fact]
    public void A_day_cannot_be_moved_from_its_instant_on()
    {
        SeasonDecider.ChangeCalendar(ASeason(), Later, By(Organiser, WindowCloses - Moment)).ThenAccepted();
        SeasonDecider
            .ChangeCalendar(ASeason(), Later, By(Organiser, WindowCloses))
            .ThenRefused("calendar.past", RejectionKind.Conflict, "windowCloses");
    }

    [Fact]
    public void A_day_cannot_be_moved_into_the_past()
    {
        var sooner = TheCalendar with { WindowOpens = Opening("2024-12-25") };
        SeasonDecider.ChangeCalendar(ASeason(), sooner, By(Organiser, At("2024-12-25") - Moment)).ThenAccepted();
        SeasonDecider
            .ChangeCalendar(ASeason(), sooner, By(Organiser, At("2024-12-25")))
            .ThenRefused("calendar.past", RejectionKind.Conflict, "windowOpens");
    }

    [Fact]
    public void Nothing_that_has_begun_is_put_off()
    {
        (Calendar Changed, string Name)[] changes =
        [
            (TheCalendar with { Opens = Opening("2024-02-01") }, "opens"),
            (TheCalendar with { RevealAt = Closing("2024-12-28") }, "revealAt"),
            (TheCalendar with { ForecastsClose = Closing("2024-12-19") }, "forecastsClose"),
            (TheCalendar with { WindowOpens = Opening("2025-01-06") }, "windowOpens"),
        ];
        foreach (var (changed, name) in changes)
            SeasonDecider
                .ChangeCalendar(ASeason(), changed, By(Organiser, InWindow))
                .ThenRefused("calendar.past", RejectionKind.Conflict, name);
    }

    [Fact]
    public void The_zone_stays() =>
        SeasonDecider
            .ChangeCalendar(ASeason(), TheCalendar with { TimeZone = "Asia/Shanghai" }, By(Organiser, Summer))
            .ThenRefused("calendar.zone");

    [Fact]
    public void A_published_season_keeps_its_calendar() =>
        SeasonDecider
            .ChangeCalendar(ASeason(new Published(By(Organiser, Publishes), 1, "h1", 7)), Later, By(Organiser, Publishes))
            .ThenRefused("season.published", RejectionKind.Conflict);

    [Fact]
    public void The_new_calendar_is_checked_like_a_planned_one()
    {
        SeasonDecider
            .ChangeCalendar(ASeason(), TheCalendar with { Publishes = Opening("2025-01-31") }, By(Organiser, Summer))
            .ThenRefused("calendar.order");
        SeasonDecider
            .ChangeCalendar(ASeason(), TheCalendar with { RevealAt = Closing("2024-11-01") }, By(Organiser, Summer))
            .ThenRefused("calendar.early-reveal");
    }
}
