using Forecasts.Domain.Seasons;

namespace Forecasts.Domain.Tests.Seasons;

public class PlanTests
{
    [Fact]
    public void Given_nothing_when_planned_then_planned() => SeasonDecider.Plan(null, Plan).ThenHappens(Plan);

    [Fact]
    public void A_planned_season_has_the_address_of_its_tournament_and_year()
    {
        var season = ASeason();
        season.Id.ShouldBe(new SeasonRef("ai-trends", 2024));
        season.Id.ToString().ShouldBe("ai-trends/2024");
        season.Phase.ShouldBe(Phase.Planned);
        season.PublishedVersion.ShouldBe(0);
    }

    [Fact]
    public void A_season_is_planned_once() => SeasonDecider.Plan(ASeason(), Plan).ThenRefused("season.exists", RejectionKind.Conflict);

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("AI")]
    [InlineData("-ai")]
    [InlineData("ai-")]
    [InlineData("a/b")]
    [InlineData("趋势")]
    [InlineData("a123456789012345678901234567890123456789012345678901234567890")]
    public void A_tournaments_key_is_a_short_slug(string? slug) =>
        SeasonDecider.Plan(null, Plan with { Tournament = slug! }).ThenRefused("slug.invalid", field: "tournament");

    [Theory]
    [InlineData(138)]
    [InlineData(1899)]
    [InlineData(2201)]
    [InlineData(9999)]
    public void A_year_out_of_reach_is_refused(int year) => SeasonDecider.Plan(null, Plan with { Year = year }).ThenRefused("season.year");

    [Fact]
    public void A_calendar_that_is_wrong_is_refused_with_the_plan()
    {
        SeasonDecider.Plan(null, Plan with { Year = 2030 }).ThenRefused("calendar.year");
        SeasonDecider
            .Plan(null, Plan with { Calendar = TheCalendar with { WindowCloses = Closing("2025-01-04") } })
            .ThenRefused("calendar.order");
        SeasonDecider
            .Plan(null, Plan with { Calendar = TheCalendar with { RevealAt = Closing("2024-06-01") } })
            .ThenRefused("calendar.early-reveal");
    }

    /// <summary>An archive's season holds the questions that close in its year, the oldest asked thirty years before.</summary>
    [Theory]
    [InlineData("1994-01-01", true)]
    [InlineData("1993-12-31", false)]
    public void An_imported_season_may_have_opened_long_before_its_year(string opens, bool accepted)
    {
        var calendar = TheCalendar with { Opens = Opening(opens) };
        SeasonDecider.Plan(null, Plan with { Calendar = calendar }).ThenRefused("calendar.year", field: "opens");
        var imported = Plan with { Stamp = Imported(Plan.Stamp.MadeAt), Calendar = calendar };
        if (accepted)
            SeasonDecider.Plan(null, imported).ThenAccepted();
        else
            SeasonDecider.Plan(null, imported).ThenRefused("calendar.year", field: "opens");
    }

    [Fact]
    public void The_later_days_of_such_a_season_can_be_moved()
    {
        var season = Season.Evolve(null, Plan with { Calendar = TheCalendar with { Opens = Opening("2001-01-01") } })!;
        var moved = season.Calendar with { Publishes = Opening("2025-06-01") };
        SeasonDecider
            .ChangeCalendar(season, moved, By(new("olga"), season.Calendar.ForecastsClose.Instant))
            .ThenHappens(new SeasonEvent.CalendarChanged(By(new("olga"), season.Calendar.ForecastsClose.Instant), moved));
    }

    [Theory]
    [InlineData(Visibility.AfterOwn)]
    [InlineData(Visibility.Open)]
    public void A_season_that_is_not_sealed_may_reveal_early(Visibility visibility) =>
        SeasonDecider
            .Plan(
                null,
                Plan with
                {
                    Rules = Plan.Rules with { Visibility = visibility },
                    Calendar = TheCalendar with { RevealAt = Closing("2024-06-01") },
                }
            )
            .ThenAccepted();

    [Fact]
    public void A_title_is_needed_and_short()
    {
        SeasonDecider.Plan(null, Plan with { Title = " " }).ThenRefused("text.missing", field: "title");
        SeasonDecider.Plan(null, Plan with { Title = new string('x', 201) }).ThenRefused("text.too-long", field: "title");
        SeasonDecider.Plan(null, Plan with { Title = new string('x', 200) }).ThenAccepted();
        SeasonDecider.Plan(null, Plan with { Title = "a\0b" }).ThenRefused("text.control-character", field: "title");
    }

    [Fact]
    public void A_season_has_1_to_100_themes_with_keys_of_their_own()
    {
        SeasonDecider.Plan(null, Plan with { Themes = [] }).ThenRefused("season.themes");
        SeasonDecider.Plan(null, Plan with { Themes = ManyThemes(100) }).ThenAccepted();
        SeasonDecider.Plan(null, Plan with { Themes = ManyThemes(101) }).ThenRefused("season.themes");
        SeasonDecider.Plan(null, Plan with { Themes = [new("a", "One"), new("a", "Two")] }).ThenRefused("season.themes");
        SeasonDecider.Plan(null, Plan with { Themes = [new("A!", "One")] }).ThenRefused("slug.invalid", field: "themes.key");
        SeasonDecider.Plan(null, Plan with { Themes = [new("a", "")] }).ThenRefused("text.missing", field: "themes.name");

        static Theme[] ManyThemes(int n) => [.. Enumerable.Range(1, n).Select(i => new Theme("t" + i, "Theme"))];
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(-0.001)]
    [InlineData(0.0501)]
    [InlineData(double.NaN)]
    public void A_floor_out_of_reach_is_refused(double floor) =>
        SeasonDecider.Plan(null, Plan with { Rules = Plan.Rules with { Scoring = new(floor) } }).ThenRefused("scoring.floor");

    [Theory]
    [InlineData(ReviewMode.Independent, 0, "review.reviewers")]
    [InlineData(ReviewMode.Independent, 3, "review.reviewers")]
    [InlineData(ReviewMode.Self, 2, "review.self")]
    [InlineData((ReviewMode)7, 1, "review.mode")]
    [InlineData(ReviewMode.Independent, 1, null)]
    [InlineData(ReviewMode.Independent, 2, null)]
    [InlineData(ReviewMode.Self, 1, null)]
    public void Modes_of_review_go_with_one_or_two_reviewers(ReviewMode mode, int reviewers, string? code)
    {
        var answer = SeasonDecider.Plan(null, Plan with { Rules = Rules(mode, reviewers) });
        if (code is null)
            answer.ThenAccepted();
        else
            answer.ThenRefused(code);
    }

    [Fact]
    public void A_visibility_without_a_name_is_refused() =>
        SeasonDecider.Plan(null, Plan with { Rules = Plan.Rules with { Visibility = (Visibility)9 } }).ThenRefused("season.visibility");
}
