using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Forecasts.Charts;
using Forecasts.Server.Tests.Fixtures;
using Shouldly;

namespace Forecasts.Server.Tests.Charts;

/// <summary>Charts on pages: what they may tell, and how they come to be drawn.</summary>
public sealed partial class ChartTests(PrivatePostgres postgres)
{
    [Fact]
    public async Task A_sealed_history_shows_the_readers_own_line_alone_and_after_the_reveal_everybodys()
    {
        await using var town = await Town.Start(postgres);
        var page = await TwoWhoRevise(town);
        using var ann = await Reader.SignedIn(town.Server, "Ann");
        using var bob = await Reader.SignedIn(town.Server, "Bob");
        using var vic = await Reader.SignedIn(town.Server, "Vic");
        Values((await ann.Charts(page)).Single()).ShouldBe([("own", 0.7), ("own", 0.6)]);
        Values((await bob.Charts(page)).Single()).ShouldBe([("own", 0.4), ("own", 0.3)]);
        (await vic.Charts(page)).ShouldBeEmpty();
        (await ann.Page(page)).ShouldNotContain("30 %");

        await town.SetClock(new(2025, 1, 1, 0, 0, 1, TimeSpan.Zero));
        await Until.True(async () => (await vic.Charts(page)).Count == 1, "the history is shown");
        await Until.True(async () => Values((await vic.Charts(page)).Single()).Any(v => v.Of == "crowd"), "the crowd is computed");
        var seen = (await vic.Charts(page)).Single();
        Values(seen).Where(v => v.Of == "other").Select(v => v.Value).Order().ShouldBe([0.3, 0.4, 0.6, 0.7]);
        seen.ToJsonString().ShouldNotContain("Ann");
        seen.ToJsonString().ShouldNotContain("Bob");
    }

