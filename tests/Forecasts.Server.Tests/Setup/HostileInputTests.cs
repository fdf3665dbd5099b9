using System.Net;
using Forecasts.Server.Tests.Fixtures;
using Shouldly;

namespace Forecasts.Server.Tests.Setup;

public sealed class HostileInputTests(Town town) : IClassFixture<Town>
{
    [Theory]
    [InlineData("tournaments?after=%00")]
    [InlineData("imports?after=%00")]
    [InlineData("operations?rescore=%00")]
    [InlineData("tournaments/t/people?after=a%00b")]
    [InlineData("tournaments?%00=1")]
    [InlineData("tournaments?after=%EF%BF%BF")]
    public async Task A_text_that_cannot_be_stored_is_refused_at_the_door(string path) =>
        await town.Refuses(422, "text.control-character", () => town.Admin.Get(path));

    [Theory]
    [InlineData("\\u0000")]
    [InlineData("\\uD800")]
    [InlineData("\\uDC00x")]
    [InlineData("\\uFFFF")]
    public async Task So_is_one_in_a_body(string text)
    {
        var json = $$"""{"slug":"hostile","name":"x{{text}}"}""";
        (await town.Admin.SendJson(HttpMethod.Post, "tournaments", json)).Code.ShouldBeInRange(400, 422);
        json = $$"""[{"name":"Olga","roles":["organiser"]},{"name":"x{{text}}","roles":["viewer"]}]""";
        (await town.Organiser.SendJson(HttpMethod.Put, "tournaments/t/people", json)).Code.ShouldBeInRange(400, 422);
    }

    [Fact]
    public async Task Who_asks_beside_an_attacker_is_answered_as_without()
    {
        var ann = await town.IdOf("Ann");
        (await town.Admin.Post("tournaments", new { slug = "a", name = "Another" })).Ok();
        var next = (string)(await town.Admin.Get("tournaments?limit=1")).Ok()["next"]!;
        using var ended = new CancellationTokenSource();
        var attack = Task.Run(async () =>
        {
            while (!ended.IsCancellationRequested)
            {
                await town.Bob.Get("tournaments?after=%00");
                await town.Bob.Get($"analysts/{ann}/track-record?theme=a%00b");
                await town.Bob.SendJson(
                    HttpMethod.Post,
                    "seasons/t/2024/predictions",
                    """{"theme":"general","title":"T\u0000","coreJudgement":"J","claims":[]}"""
                );
            }
        });
        var innocent = await Task.WhenAll(
            Enumerable
                .Range(0, 8)
                .Select(async _ =>
                {
                    var codes = new List<int>();
                    for (var i = 0; i < Soak.Times("FORECASTS_SOAK_INNOCENT", 60); i += 2)
                    {
                        // The very statements that the attacker makes fail.
                        codes.Add((await town.Ann.Get($"tournaments?limit=1&after={next}")).Code);
                        codes.Add((await town.Ann.Get($"analysts/{ann}/track-record?theme=general")).Code);
                    }

                    return codes;
                })
        );
        await ended.CancelAsync();
        await attack;
        innocent.SelectMany(c => c).ShouldAllBe(code => code == 200);
    }

    [Theory]
    [InlineData("/analysts/%20")]
    [InlineData("/imports/%20")]
    [InlineData("/predictions/%20")]
    public async Task A_blank_place_in_an_address_is_not_there(string path)
    {
        using var reader = await Reader.SignedIn(town.Server, "Ann");
        using var answer = await reader.Get(path);
        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_page_has_no_handler_but_its_own()
    {
        using var reader = await Reader.SignedIn(town.Server, "Ann");
        var page = $"/predictions/{await Given.Filed(town.Ann)}";
        using var answer = await reader.Send(page, "Nonsense");
        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_character_set_that_nobody_knows_is_refused() =>
        await town.Refuses(
            415,
            "media.unsupported",
            () => town.Admin.SendText(HttpMethod.Post, "tournaments", """{"slug":"x","name":"X"}""", "application/json; charset=nope")
        );

    [Fact]
    public async Task A_member_that_is_given_twice_is_refused() =>
        await town.Refuses(
            400,
            "json.invalid",
            () => town.Admin.SendJson(HttpMethod.Post, "tournaments", """{"slug":"one","slug":"two","name":"X"}""")
        );

    [Fact]
    public async Task A_parameter_that_cannot_be_read_is_named()
    {
        var answer = await town.Admin.Get("tournaments?limit=abc");
        answer.ShouldBeRefused(400, "request.malformed");
        ((string)answer.Body!["detail"]!).ShouldBe("'limit' cannot be 'abc'.");
    }

    [Theory]
    [InlineData("/API/tournaments")]
    [InlineData("/Api/tournaments")]
    [InlineData("/%41PI/tournaments")]
    [InlineData("/%61pi/tournaments")]
    public async Task The_api_takes_no_cookie_however_it_is_written(string path)
    {
        using var reader = await Reader.SignedIn(town.Server, "Ann");
        using var answer = await reader.Get(path);
        answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }
}
