using Forecasts.Domain.Seasons;

namespace Forecasts.Domain.Tests.Seasons;

public class CalendarTests
{
    [Fact]
    public void A_calendar_in_order_is_accepted() => TheCalendar.Validate(2024, revealMayPrecedeClose: false).ShouldBeNull();

    [Fact]
    public void The_window_may_open_at_the_very_instant_forecasts_close() =>
        (TheCalendar with { WindowOpens = Opening("2024-12-21") }).Validate(2024, false).ShouldBeNull();

    [Fact]
    public void Adjudication_and_disputes_may_close_with_the_window() =>
        (TheCalendar with { AdjudicationCloses = TheCalendar.WindowCloses, DisputesClose = TheCalendar.WindowCloses })
            .Validate(2024, false)
            .ShouldBeNull();

    [Fact]
    public void The_report_may_be_due_at_the_instant_the_window_closes() =>
        (TheCalendar with { Publishes = Opening("2025-02-01") }).Validate(2024, false).ShouldBeNull();

    public static TheoryData<Calendar, string> OutOfOrder =>
        new()
        {
            { TheCalendar with { ForecastsClose = TheCalendar.Opens }, "forecastsClose" },
            { TheCalendar with { ForecastsClose = Closing("2024-01-08"), RevealAt = Closing("2024-12-20") }, "forecastsClose" },
            { TheCalendar with { WindowOpens = Opening("2024-12-20") }, "windowOpens" },
            { TheCalendar with { WindowCloses = Closing("2025-01-04") }, "windowCloses" },
            { TheCalendar with { WindowCloses = Closing("2025-01-01") }, "windowCloses" },
            { TheCalendar with { AdjudicationCloses = Closing("2025-01-30") }, "adjudicationCloses" },
            { TheCalendar with { DisputesClose = Closing("2025-02-09") }, "disputesClose" },
            { TheCalendar with { Publishes = Opening("2025-01-31") }, "publishes" },
        };

    [Theory, MemberData(nameof(OutOfOrder), DisableDiscoveryEnumeration = true)]
    public void A_day_out_of_order_is_refused_by_name(Calendar calendar, string name) =>
        calendar.Validate(2024, false).ThenRefused("calendar.order", field: name);

    [Theory]
    [InlineData("0138-01-10", false)]
    [InlineData("2022-12-31", false)]
    [InlineData("2023-01-01", true)]
    public void The_opening_lies_at_most_a_year_before_the_seasons_year(string day, bool accepted)
    {
        var answer = (TheCalendar with { Opens = Opening(day) }).Validate(2024, false);
        if (accepted)
            answer.ShouldBeNull();
        else
            answer.ThenRefused("calendar.year", field: "opens");
    }

    [Theory]
    [InlineData("2029-12-31", true)]
    [InlineData("2030-01-01", false)]
    [InlineData("9999-12-30", false)]
    public void The_report_lies_at_most_five_years_after_it(string day, bool accepted)
    {
        var answer = (TheCalendar with { Publishes = Opening(day) }).Validate(2024, false);
        if (accepted)
            answer.ShouldBeNull();
        else
            answer.ThenRefused("calendar.year", field: "publishes");
    }

    [Fact]
    public void A_sealed_season_reveals_at_the_close_at_the_earliest()
    {
        TheCalendar.Validate(2024, false).ShouldBeNull();
        (TheCalendar with { RevealAt = Closing("2024-12-19") })
            .Validate(2024, false)
            .ThenRefused("calendar.early-reveal", field: "revealAt");
        (TheCalendar with { RevealAt = Closing("2024-12-19") }).Validate(2024, revealMayPrecedeClose: true).ShouldBeNull();
    }

    [Fact]
    public void Openings_are_inclusive_and_closings_exclusive()
    {
        (DateTimeOffset At, Phase Before, Phase From)[] edges =
        [
            (Opens, Phase.Planned, Phase.Open),
            (Close, Phase.Open, Phase.ForecastsClosed),
            (WindowOpens, Phase.ForecastsClosed, Phase.ReviewOpen),
            (WindowCloses, Phase.ReviewOpen, Phase.ReviewClosed),
        ];
        foreach (var (at, before, from) in edges)
        {
            TheCalendar.PhaseAt(at - Moment).ShouldBe(before);
            TheCalendar.PhaseAt(at).ShouldBe(from);
        }

        ASeason().AcceptsForecastsAt(Opens - Moment).ShouldBeFalse();
        ASeason().AcceptsForecastsAt(Opens).ShouldBeTrue();
        ASeason().AcceptsForecastsAt(Close - Moment).ShouldBeTrue();
        ASeason().AcceptsForecastsAt(Close).ShouldBeFalse();
        ASeason().RevealedAt(Close - Moment).ShouldBeFalse();
        ASeason().RevealedAt(Close).ShouldBeTrue();
    }
}
