using System.Net;
using Forecasts.Server.Tests.Fixtures;
using Shouldly;

namespace Forecasts.Server.Tests.Pages;

/// <summary>How beliefs, verdicts and outcomes of every kind read.</summary>
public sealed class KindsOnPagesTests(PrivatePostgres postgres)
{
    [Fact]
    public async Task Beliefs_and_the_crowd_are_told_in_the_words_of_their_kind()
    {
        await using var town = await Town.Start(postgres, Given.Season(visibility: "open"));
        var path = $"predictions/{await KindsOfClaims.Filed(town.Ann)}";
        await Say("Ann", 1, """{"options":{"North":0.5,"South":0.3,"Another":0.2}}""");
        await Say("Ann", 3, """{"quantiles":[{"level":0.1,"value":20},{"level":0.5,"value":42},{"level":0.9,"value":70}]}""");
        await Say("Ann", 4, """{"quantiles":[{"level":0.5,"value":"2024-06-01"}],"below":0.2,"above":0.2}""");
        await Say("Ann", 5, """{"cdf":[{"level":0,"value":2},{"level":1,"value":8}]}""");
        var west = new { option = "West", note = "It began in May." };
        (await town.Adds(1, () => town.Ann.Post($"{path}/claims/1/options", west))).Code.ShouldBe(201);
        await Say("Bob", 1, """{"options":{"North":0.4,"South":0.3,"West":0.1,"Another":0.2}}""");
        using var vic = await Reader.SignedIn(town.Server, "Vic");
        var page = WebUtility.HtmlDecode(await vic.Page("/" + path));
        page.ShouldContain("not open then");
        page.ShouldContain("It began in May.");
        page.IndexOf(">West<", StringComparison.Ordinal)
            .ShouldBeLessThan(page.IndexOf(">Another<", StringComparison.Ordinal), "it stands before the last option");
        page.ShouldContain("Median (GWh)");
        page.ShouldMatch("<td class=\"number\">42</td>\\s*<td class=\"number\">20 – 70</td>", "as it was said");
        page.ShouldContain("below 2024-01-01 – above 2025-12-31");
        page.ShouldMatch(
            "<td class=\"number\">5</td>\\s*<td class=\"number\">[23] – [78]</td>",
            "a discrete number has no value between two"
        );
        await Until.True(
            async () => (await vic.Page("/" + path)).Contains("5 % – 95 %", StringComparison.Ordinal),
            "the crowd is computed"
        );
        await Until.True(
            async () => (await town.Viewer.Get(path)).Ok()["claims"]![0]!["crowd"]?["mean"]?.AsArray().Count == 4,
            "the crowd knows the new option"
        );

        async Task Say(string who, int claim, string json) =>
            (await town[who].SendJson(HttpMethod.Put, $"{path}/claims/{claim}/forecast", json)).Ok();
    }

    [Fact]
    public async Task Verdicts_of_every_kind_are_given_by_their_form_and_told_in_their_words()
    {
        await using var town = await Town.Start(postgres);
        var page = $"/predictions/{await KindsOfClaims.Filed(town.Ann)}";
        await town.SetClock(Given.InWindow);
        using var eve = await Reader.SignedIn(town.Server, "Eve", "zh-Hans");
        (int Claim, string Verdict, string Value, string Field, string Code)[] wrong =
        [
            (KindsOfClaims.Choice, "West", "", "", "verdict.unknown"),
            (KindsOfClaims.Number, "value", "12 GWh", "value", "verdict.value"),
            (KindsOfClaims.Number, "value", "NaN", "value", "verdict.value"),
            (KindsOfClaims.Number, "value", "1e308", "value", "verdict.value"),
            (KindsOfClaims.Number, "value", "2024-05-01", "value", "verdict.value"),
            (KindsOfClaims.Number, "value", "101", "value", "verdict.range"),
            (KindsOfClaims.Whole, "value", "2.5", "value", "verdict.step"),
            (KindsOfClaims.Date, "value", "12", "value", "verdict.value"),
            (KindsOfClaims.Date, "value", "", "value", "verdict.value"),
        ];
        foreach (var (claim, verdict, value, field, code) in wrong)
        {
            using var refused = await Send(claim, verdict, value);
            ((int)refused.StatusCode).ShouldBe(422, code);
            var html = await Sentences.Of(refused);
            html.ShouldContain(Sentences.Of("zh-Hans", "error." + code), Case.Sensitive, value);
            if (field.Length > 0)
                html.ShouldContain($"id=\"verdict-{claim}-{field}-error\"");
            if (value.Length > 0 && field.Length > 0)
                html.ShouldContain($"value=\"{value}\"");
        }

        (int Claim, string Verdict, string Value, string Said)[] right =
        [
            (KindsOfClaims.Choice, "South", "", "South"),
            (KindsOfClaims.Ordered, "Up", "", "Up"),
            (KindsOfClaims.Number, "value", "42.50", "42.5 GWh"),
            (KindsOfClaims.Date, "value", "2026-05-01", "2026-05-01"),
            (KindsOfClaims.Whole, "void", "", "作废: 前提未成立"),
            (KindsOfClaims.Words, "yes", "", "yes"),
        ];
        foreach (var (claim, verdict, value, _) in right)
            using (var given = await Send(claim, verdict, value))
                given.StatusCode.ShouldBe(HttpStatusCode.Redirect, await given.Content.ReadAsStringAsync());
        foreach (var address in (string[])[page, "/seasons/t/2024", "/seasons/t/2024/report"])
        {
            var html = WebUtility.HtmlDecode(await eve.Page(address));
            foreach (var (_, _, _, said) in right)
                html.ShouldContain($"aria-label=\"{said}\"", Case.Sensitive, address);
            html.ShouldContain("class=\"mark settled\"");
            html.Split("class=\"mark accurate\" role=\"img\"")
                .Length.ShouldBeLessThanOrEqualTo(2, "an option has no mark but in the legend");
        }

        Task<HttpResponseMessage> Send(int claim, string verdict, string value) =>
            eve.Send(
                page,
                "Verdict",
                ("claim", claim.ToString(System.Globalization.CultureInfo.InvariantCulture)),
                ("verdict", verdict),
                ("value", value),
                ("code", "condition-not-met"),
                ("reason", "The record says so."),
                ("decidedAt", "2024-12-31")
            );
    }
}
