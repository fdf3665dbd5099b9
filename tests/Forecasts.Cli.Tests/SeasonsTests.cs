using System.Text.Json;
using Microsoft.AspNetCore.Builder;

namespace Forecasts.Cli.Tests;

public sealed class SeasonsTests
{
    [Fact]
    public async Task Every_page_of_tournaments_and_of_their_seasons_is_read()
    {
        await using var server = await Two();
        var typed = await Typed.Run(server, "seasons", "--format", "csv");
        typed.ExitCode.ShouldBe(0);
        typed.Lines.ShouldBe([
            "season,title,phase,synthetic,predictions,claims,settled,void,open",
            "energy/2025,\"Energy, 2025\",published,false,3,9,8,1,0",
            "energy/2026,Energy to come,open,false,1,2,0,0,2",
            "demo/2026,Demo,open,true,0,0,0,0,0",
        ]);
        server.Asked.ShouldBe([
            "/api/tournaments?limit=200",
            "/api/tournaments?limit=200&after=t%2B1",
            "/api/tournaments/energy/seasons?limit=200",
            "/api/tournaments/energy/seasons?limit=200&after=2025",
            "/api/tournaments/demo/seasons?limit=200",
        ]);
    }

    [Fact]
    public async Task One_tournament_alone_is_asked_for_directly()
    {
        await using var server = await Two();
        var typed = await Typed.Run(server, "seasons", "--tournament", "demo");
        typed.Lines.ShouldContain(l => l.Contains("demo/2026") && l.Contains("synthetic"));
        typed.Out.ShouldNotContain("energy");
        server.Asked.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task In_a_table_only_the_synthetic_season_is_labelled()
    {
        await using var server = await Two();
        var typed = await Typed.Run(server, "seasons");
        typed.Lines.Where(l => l.Contains("synthetic")).ShouldHaveSingleItem().ShouldStartWith("demo/2026");
    }

    [Theory]
    [InlineData("C", null, "Energy to come")]
    [InlineData("zh_CN.UTF-8", null, "未来能源")]
    [InlineData("zh_CN.UTF-8", "en", "Energy to come")]
    [InlineData("C", "zh", "未来能源")]
    [InlineData("de_DE.UTF-8", null, "Energy to come")]
    public async Task A_title_is_shown_in_the_language_of_lang_else_of_the_environment_else_english(
        string locale,
        string? lang,
        string title
    )
    {
        await using var server = await Two();
        foreach (var format in new[] { "table", "csv" })
        {
            string[] language = lang is null ? [] : ["--lang", lang];
            (await Typed.In(locale, server, ["seasons", "--format", format, .. language])).Out.ShouldContain(title);
        }
    }

    [Fact]
    public async Task Json_keeps_every_language_unless_one_is_asked_for()
    {
        await using var server = await Two();
        Title(await Typed.In("zh_CN.UTF-8", server, "seasons", "--format", "json"))
            .GetProperty("en")
            .GetString()
            .ShouldBe("Energy to come");
        Title(await Typed.Run(server, "seasons", "--format", "json", "--lang", "zh-Hans")).GetString().ShouldBe("未来能源");

        static JsonElement Title(Typed typed) => JsonDocument.Parse(typed.Out).RootElement[1].GetProperty("title");
    }

    [Fact]
    public async Task Json_labels_the_synthetic_season()
    {
        await using var server = await Two();
        var seasons = JsonDocument.Parse((await Typed.Run(server, "seasons", "--format", "json")).Out).RootElement;
        seasons.EnumerateArray().Select(s => s.GetProperty("synthetic").GetBoolean()).ShouldBe([false, false, true]);
    }

    [Fact]
    public async Task A_title_cannot_steer_the_terminal()
    {
        await using var server = await ForecastServer.Answering(
            "/api/tournaments/t/seasons",
            """
            {"items":[{"tournament":"t","year":2026,"title":"[red]A\u001b[2J\nB[/]","phase":"open","synthetic":false,"counts":{}}],
             "next":null}
            """
        );
        (await Typed.Run(server, "seasons", "--tournament", "t")).Out.ShouldContain("[red]A [2J B[/]");
    }

    [Fact]
    public async Task A_list_that_never_ends_is_given_up()
    {
        await using var server = await ForecastServer.Answering("/api/tournaments", """{"items":[],"next":"again"}""");
        var typed = await Typed.Run(server, "seasons");
        typed.ExitCode.ShouldBe(2);
        typed.Error.ShouldContain("repeats the same page");
    }

    private static Task<ForecastServer> Two() =>
        ForecastServer.Start(app =>
        {
            app.MapGet(
                "/api/tournaments",
                (string? after) =>
                    ForecastServer.Sent(
                        after is null
                            ? """{"items":[{"slug":"energy","name":{"en":"Energy"}}],"next":"t+1"}"""
                            : """{"items":[{"slug":"demo","name":"Demo"}],"next":null}"""
                    )
            );
            app.MapGet(
                "/api/tournaments/energy/seasons",
                (string? after) =>
                    ForecastServer.Sent(
                        after is null
                            ? """{"items":[{"tournament":"energy","year":2025,"title":"Energy, 2025","phase":"published","synthetic":false,"counts":{"predictions":3,"claims":9,"settled":8,"void":1,"open":0}}],"next":"2025"}"""
                            : """{"items":[{"tournament":"energy","year":2026,"title":{"zh-Hans":"未来能源","en":"Energy to come"},"phase":"open","synthetic":false,"counts":{"predictions":1,"claims":2,"settled":0,"void":0,"open":2}}],"next":null}"""
                    )
            );
            app.MapGet(
                "/api/tournaments/demo/seasons",
                () =>
                    ForecastServer.Sent(
                        """
                        {"items":[{"tournament":"demo","year":2026,"title":"Demo","phase":"open","synthetic":true,
                                   "counts":{"predictions":0,"claims":0,"settled":0,"void":0,"open":0}}],"next":null}
                        """
                    )
            );
        });
}
