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
        await OpenPrediction(
            page,
            $"/seasons/synthetic/{TimeProvider.System.GetUtcNow().Year.ToString(System.Globalization.CultureInfo.InvariantCulture)}"
        );
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

    [Fact]
    public async Task A_reviewer_attaches_evidence_corrects_it_and_takes_it_back()
    {
        var page = await server.SignedIn("Librarian", "reviewer");
        await OpenPrediction(page, "/seasons/ai-trends/2024");
        var attach = page.Locator("details.action").Filter(new() { Has = page.Locator("[name=occurredOn]") }).Last;
        await attach.Locator("summary").ClickAsync();
        await attach.Locator("[name=occurredOn]").FillAsync("2024-03-01");
        await attach.Locator("[name=text]").FillAsync("A factory opened in Wuxi.");
        await attach.Locator("[name=source]").FillAsync("A newspaper");
        await attach.Locator("button.main").ClickAsync();

        var fact = page.Locator(".fact").Filter(new() { HasText = "A factory opened in Wuxi." });
        await fact.Locator("summary").ClickAsync();
        await fact.Locator("[name=text]").FillAsync("A factory opened in Hefei.");
        await fact.Locator("button.main").ClickAsync();
        fact = page.Locator(".fact").Filter(new() { HasText = "A factory opened in Hefei." });
        await fact.Locator("summary").ClickAsync();
        await fact.Locator("[name=reason]").FillAsync("It was another factory.");
        await fact.Locator("button:not(.main)").ClickAsync();
        (await page.Locator(".fact.retracted").InnerTextAsync()).ShouldContain("It was another factory.");
        (await page.Locator(".fact.retracted summary").CountAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task An_organiser_moves_a_day_and_is_told_which_one_cannot_be_moved_so()
    {
        var year = TimeProvider.System.GetUtcNow().Year;
        var page = await server.SignedIn("Organiser", "organiser");
        await page.GotoAsync(
            string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{server.Address}/seasons/synthetic/{year}")
        );
        var form = page.Locator("#organise form").Filter(new() { Has = page.Locator("[name=publishes]") });
        await page.Locator("#organise > summary").ClickAsync();
        (await form.Locator("[name=opens]").GetAttributeAsync("readonly")).ShouldNotBeNull("it is past");
        await form.Locator("[name=publishes]").FillAsync(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{year}-12-30"));
        await form.Locator("button").ClickAsync();
        (await page.Locator("#organise .wrong [name=publishes]").CountAsync()).ShouldBe(1, "the message stands beside its day");

        var later = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{year + 1}-11-30");
        await page.Locator("#organise [name=publishes]").FillAsync(later);
        await page.Locator("#organise form").Filter(new() { Has = page.Locator("[name=publishes]") }).Locator("button").ClickAsync();
        (await page.Locator(".timeline").InnerTextAsync()).ShouldContain(later);
    }

    private async Task OpenPrediction(IPage page, string season)
    {
        await page.GotoAsync(server.Address + season);
        await page.Locator("main a[href^='/predictions/']").First.ClickAsync();
        await page.Locator(".claim").First.WaitForAsync();
    }
}
