using System.Net;
using System.Text.RegularExpressions;
using Forecasts.Server.Tests.Fixtures;
using Forecasts.Server.Tests.Imports;
using Shouldly;

namespace Forecasts.Server.Tests.Layout;

/// <summary>Days and times on pages: whoever reads one knows by which clocks it is told, and two turns of one day are told apart.</summary>
public sealed partial class DaysTests(PrivatePostgres postgres)
{
    // 20:30 and 21:45 of 31 May in UTC are 1 June in Shanghai.
    private static readonly DateTimeOffset First = new(2024, 5, 31, 20, 30, 0, TimeSpan.Zero),
        Second = First.AddMinutes(75);

    [Fact]
    public async Task Every_page_with_a_day_names_its_zone_and_two_turns_of_a_day_show_their_time()
    {
        await using var town = await Town.Start(postgres, Given.Season(zone: "Asia/Shanghai", visibility: "open"), First);
        var id = await Given.Filed(town.Bob);
        (await town.Ann.Put($"predictions/{id}/claims/1/forecast", new { probability = 0.3 })).Ok();
        town.Server.SetClock(Second);
        (await town.Ann.Put($"predictions/{id}/claims/1/forecast", new { probability = 0.6 })).Ok();
        (await town.Bob.Put($"predictions/{id}/claims/1/forecast", new { probability = 0.7 })).Ok();

        using var ann = await Reader.SignedIn(town.Server, "Ann");
        var page = Text(await ann.Page($"/predictions/{id}"));
        foreach (var shown in (string[])["2024-06-01 04:30", "2024-06-01 05:45", "Asia/Shanghai"])
            page.ShouldContain(shown);
        page.ShouldNotContain("2024-05-31");
        Zone().Count(page).ShouldBe(1, "the zone is named once");
        var turns = (await ann.Charts($"/predictions/{id}")).Single()["datasets"]!["lines"]!.AsArray().Select(l => (string)l!["at"]!);
        turns.ShouldContain(at => at.StartsWith("2024-06-01T04:30", StringComparison.Ordinal), "the picture's days are the zone's");

        using var root = await Reader.SignedIn(town.Server, "root");
        (await town.Admin.Import(Files.ClaimsHeader + Files.Claim("p1"))).Ok();
        string[] addresses =
        [
            "/",
            "/seasons/t/2024",
            "/seasons/t/2024/report",
            "/seasons/t/2024/standings",
            $"/predictions/{id}",
            $"/analysts/{await town.IdOf("Ann")}",
            "/imports",
            "/operations",
            "/account/tokens",
        ];
        foreach (var address in addresses)
        {
            var text = Text(await root.Page(address));
            if (Day().IsMatch(text))
                (Zone().IsMatch(text) || text.Contains("UTC", StringComparison.Ordinal)).ShouldBeTrue(address);
        }

        using var reader = await Reader.SignedIn(town.Server, "Vic", "zh-Hans");
        Text(await reader.Page($"/predictions/{id}")).ShouldContain("日期与时间按 Asia/Shanghai 时区");
    }

    [Fact]
    public async Task A_sealed_season_says_by_which_clocks_its_last_day_ends()
    {
        await using var town = await Town.Start(postgres, Given.Season(zone: "Asia/Shanghai"), First);
        using var vic = await Reader.SignedIn(town.Server, "Vic");
        foreach (var page in (string[])["report", "standings"])
            Text(await vic.Page($"/seasons/t/2024/{page}")).ShouldContain("Asia/Shanghai", customMessage: page);
    }

    /// <summary>What a reader sees: no attributes.</summary>
    private static string Text(string page) => WebUtility.HtmlDecode(Tag().Replace(page, " "));

    [GeneratedRegex("<[^>]*>", RegexOptions.None, 1_000)]
    private static partial Regex Tag();

    [GeneratedRegex(@"\d{4}-\d{2}-\d{2}", RegexOptions.None, 1_000)]
    private static partial Regex Day();

    [GeneratedRegex("Asia/Shanghai", RegexOptions.None, 1_000)]
    private static partial Regex Zone();
}
