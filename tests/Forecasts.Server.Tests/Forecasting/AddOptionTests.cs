using System.Net;
using Forecasts.Server.Tests.Fixtures;
using Shouldly;

namespace Forecasts.Server.Tests.Forecasting;

public sealed class AddOptionTests(PrivatePostgres postgres)
{
    private static readonly object West = new { option = "West", note = "It began in May." };

    [Fact]
    public async Task An_option_is_added_by_the_author_or_an_organiser_once()
    {
        await using var town = await Town.Start(postgres);
        var path = $"predictions/{await KindsOfClaims.Filed(town.Ann)}/claims/1/options";
        foreach (var name in (string[])["Eve", "Vic"])
            await town.Refuses(403, "access.role", () => town[name].Post(path, West));
        await town.Refuses(403, "option.not-yours", () => town.Bob.Post(path, West));
        await town.Refuses(404, "prediction.unknown", () => town["Sam"].Post(path, West));
        var added = await town.Adds(1, () => town.Ann.Post(path, West, "key"));
        added.Code.ShouldBe(201);
        added.Body!["options"]![2]!["name"]!.ToString().ShouldBe("West");
        added.Body["options"]![2]!["note"]!.ToString().ShouldBe("It began in May.");
        (await town.Adds(0, () => town.Ann.Post(path, West, "key"))).Code.ShouldBe(201, "the answer that was given");
        (await town.Adds(0, () => town.Organiser.Post(path, West))).Code.ShouldBe(200);
        (await town.Adds(1, () => town.Organiser.Post(path, new { option = "East", note = "So did it." }))).Code.ShouldBe(201);
    }

    [Theory]
    [InlineData(1, """{"option":"north","note":"N"}""", 409, "option.exists")]
    [InlineData(1, """{"option":"","note":"N"}""", 422, "claim.options")]
    [InlineData(1, """{"option":"void","note":"N"}""", 422, "claim.options")]
    [InlineData(1, """{"option":"West","note":" "}""", 422, "text.missing")]
    [InlineData(1, """{"option":"West"}""", 400, "json.invalid")]
    [InlineData(1, """{"option":7,"note":"N"}""", 400, "json.invalid")]
    [InlineData(3, """{"option":"West","note":"N"}""", 409, "option.kind")]
    [InlineData(77, """{"option":"West","note":"N"}""", 404, "claim.unknown")]
    public async Task What_is_no_option_is_refused(int claim, string json, int status, string code)
    {
        await using var town = await Town.Start(postgres);
        var path = $"predictions/{await KindsOfClaims.Filed(town.Ann)}/claims/{claim}/options";
        await town.Refuses(status, code, () => town.Ann.SendJson(HttpMethod.Post, path, json));
    }

    [Fact]
    public async Task A_claim_that_is_settled_or_takes_no_forecasts_keeps_its_options()
    {
        await using var town = await Town.Start(postgres);
        var id = await KindsOfClaims.Filed(town.Ann);
        (await town.Organiser.Post($"predictions/{id}/claims/1/void", new { code = "source-vanished", reason = "Gone." })).Ok();
        await town.Refuses(409, "claim.settled", () => town.Ann.Post($"predictions/{id}/claims/1/options", West));
        await town.SetClock(Given.InWindow);
        await town.Refuses(409, "option.after-close", () => town.Ann.Post($"predictions/{id}/claims/2/options", West));
    }

    [Fact]
    public async Task The_form_on_the_claim_adds_it_and_says_what_is_wrong()
    {
        await using var town = await Town.Start(postgres);
        var page = $"/predictions/{await KindsOfClaims.Filed(town.Ann)}";
        using var ann = await Reader.SignedIn(town.Server, "Ann", "zh-Hans");
        using var bob = await Reader.SignedIn(town.Server, "Bob");
        (await bob.Page(page)).ShouldNotContain("handler=Option");
        (string Option, string Note, string Field, string Code)[] wrong =
        [
            ("South", "N", "option", "option.exists"),
            ("void", "N", "option", "claim.options"),
            ("West", "", "note", "text.missing"),
        ];
        foreach (var (option, note, field, code) in wrong)
        {
            using var refused = await ann.Send(page, "Option", ("claim", "1"), ("option", option), ("note", note));
            var html = await Sentences.Of(refused);
            html.ShouldContain($"id=\"option-1-{field}-error\"");
            html.ShouldContain(Sentences.Of("zh-Hans", "error." + code));
        }

        using var added = await ann.Send(page, "Option", ("claim", "1"), ("option", "西方"), ("note", "五月才开始。"));
        added.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await bob.Page(page)).ShouldContain("五月才开始。");

        // Whoever has loaded the page before is told that there is one more to give a share to.
        using var missing = await bob.Send(page, "Forecast", ("claim", "1"), ("option1", "50"), ("option2", "30"), ("option3", "20"));
        (await Sentences.Of(missing)).ShouldContain(Sentences.Of("en", "error.forecast.option"));
    }
}
