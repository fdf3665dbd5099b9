using System.Globalization;
using Microsoft.Playwright;
using Shouldly;

namespace Forecasts.EndToEnd.Tests;

/// <summary>Charts in a browser: a picture without JavaScript and on paper, alive with it, under the page's strict policy.</summary>
public sealed class ChartTests(SampleServer server)
{
    private static string Report =>
        $"/seasons/synthetic/{(TimeProvider.System.GetUtcNow().Year - 1).ToString(CultureInfo.InvariantCulture)}/report";

    [Fact]
    public async Task The_reports_chart_comes_alive_and_no_policy_is_broken()
    {
        var page = await server.SignedIn("Curious", "viewer");
        var complaints = new List<string>();
        page.Console += (_, said) =>
        {
            if (said.Type is "error" or "warning")
                complaints.Add(said.Text);
        };
        page.PageError += (_, error) => complaints.Add(error);
        await Open(page, Report);
        var figure = page.Locator("figure.chart.reliability");
        await figure.ScrollIntoViewIfNeededAsync();
        var live = figure.Locator(".live canvas");
        await live.WaitForAsync();
        (await figure.Locator("picture").IsVisibleAsync()).ShouldBeFalse("the living chart stands in its place");
        await live.ScrollIntoViewIfNeededAsync();
        var box = (await live.BoundingBoxAsync())!;
        for (var share = 0.99f; share > 0.8f && await page.Locator(".tip:visible").CountAsync() == 0; share -= 0.01f)
            await page.Mouse.MoveAsync(box.X + (box.Width * 0.5f), box.Y + (box.Height * share));
        (await page.Locator(".tip").InnerTextAsync()).ShouldContain("forecasts");

        foreach (var chart in (string[])["scores", "murphy", "mcb-dsc"])
        {
            await page.Locator($"figure.chart.{chart}").ScrollIntoViewIfNeededAsync();
            await page.Locator($"figure.chart.{chart} .live canvas").WaitForAsync();
        }

        await page.EmulateMediaAsync(new() { Media = Media.Print });
        (await figure.Locator("picture img").IsVisibleAsync()).ShouldBeTrue("paper has the picture");
        (await live.IsVisibleAsync()).ShouldBeFalse();
        complaints.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("en-US", ColorScheme.Light)]
    [InlineData("zh-CN", ColorScheme.Dark)]
    public async Task Without_JavaScript_the_picture_and_the_table_are_there(string locale, ColorScheme scheme)
    {
        var known = await server.SignedIn($"Plain {locale}", "viewer", locale);
        await using var context = await server.Browser.NewContextAsync(
            new()
            {
                BaseURL = server.Address,
                Locale = locale,
                ColorScheme = scheme,
                JavaScriptEnabled = false,
                StorageState = await known.Context.StorageStateAsync(),
            }
        );
        var page = await context.NewPageAsync();
        await Open(page, Report);
        var picture = page.Locator("figure.chart.reliability img");
        (await picture.GetAttributeAsync("alt"))!.ShouldContain(locale == "zh-CN" ? "可靠性图" : "Reliability");
        var drawn = await page.APIRequest.GetAsync(
            server.Address
                + await (
                    scheme == ColorScheme.Dark
                        ? page.Locator("figure.chart.reliability source").GetAttributeAsync("srcset")
                        : picture.GetAttributeAsync("src")
                )
        );
        (await drawn.TextAsync()).ShouldContain(scheme == ColorScheme.Dark ? "#8fc3d6" : "#1f4e5f");
        (await page.Locator("table.calibration").CountAsync()).ShouldBe(1);
        foreach (var chart in (string[])["scores", "murphy", "mcb-dsc"])
            (await page.Locator($"figure.chart.{chart} img").CountAsync()).ShouldBe(1, chart);
        // The first one is that of numbers and dates.
        (await page.Locator("table.figures").CountAsync()).ShouldBe(2);
        var figures = page.Locator("table.figures").Last;
        (await figures.Locator("tbody tr").CountAsync()).ShouldBe(11);
        (await figures.InnerTextAsync()).ShouldContain(locale == "zh-CN" ? "平均把握" : "sure on average, right");
        (await picture.BoundingBoxAsync())!.Width.ShouldBeGreaterThan(300);
    }

    [Fact]
    public async Task A_predictions_history_is_shown_with_its_table()
    {
        var page = await server.SignedIn("Historian", "viewer");
        await page.GotoAsync(server.Address + Report);
        await page.Locator("main a[href^='/predictions/']").First.ClickAsync();
        await page.Locator("figure.chart.history").First.WaitForAsync();
        await page.Locator("details.data summary").First.ClickAsync();
        (await page.Locator("details.data table").First.InnerTextAsync()).ShouldContain("%");
    }

    /// <summary>Charts are drawn after the first look: the page is looked at again until they are there.</summary>
    private static async Task Open(IPage page, string address)
    {
        for (var looked = 0; looked < 120; looked++)
        {
            await page.GotoAsync(address);
            if (
                await page.Locator("figure.chart").CountAsync() is > 0 and var charts
                && await page.Locator("figure.chart picture").CountAsync() == charts
            )
                return;
            await Task.Delay(500);
        }

        throw new TimeoutException("No chart was drawn.");
    }
}
