using Forecasts.Server.Tests.Fixtures;
using Shouldly;

namespace Forecasts.Server.Tests.Seasons;

public sealed class SeasonRefusalTests(Town town) : IClassFixture<Town>
{
    private const string Season = """
        {"year":2026,"title":"S","timeZone":"Etc/UTC","themes":[{"key":"general","name":"G"}],
         "calendar":{"opens":"2026-01-01","forecastsClose":"2026-12-31","windowOpens":"2027-01-01","windowCloses":"2027-02-15","publishes":"2027-03-20"}}
        """;

    [Theory]
    [InlineData("\"opens\":\"2026-01-01\"", "\"opens\":\"0138-01-01\"", 422, "calendar.year")]
    [InlineData("\"publishes\":\"2027-03-20\"", "\"publishes\":\"9999-12-31\"", 422, "calendar.year")]
    [InlineData("2026-12-31", "2025-12-31", 422, "calendar.order")]
    [InlineData("2027-03-20", "2027-02-01", 422, "calendar.order")]
    [InlineData("\"opens\":\"2026-01-01\"", "\"opens\":\"2026-13-01\"", 400, "json.invalid")]
    [InlineData("\"opens\":\"2026-01-01\",", "", 400, "json.invalid")]
    [InlineData("\"opens\"", "\"revealAt\":\"2026-06-01\",\"opens\"", 422, "calendar.early-reveal")]
    [InlineData("Etc/UTC", "Atlantis", 422, "calendar.unknown-zone")]
    [InlineData("2026,", "99999,", 422, "season.year")]
    [InlineData("[{\"key\":\"general\",\"name\":\"G\"}]", "[]", 422, "season.themes")]
    [InlineData("[{\"key\":\"general\",\"name\":\"G\"}]", "[null]", 400, "json.invalid")]
    [InlineData("\"general\"", "\"General\"", 422, "slug.invalid")]
    [InlineData("\"year\"", "\"visibility\":\"hidden\",\"year\"", 400, "json.invalid")]
    [InlineData("\"year\"", "\"review\":{\"mode\":\"independent\",\"reviewers\":3},\"year\"", 422, "review.reviewers")]
    [InlineData("\"year\"", "\"scoring\":{\"floor\":\"NaN\"},\"year\"", 422, "scoring.floor")]
    public async Task What_is_no_season_is_refused(string part, string instead, int status, string code)
    {
        Season.ShouldContain(part);
        await town.Refuses(
            status,
            code,
            () => town.Organiser.SendJson(HttpMethod.Post, "tournaments/t/seasons", Season.Replace(part, instead, StringComparison.Ordinal))
        );
    }

    [Fact]
    public async Task The_same_plan_twice_is_one_season_and_another_is_refused()
    {
        (await town.Adds(0, () => town.Organiser.Post("tournaments/t/seasons", Given.Season()))).Code.ShouldBe(200);
        await town.Refuses(409, "season.exists", () => town.Organiser.Post("tournaments/t/seasons", Given.Season(mode: "self")));
        (await town.Admin.Post("tournaments", new { slug = "t", name = "Another" })).ShouldBeRefused(409, "tournament.exists");
        (await town.Admin.Post("tournaments", new { slug = "T t", name = "Test" })).ShouldBeRefused(422, "slug.invalid");
    }

    [Fact]
    public async Task A_calendar_changes_only_from_its_present_version()
    {
        (await town.Organiser.Post("tournaments/t/seasons", Given.Season(2025))).Ok();
        var tag = (await town.Organiser.Get("seasons/t/2025")).Tag!;
        await town.Refuses(412, "version.stale", () => town.Organiser.Put("seasons/t/2025/calendar", Publishes("2026-03-21"), "\"99\""));
        var changed = await town.Adds(1, () => town.Organiser.Put("seasons/t/2025/calendar", Publishes("2026-03-21"), tag));
        changed.Tag.ShouldNotBe(tag);
        (await town.Organiser.Get("seasons/t/2025")).Tag.ShouldBe(changed.Tag);
        await town.Refuses(412, "version.stale", () => town.Organiser.Put("seasons/t/2025/calendar", Publishes("2026-03-22"), tag));
        await town.Adds(0, () => town.Organiser.Put("seasons/t/2025/calendar", Publishes("2026-03-21"), changed.Tag));
        await town.Adds(1, () => town.Organiser.Put("seasons/t/2025/calendar", Publishes("2026-03-22"), "*"));
        await town.Refuses(409, "calendar.past", () => town.Organiser.Put("seasons/t/2024/calendar", Opens("2024-02-01")));
        await town.Refuses(409, "season.window-open", () => town.Organiser.Post("seasons/t/2024/publish", new { reason = "Now." }));
    }

    private static object Publishes(string day) =>
        new
        {
            opens = "2025-01-01",
            forecastsClose = "2025-12-31",
            windowOpens = "2026-01-01",
            windowCloses = "2026-02-15",
            publishes = day,
        };

    private static object Opens(string day) =>
        new
        {
            opens = day,
            forecastsClose = "2024-12-31",
            windowOpens = "2025-01-01",
            windowCloses = "2025-02-15",
            publishes = "2025-03-20",
        };
}
