using Forecasts.Domain.Seasons;
using static Forecasts.Domain.Seasons.SeasonEvent;

namespace Forecasts.Domain.Tests.Seasons;

public class SeasonLifeTests
{
    private static Stamp Job(DateTimeOffset at) => By(Stamp.System, at);

    private static readonly SeasonEvent WasOpened = new Opened(Job(Opens), Opens),
        WasClosed = new SeasonEvent.ForecastsClosed(Job(Close), Close),
        WindowWasOpened = new WindowOpened(Job(WindowOpens), WindowOpens),
        WindowWasClosed = new WindowClosed(Job(WindowCloses), WindowCloses);

    [Fact]
    public void Given_a_planned_season_when_advanced_before_its_opening_then_nothing() =>
        SeasonDecider.Advance(ASeason(), Job(Opens - Moment)).ThenItIsAlreadySo();

    [Fact]
    public void Given_a_planned_season_when_advanced_at_its_opening_then_opened() =>
        SeasonDecider.Advance(ASeason(), Job(Opens)).ThenHappens(WasOpened);

    [Fact]
    public void Every_transition_is_recorded_once_at_its_instant()
    {
        SeasonEvent[] life = [WasOpened, WasClosed, WindowWasOpened, WindowWasClosed];
        var season = ASeason();
        foreach (var next in life)
        {
            SeasonDecider.Advance(season, Job(next.Stamp.MadeAt - Moment)).ThenItIsAlreadySo();
            SeasonDecider.Advance(season, next.Stamp).ThenHappens(next);
            season = Season.Evolve(season, next)!;
            SeasonDecider.Advance(season, next.Stamp).ThenItIsAlreadySo();
            season.Phase.ShouldBe(TheCalendar.PhaseAt(next.Stamp.MadeAt));
        }
    }

    [Fact]
    public void A_server_that_was_down_over_several_days_records_all_of_them_with_their_own_instants()
    {
        var late = Job(InWindow);
        SeasonDecider
            .Advance(ASeason(), late)
            .ThenHappens(new Opened(late, Opens), new SeasonEvent.ForecastsClosed(late, Close), new WindowOpened(late, WindowOpens));
    }

    [Fact]
    public void An_organiser_cannot_open_before_the_day()
    {
        SeasonDecider.Open(ASeason(), By(Organiser, Opens - Moment)).ThenRefused("season.not-yet", RejectionKind.Conflict);
        SeasonDecider.Open(ASeason(), By(Organiser, Opens)).ThenHappens(new Opened(By(Organiser, Opens), Opens));
        SeasonDecider.Open(ASeason(WasOpened), By(Organiser, Summer)).ThenItIsAlreadySo();
    }

    [Fact]
    public void A_report_is_published_from_its_day_on()
    {
        var closed = ASeason(WasOpened, WasClosed, WindowWasOpened, WindowWasClosed);
        SeasonDecider
            .Publish(closed, "h1", 7, By(Organiser, Publishes - Moment))
            .ThenRefused("season.not-yet", RejectionKind.Conflict, "reason");
        SeasonDecider.Publish(closed, "h1", 7, By(Organiser, Publishes)).ThenHappens(new Published(By(Organiser, Publishes), 1, "h1", 7));
    }

    [Fact]
    public void With_a_reason_it_is_published_earlier_but_never_before_the_window_closes()
    {
        var closed = ASeason(WasOpened, WasClosed, WindowWasOpened, WindowWasClosed);
        var early = By(Organiser, WindowCloses, late: "the board meets");
        SeasonDecider.Publish(closed, "h1", 7, early).ThenHappens(new Published(early, 1, "h1", 7));
        SeasonDecider.Publish(closed, "h1", 7, early with { LateReason = " " }).ThenRefused("text.missing", field: "reason");
        SeasonDecider
            .Publish(closed, "h1", 7, early with { MadeAt = WindowCloses - Moment })
            .ThenRefused("season.window-open", RejectionKind.Conflict);
    }

    [Fact]
    public void Publishing_ahead_of_the_job_records_the_transition_too()
    {
        var early = By(Organiser, WindowCloses, late: "the board meets");
        SeasonDecider
            .Publish(ASeason(WasOpened, WasClosed, WindowWasOpened), "h1", 7, early)
            .ThenHappens(new WindowClosed(By(Organiser, WindowCloses), WindowCloses), new Published(early, 1, "h1", 7));
    }

    [Fact]
    public void The_same_content_is_published_once_and_other_content_as_the_next_version()
    {
        var published = ASeason(
            WasOpened,
            WasClosed,
            WindowWasOpened,
            WindowWasClosed,
            new Published(By(Organiser, Publishes), 1, "h1", 7)
        );
        published.Phase.ShouldBe(Phase.Published);
        SeasonDecider.Publish(published, "h1", 9, By(Organiser, Publishes)).ThenItIsAlreadySo();
        SeasonDecider
            .Publish(published, "h2", 9, By(Organiser, Publishes))
            .ThenHappens(new Published(By(Organiser, Publishes), 2, "h2", 9));
        SeasonDecider.Advance(published, Job(Publishes)).ThenItIsAlreadySo();
    }
}
