using System.Globalization;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Shouldly;

namespace Forecasts.EndToEnd.Tests;

/// <summary>A server of its own, whose clock is put forward.</summary>
public sealed class KindsServer : SampleServer;

/// <summary>A claim of each new kind from its filing to the report, by the pages alone.</summary>
public sealed class KindsTests(KindsServer server) : IClassFixture<KindsServer>
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    private static readonly string Season = string.Create(CultureInfo.InvariantCulture, $"/seasons/kinds/{Now.Year}");

    [Fact]
    public async Task A_claim_of_each_kind_is_filed_forecast_settled_and_read_in_the_report()
    {
        await Plan();
        var ann = await server.SignedIn("Ann", "analyst");
        await File(ann, "choice", f => f.Locator("[name='claim1.options']").FillAsync("North\nSouth\nAnother"));
        await File(ann, "ordered", f => f.Locator("[name='claim1.options']").FillAsync("Down\nLevel\nUp"));
        await File(
            ann,
            "number",
            async f =>
            {
                await f.Locator("[name='claim1.min']").FillAsync("1");
                await f.Locator("[name='claim1.max']").FillAsync("1000");
                await f.Locator("[name='claim1.unit']").FillAsync("GWh");
                await f.Locator("[name='claim1.scale']").SelectOptionAsync("log");
                await f.Locator("[name='claim1.openBounds']").SelectOptionAsync("upper");
            }
        );
        await File(
            ann,
            "date",
            async f =>
            {
                await f.Locator("[name='claim1.from']").FillAsync(Day(0));
                await f.Locator("[name='claim1.until']").FillAsync(Day(400));
            }
        );

        var bob = await server.SignedIn("Bob", "analyst");
        await Forecast(
            bob,
            "choice",
            async c =>
            {
                await c.Locator("[name=option1]").FillAsync("60");
                await c.Locator("[name=option2]").FillAsync("30.5");
                (await c.Locator(".sum").InnerTextAsync()).ShouldBe("Sum: 90.5 %, that is 9.5 % too little.");
                await c.Locator("[name=option3]").FillAsync("9.5");
                (await c.Locator(".sum").InnerTextAsync()).ShouldBe("Sum: 100 %.");
                await c.Locator(".shares-drawn").WaitForAsync();
            }
        );
        await Forecast(
            bob,
            "ordered",
            async c =>
            {
                foreach (var (i, share) in ((int, string)[])[(1, "20"), (2, "30"), (3, "50")])
                    await c.Locator($"[name=option{i}]").FillAsync(share);
            }
        );
        await Forecast(
            bob,
            "number",
            async c =>
            {
                // By the keyboard alone, from the first way of saying it to its three values.
                await c.Locator("[name=way][value=three]").FocusAsync();
                foreach (var key in (string[])["Tab", "2", "0", "Tab", "8", "0", "Tab", "3", "0", "0", "Tab", "5"])
                    await bob.Keyboard.PressAsync(key);
                await c.Locator(".density").WaitForAsync();
                (await c.Locator(".density").InnerTextAsync()).ShouldContain("Median 80 GWh");
                (await c.Locator(".look").IsVisibleAsync()).ShouldBeFalse("the picture follows what is typed");
            }
        );
        await Forecast(
            bob,
            "date",
            async c =>
            {
                await c.Locator("[name=way][value=cdf]").CheckAsync();
                await c.Locator("[name=cdf-level1]").FillAsync("20");
                await c.Locator("[name=cdf-value1]").FillAsync(Day(90));
                await c.Locator("[name=cdf-level2]").FillAsync("80");
                await c.Locator("[name=cdf-value2]").FillAsync(Day(200));
            }
        );

        await server.PutForward("3.00:00:00");
        var eve = await server.SignedIn("Eve", "reviewer");
        await Judge(eve, "choice", c => c.Locator("[name=verdict][value=South]").CheckAsync());
        await Judge(eve, "ordered", c => c.Locator("[name=verdict][value=Up]").CheckAsync());
        await Judge(eve, "number", c => c.Locator("[name=value]").FillAsync("120.5"));
        await Judge(eve, "date", c => c.Locator("[name=value]").FillAsync(Day(1)));

        var reader = await server.SignedIn("Reader", "viewer", "zh-CN", 400);
        await reader.GotoAsync(server.Address + Season + "/report");
        var report = await reader.Locator("main").InnerTextAsync();
        foreach (var said in (string[])["South", "Up", "120.5 GWh", Day(1)])
            report.ShouldContain(said);
        await Reads(reader, 400);
    }

    private async Task Plan()
    {
        await server.Command("tokens", "create", "--user", "Olga", "--roles", "admin,organiser");
        var token = (await server.Command("tokens", "create", "--user", "Olga", "--roles", "admin,organiser")).Trim();
        using var http = new HttpClient { BaseAddress = new Uri(server.Address) };
        http.DefaultRequestHeaders.Authorization = new("Bearer", token);
        foreach (
            var (path, json) in (IEnumerable<(string, string)>)
                [
                    ("tournaments", """{"slug":"kinds","name":"Kinds"}"""),
                    (
                        "tournaments/kinds/seasons",
                        $$"""
                        {"year":{{Now.Year}},"title":"Kinds","timeZone":"Etc/UTC","themes":[{"key":"general","name":"General"}],
                         "calendar":{"opens":"{{Day(-2)}}","forecastsClose":"{{Day(1)}}","windowOpens":"{{Day(2)}}","windowCloses":"{{Day(
                            30
                        )}}","publishes":"{{Day(40)}}"},
                         "review":{"mode":"independent","reviewers":1},"visibility":"open"}
                        """
                    ),
                ]
        )
        {
            using var content = new StringContent(json, System.Text.Encoding.UTF8, "application/json");
            using var answer = await http.PostAsync(new Uri("api/" + path, UriKind.Relative), content);
            answer.IsSuccessStatusCode.ShouldBeTrue(await answer.Content.ReadAsStringAsync());
        }
    }

    private async Task File(IPage page, string type, Func<ILocator, Task> terms)
    {
        await page.GotoAsync(server.Address + Season);
        await page.Locator("#file > summary").ClickAsync();
        var form = page.Locator("#file form");
        await form.Locator("[name=title]").FillAsync($"The {type}");
        await form.Locator("[name=coreJudgement]").FillAsync("It will come out.");
        await form.Locator("[name='claim1.statement']").FillAsync("What it will be.");
        await form.Locator("[name='claim1.criteria']").FillAsync("As the paper says.");
        await form.Locator("[name='claim1.type']").SelectOptionAsync(type);
        await form.Locator("[name='claim1.due']").FillAsync(Day(1));
        await terms(form);
        (await form.Locator(".terms:visible").CountAsync()).ShouldBe(
            type is "number" or "date" ? 2 : 1,
            "only what belongs to the kind shows"
        );
        await Reads(page);
        await form.Locator("button.main").ClickAsync();
        await page.Locator(".claim").WaitForAsync();
    }

    private async Task Forecast(IPage page, string type, Func<ILocator, Task> typed)
    {
        await Open(page, type);
        await typed(page.Locator(".claim"));
        await Reads(page);
        await page.Locator(".claim button.main").ClickAsync();
        await page.Locator(".claim button.main:has-text('Revise')").WaitForAsync();
        await Reads(page);
    }

    private async Task Judge(IPage page, string type, Func<ILocator, Task> chosen)
    {
        await Open(page, type);
        await chosen(page.Locator(".claim"));
        await page.Locator("[name=reason]").First.FillAsync("The record says so.");
        await Reads(page);
        await page.Locator("button.main:has-text('Give the verdict')").ClickAsync();
        await page.Locator(".mark.settled").First.WaitForAsync();
        await Reads(page);
    }

    private async Task Open(IPage page, string type)
    {
        await page.GotoAsync(server.Address + Season);
        await page.Locator("main a", new() { HasText = $"The {type}" }).First.ClickAsync();
        await page.Locator(".claim").WaitForAsync();
    }

    private static async Task Reads(IPage page, int width = 1200)
    {
        (await page.EvaluateAsync<int>("document.documentElement.scrollWidth")).ShouldBeLessThanOrEqualTo(width);
        (await page.RunAxe()).Violations.Select(v => $"{v.Id}: {v.Help} {v.Nodes.FirstOrDefault()?.Html}").ShouldBeEmpty(page.Url);
    }

    private static string Day(int days) => Now.AddDays(days).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
