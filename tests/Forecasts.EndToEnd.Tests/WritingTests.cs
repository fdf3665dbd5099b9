using Microsoft.Playwright;
using Shouldly;

namespace Forecasts.EndToEnd.Tests;

/// <summary>What people do on the pages, without JavaScript: file a forecast, read an error, revise, judge.</summary>
public sealed class WritingTests(SampleServer server)
{
    [Fact]
    public async Task An_analyst_files_a_forecast_reads_what_is_wrong_and_revises()
    {
        var page = await server.SignedIn("Analyst", "analyst");
        await OpenPrediction(page, $"/seasons/synthetic/{TimeProvider.System.GetUtcNow().Year.ToString(System.Globalization.CultureInfo.InvariantCulture)}");
        var claim = page.Locator(".claim").Filter(new() { Has = page.Locator("[name=probability]") }).First;
        var address = (await claim.GetAttributeAsync("id"))!;
        await claim.Locator("[name=probability]").FillAsync("70");
        await claim.Locator("[name=rationale]").FillAsync("Orders are on the books.");
        await claim.Locator("button.main").First.ClickAsync();
        claim = page.Locator("#" + address);
        (await claim.InnerTextAsync()).ShouldContain("70");
        (await claim.InnerTextAsync()).ShouldContain("Orders are on the books.");

        await claim.Locator("[name=probability]").FillAsync("0.01");
        await claim.Locator("form").First.EvaluateAsync("f => f.noValidate = true");
        await claim.Locator("button.main").First.ClickAsync();
        claim = page.Locator("#" + address);
        (await claim.Locator("[name=probability]").InputValueAsync()).ShouldBe("0.01", "what was typed is kept beside the error");
        await claim.Locator("[name=probability]").FillAsync("55");
        await claim.Locator("button.main").First.ClickAsync();
        (await page.Locator("#" + address).InnerTextAsync()).ShouldContain("55");
    }

    [Fact]
    public async Task A_reviewer_judges_a_claim_of_the_sample_and_the_report_shows_its_dot()
    {
        var page = await server.SignedIn("Reviewer", "reviewer");
        await OpenPrediction(page, "/seasons/ai-trends/2023");
        var claim = page.Locator(".claim").Filter(new() { Has = page.Locator("[name=verdict][value=half]") }).First;
        var address = (await claim.GetAttributeAsync("id"))!;
        await claim.Locator("[name=verdict][value=half]").CheckAsync();
        await claim.Locator("[name=reason]").First.FillAsync("Half of it came true.");
        await claim.Locator("button.main").First.ClickAsync();
        var judged = await page.Locator("#" + address).InnerTextAsync();
        judged.ShouldContain("Half of it came true.");

        await page.GotoAsync(server.Address + "/seasons/ai-trends/2023/report");
        (await page.Locator(".theme-row .dots .mark.half").CountAsync()).ShouldBeGreaterThan(0);
    }

    private async Task OpenPrediction(IPage page, string season)
    {
        await page.GotoAsync(server.Address + season);
        await page.Locator("main a[href^='/predictions/']").First.ClickAsync();
        await page.Locator(".claim").First.WaitForAsync();
    }
}