    [Fact]
    public async Task Who_must_judge_sees_no_line_of_others()
    {
        await using var town = await Town.Start(postgres, Given.Season(visibility: "open"));
        var page = await TwoWhoRevise(town);
        using var eve = await Reader.SignedIn(town.Server, "Eve");
        using var vic = await Reader.SignedIn(town.Server, "Vic");
        (await eve.Charts(page)).ShouldBeEmpty("a reviewer has yet to judge");
        (await vic.Charts(page)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_picture_comes_by_itself_and_only_to_who_is_signed_in()
    {
        Assert.SkipUnless(ChartRenderer.IsAvailable, "Charts are drawn on Linux x64 only.");
        await using var town = await Town.Start(postgres);
        var page = await TwoWhoRevise(town);
        using var ann = await Reader.SignedIn(town.Server, "Ann", "zh-Hans");
        await Until.True(async () => Picture().IsMatch(await ann.Page(page)), "both shades are drawn");
        var shown = Picture().Match(await ann.Page(page));
        foreach (var shade in (string[])["light", "dark"])
        {
            using var answer = await ann.Get(shown.Groups[shade].Value);
            answer.StatusCode.ShouldBe(HttpStatusCode.OK);
            answer.Content.Headers.ContentType!.MediaType.ShouldBe("image/svg+xml");
            answer.Headers.CacheControl!.ToString().ShouldBe("no-cache, private");
            (await answer.Content.ReadAsStringAsync()).ShouldContain("60 %");
            using var again = await ann.Get(shown.Groups[shade].Value, answer.Headers.ETag!.ToString());
            again.StatusCode.ShouldBe(HttpStatusCode.NotModified);
        }

        WebUtility.HtmlDecode(shown.Groups["alt"].Value).ShouldContain("预测的变化");
        using var stranger = Reader.Stranger(town.Server);
        using var refused = await stranger.Get(shown.Groups["light"].Value);
        refused.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        refused.Headers.Location!.ToString().ShouldContain("/sign-in");
        using var unknown = await ann.Get($"/charts/{new string('0', 64)}.svg");
        unknown.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        using var guessed = await ann.Get(
            $"/charts/{new ChartSpec("history", await ann.Page(shown.Groups["light"].Value.Replace(".svg", ".json", StringComparison.Ordinal))).Hash}.json"
        );
        guessed.StatusCode.ShouldBe(HttpStatusCode.NotFound, "who knows the content does not know the address");
    }

    [Fact]
    public async Task What_was_left_by_another_process_is_drawn_and_what_cannot_be_drawn_says_why()
    {
        Assert.SkipUnless(ChartRenderer.IsAvailable, "Charts are drawn on Linux x64 only.");
        await using var server = await RunningServer.Start(postgres);
        foreach (
            var (address, spec) in ((string, string)[])
                [("wrong", """{"mark": "bar", "data": {"url": "x"}}"""), ("right", """{"mark": "bar", "data": {"values": [{}]}}""")]
        )
        {
            await using var leave = server.Database.CreateCommand(
                "insert into forecasts.charts (address, name, spec, waiting, used_at) values ($1, 'left behind', $2, true, now())"
            );
            leave.Parameters.AddWithValue(address);
            leave.Parameters.AddWithValue(spec);
            await leave.ExecuteNonQueryAsync();
        }

        await Until.True(
            () => server.Scalar<bool>("select not exists (select from forecasts.charts where waiting)"),
            "nothing waits any more"
        );
        (await server.Scalar<string>("select svg from forecasts.charts where address = 'right'")).ShouldStartWith("<svg");
        (await server.Scalar<string>("select failure from forecasts.charts where address = 'wrong'")).ShouldStartWith(
            "The chart 'left behind' cannot be drawn: "
        );
    }

    [Fact]
    public async Task A_report_of_few_forecasts_shows_k_of_n_and_no_curve()
    {
        await using var town = await Town.Start(postgres);
        var id = await Given.Filed(town.Ann);
        (await town.Ann.Put($"predictions/{id}/claims/1/forecast", new { probability = 0.7 })).Ok();
        (await town.Bob.Put($"predictions/{id}/claims/1/forecast", new { probability = 0.4 })).Ok();
        await town.SetClock(Given.InWindow);
        (await town.Eve.Post($"predictions/{id}/claims/1/verdicts", Given.Verdict("yes"))).Ok();
        await town.Server.UntilScored("t/2024");
        using var vic = await Reader.SignedIn(town.Server, "Vic");
        var chart = (await vic.Charts("/seasons/t/2024/report")).Single();
        chart["datasets"]!["rows"]!
            .AsArray()
            .Select(r => ((double)r!["said"]!, (string)r["times"]!))
            .ShouldBe([(0.4, "1 of 1"), (0.7, "1 of 1")]);
        (await vic.Page("/seasons/t/2024/report")).ShouldContain("Usual if right");
    }

    private static async Task<string> TwoWhoRevise(Town town)
    {
        var id = await Given.Filed(town.Ann);
        foreach (var (analyst, first) in ((Api, double)[])[(town.Ann, 0.7), (town.Bob, 0.4)])
            (await analyst.Put($"predictions/{id}/claims/1/forecast", new { probability = first })).Ok();
        await town.SetClock(Given.MidYear.AddDays(30));
        foreach (var (analyst, next) in ((Api, double)[])[(town.Ann, 0.6), (town.Bob, 0.3)])
            (await analyst.Put($"predictions/{id}/claims/1/forecast", new { probability = next })).Ok();
        return $"/predictions/{id}";
    }

    private static List<(string Of, double Value)> Values(JsonNode spec) =>
        [.. spec["datasets"]!["lines"]!.AsArray().Where(r => (bool)r!["turn"]!).Select(r => ((string)r!["of"]!, (double)r["value"]!))];

    [GeneratedRegex(
        "srcset=\"(?<dark>/charts/[0-9a-f]{64}\\.svg)\">\\s*<img src=\"(?<light>/charts/[0-9a-f]{64}\\.svg)\" alt=\"(?<alt>[^\"]+)\"",
        RegexOptions.ExplicitCapture,
        1_000
    )]
    private static partial Regex Picture();
}
