using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Shouldly;

namespace Forecasts.EndToEnd.Tests;

/// <summary>What a reader sees, in both languages, on a screen and on a phone.</summary>
public sealed class ReadingTests(SampleServer server)
{
    private static readonly string[] Pages =
    [
        "/",
        "/seasons/ai-trends/2023",
        "/seasons/ai-trends/2023/report",
        "/seasons/ai-trends/2024",
        "/seasons/synthetic/2025/report",
        "/seasons/synthetic/2025/standings",
        "/account",
        "/account/password",
        "/sign-in",
    ];

    private static IEnumerable<string> ThisYear =>
        Pages.Select(p =>
            p.Replace("2025", (TimeProvider.System.GetUtcNow().Year - 1).ToString(System.Globalization.CultureInfo.InvariantCulture))
        );

    [Theory]
    [InlineData("en-US", "en", 1200)]
    [InlineData("zh-CN", "zh-Hans", 1200)]
    [InlineData("zh-CN", "zh-Hans", 360)]
    public async Task Every_page_reads_well(string locale, string language, int width)
    {
        var page = await server.SignedIn($"Reader {locale} {width}", "viewer", locale, width);
        foreach (var address in ThisYear)
        {
            var response = await page.GotoAsync(server.Address + address);
            response!.Status.ShouldBe(200, address);
            (await page.Locator("html").GetAttributeAsync("lang")).ShouldBe(language, address);
            (await page.Locator("h1").CountAsync()).ShouldBe(1, address);
            (await page.EvaluateAsync<int>("document.documentElement.scrollWidth")).ShouldBeLessThanOrEqualTo(
                width,
                $"{address} scrolls sideways"
            );
            (await page.Locator("script:not([src])").CountAsync()).ShouldBe(0, address);
            var found = await page.RunAxe();
            found.Violations.Select(v => $"{v.Id}: {v.Help} {v.Nodes.FirstOrDefault()?.Html}").ShouldBeEmpty(address);
        }
    }

    [Fact]
    public async Task The_retrospective_has_eleven_themes_and_no_verdict_until_somebody_judges()
    {
        var page = await server.SignedIn("Reader", "viewer");
        await page.GotoAsync(server.Address + "/seasons/ai-trends/2023/report");
        (await page.Locator(".theme-row").CountAsync()).ShouldBe(11);
        (await page.Locator("h1").InnerTextAsync()).ShouldContain("2023");
    }

    [Fact]
    public async Task What_is_made_up_says_so_on_every_page()
    {
        var page = await server.SignedIn("Sceptic", "viewer");
        foreach (var address in ThisYear.Where(p => p.Contains("synthetic", StringComparison.Ordinal)))
        {
            await page.GotoAsync(server.Address + address);
            (await page.Locator("body").InnerTextAsync()).ToUpperInvariant().ShouldContain("SYNTHETIC");
        }
    }

    [Theory]
    [InlineData("en-US", 1200)]
    [InlineData("zh-CN", 360)]
    public async Task The_operations_page_reads_well_and_the_schedules_own_pages_run_under_our_policy(string locale, int width)
    {
        var page = await server.SignedIn($"Keeper {locale} {width}", "admin", locale, width);
        var refused = new List<string>();
        page.Console += (_, message) =>
        {
            if (message.Text.Contains("script-src", StringComparison.Ordinal))
                refused.Add(message.Text);
        };
        (await page.GotoAsync(server.Address + "/operations"))!.Status.ShouldBe(200);
        (await page.EvaluateAsync<int>("document.documentElement.scrollWidth")).ShouldBeLessThanOrEqualTo(width);
        (await page.RunAxe()).Violations.Select(v => $"{v.Id}: {v.Help} {v.Nodes.FirstOrDefault()?.Html}").ShouldBeEmpty();
        await page.Locator("a[href$='/operations/jobs']").ClickAsync();
        await page.GotoAsync(server.Address + "/operations/jobs/recurring");
        (await page.Locator("body").InnerTextAsync()).ShouldContain("resolution-window");
        refused.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_stranger_is_asked_to_sign_in()
    {
        await using var context = await server.Browser.NewContextAsync();
        var page = await context.NewPageAsync();
        await page.GotoAsync(server.Address + "/seasons/ai-trends/2023");
        page.Url.ShouldContain("/sign-in");
    }

    [Fact]
    public async Task Signing_in_leads_to_the_page_that_was_asked_for()
    {
        await server.Command("tokens", "create", "--user", "Wanderer", "--roles", "viewer");
        var link = (await server.Command("signin-link", "--user", "Wanderer")).Trim();
        await using var context = await server.Browser.NewContextAsync();
        var page = await context.NewPageAsync();
        await page.GotoAsync(server.Address + "/seasons/ai-trends/2023/report");
        page.Url.ShouldContain("/sign-in");
        await page.GotoAsync(server.Address + link);
        await page.Locator("form.by-link button").ClickAsync();
        await page.Locator("a.later").ClickAsync();
        // The document is enough: its pictures load as they are drawn. Its commit alone is not remembered: who comes late waits in vain.
        await page.WaitForURLAsync(
            server.Address + "/seasons/ai-trends/2023/report",
            new() { WaitUntil = WaitUntilState.DOMContentLoaded }
        );
        await page.Locator("main h1").WaitForAsync();
    }

    [Fact]
    public async Task A_sign_in_link_works_once()
    {
        await server.Command("tokens", "create", "--user", "Once", "--roles", "viewer");
        var link = (await server.Command("signin-link", "--user", "Once")).Trim();
        foreach (var works in (bool[])[true, false])
        {
            await using var context = await server.Browser.NewContextAsync();
            var page = await context.NewPageAsync();
            await page.GotoAsync(server.Address + link);
            var button = page.Locator("form.by-link button");
            (await button.CountAsync() > 0).ShouldBe(works);
            if (!works)
                continue;
            await button.ClickAsync();
            await page.WaitForURLAsync(server.Address + "/account/password?returnUrl=%2F");
        }
    }
}
