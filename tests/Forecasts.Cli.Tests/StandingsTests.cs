using System.Text.Json;
using Microsoft.AspNetCore.Builder;

namespace Forecasts.Cli.Tests;

public sealed class StandingsTests
{
    private const string Path = "/api/seasons/energy/2026/standings";

    [Fact]
    public async Task A_table_has_three_decimals_and_marks_for_none_and_infinity()
    {
        await using var server = await TwoPages();
        var typed = await Typed.Run(server, "standings", "energy/2026", "--by", "baseline");
        typed.ExitCode.ShouldBe(0);
        typed.Lines[0].ShouldBe("energy/2026 · synthetic · by baseline · 12 claims entered · revision 7 · being recomputed");
        Words(typed, "Ada").ShouldBe(["1", "Ada", "12.346", "0.000", "33.333", "0.100", "∞", "0.500", "12", "1", "2"]);
        Words(typed, "Bo").ShouldBe(["Bo", "-1.000", "0.250", "-2.000", "–", "–", "0.100", "1", "0", "0"]);
        Words(typed, "crowd:").ShouldBe(["crowd:", "median", "5.000", "0.500", "4.000", "0.125", "–", "1.000", "12"]);
        server.Asked.ShouldBe([$"{Path}?by=baseline&limit=200", $"{Path}?by=baseline&limit=200&after=p2"]);
    }

    [Fact]
    public async Task Csv_has_every_digit_and_the_synthetic_mark()
    {
        await using var server = await TwoPages();
        (await Typed.Run(server, "standings", "energy/2026", "--format", "csv")).Lines.ShouldBe([
            "season,synthetic,up_to_date,revision,by,kind,rank,analyst,name,peer,relative_brier,baseline,brier,log_score,coverage,claims,withdrawn,floored",
            "energy/2026,true,false,7,baseline,analyst,1,ada,Ada,12.345678901234567,0,33.333333333333336,0.1,Infinity,0.5,12,1,2",
            "energy/2026,true,false,7,baseline,analyst,,bo,Bo,-1,0.25,-2,,,0.1,1,0,0",
            "energy/2026,true,false,7,baseline,crowd,,,median,5,0.5,4,0.125,,1,12,,",
        ]);
    }

    [Fact]
    public async Task Json_joins_the_pages_and_has_every_digit()
    {
        await using var server = await TwoPages();
        var json = JsonDocument.Parse((await Typed.Run(server, "standings", "energy/2026", "--format", "json")).Out).RootElement;
        json.GetProperty("synthetic").GetBoolean().ShouldBeTrue();
        json.GetProperty("items").GetArrayLength().ShouldBe(2);
        json.GetProperty("items")[0].GetProperty("peer").GetRawText().ShouldBe("12.345678901234567");
        json.GetProperty("items")[0].GetProperty("logScore").GetString().ShouldBe("Infinity");
        json.GetProperty("items")[1].GetProperty("brier").ValueKind.ShouldBe(JsonValueKind.Null);
        json.GetProperty("next").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task Peer_is_the_score_that_ranks_unless_another_is_named()
    {
        await using var server = await ForecastServer.Answering(Path, Page("x", "null", 1));
        (await Typed.Run(server, "standings", "energy/2026")).Out.ShouldNotContain("synthetic");
        server.Asked.ShouldBe([$"{Path}?by=peer&limit=200"]);
    }

    [Fact]
    public async Task Standings_recomputed_between_two_pages_are_read_again_from_the_start()
    {
        var asked = 0;
        await using var server = await ForecastServer.Start(app =>
            app.MapGet(
                Path,
                (string? after) =>
                    ForecastServer.Sent(
                        ++asked switch
                        {
                            1 => Page("old-1", "\"c\"", revision: 1),
                            2 => Page("new-2", "null", revision: 2),
                            _ => after is null ? Page("new-1", "\"c\"", revision: 2) : Page("new-2", "null", revision: 2),
                        }
                    )
            )
        );
        var typed = await Typed.Run(server, "standings", "energy/2026", "--format", "csv");
        typed.Lines.Skip(1).Select(l => l.Split(',')[7]).ShouldBe(["new-1", "new-2"]);
    }

    private static string[] Words(Typed typed, string about) =>
        typed.Lines.Single(l => l.Split(' ').Contains(about)).Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static string Page(string analyst, string next, int revision) =>
        $$"""
            {"season":"energy/2026","by":"peer","upToDate":true,"revision":{{revision}},"claimsEntered":1,"synthetic":false,
             "items":[{"rank":1,"analyst":"{{analyst}}","name":"{{analyst}}"}],"crowds":[],"next":{{next}}}
            """;

    private static Task<ForecastServer> TwoPages() =>
        ForecastServer.Start(app =>
            app.MapGet(
                Path,
                (string? after) =>
                    ForecastServer.Sent(
                        after is null
                            ? """
                            {"season":"energy/2026","by":"baseline","upToDate":false,"revision":7,"claimsEntered":12,"synthetic":true,
                             "items":[{"rank":1,"analyst":"ada","name":"Ada","peer":12.345678901234567,"relativeBrier":0,"baseline":33.333333333333336,"brier":0.1,
                                       "logScore":"Infinity","coverage":0.5,"claims":12,"withdrawn":1,"floored":2}],
                             "crowds":[{"crowd":"median","peer":5,"relativeBrier":0.5,"baseline":4,"brier":0.125,"logScore":null,"coverage":1,"claims":12}],"next":"p2"}
                            """
                            : """
                            {"season":"energy/2026","by":"baseline","upToDate":false,"revision":7,"claimsEntered":12,"synthetic":true,
                             "items":[{"rank":null,"analyst":"bo","name":"Bo","peer":-1,"relativeBrier":0.25,"baseline":-2,"brier":null,"logScore":null,"coverage":0.1,
                                       "claims":1,"withdrawn":0,"floored":0}],"crowds":[],"next":null}
                            """
                    )
            )
        );
}
