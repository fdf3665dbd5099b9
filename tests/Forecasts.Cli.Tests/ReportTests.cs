using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Forecasts.Cli.Tests;

public sealed class ReportTests
{
    private const string Path = "/api/seasons/energy/2026/report";

    [Fact]
    public async Task The_page_shows_each_claim_with_its_dot_then_calibration_then_standings()
    {
        await using var server = await ForecastServer.Answering(Path, Answer);
        var typed = await Typed.Run(server, "report", "energy/2026");
        typed.ExitCode.ShouldBe(0);
        typed.Lines[0].ShouldBe("Energy 2026");
        typed.Lines[1].ShouldBe("energy/2026 · synthetic · published · version 2 · sha256:ab · revision 9");
        typed.Lines[2].ShouldBe("1 prediction, 8 claims, 6 settled, 1 void, 1 open, 0 in conflict, 0 decided before the opening");
        typed.Lines[3].ShouldBe("Grids");
        typed.Lines[4].ShouldBe("1. Storage doubles");
        typed.Lines[5].ShouldBe("Batteries win.");
        var claims = typed.Lines[6..16].Select(l => string.Join(' ', l.Split(' ', StringSplitOptions.RemoveEmptyEntries)));
        claims.ShouldBe([
            "● 1 One yes 2026-12-01T00:00:00+08:00",
            "○ 2 Two no",
            "● 3 Three accurate",
            "◐ 4 Four half",
            "○ 5 Five inaccurate",
            "× 6 Six void:sourceVanished",
            "· 7 Seven open",
            "◆ 8 Eight 12.5",
            "· 9 Nine half",
            "· 10 Ten notYetDue",
        ]);
        typed.Lines.ShouldContain(l => l.StartsWith("Calibration · 40 forecasts"));
        Row(typed, "0.000 0.100").ShouldBe("0.000 0.100 30 0.052 0.067 0.019 0.213");
        Row(typed, "0.100 0.200").ShouldBe("0.100 0.200 10 0.150 0.250 – –");
        Row(typed, "1 Ada").ShouldBe("1 Ada 1.500 0.000 2.000 – – 0.500 4 0 0");
        typed.Error.ShouldBeEmpty();
    }

    [Fact]
    public async Task In_chinese_titles_and_statements_are_chinese()
    {
        await using var server = await ForecastServer.Answering(Path, Answer);
        var typed = await Typed.In("zh_CN.UTF-8", server, "report", "energy/2026");
        typed.Out.ShouldContain("能源二〇二六");
        typed.Out.ShouldContain("电网");
        typed.Out.ShouldContain("储能翻倍");
        typed.Out.ShouldNotContain("Storage doubles");
        typed.Out.ShouldContain("synthetic");
    }

    [Fact]
    public async Task Csv_has_one_row_a_claim()
    {
        await using var server = await ForecastServer.Answering(Path, Answer);
        var typed = await Typed.Run(server, "report", "energy/2026", "--format", "csv");
        typed.Lines.Length.ShouldBe(11);
        typed
            .Lines[0]
            .ShouldBe("season,synthetic,theme,prediction,title,core_judgement,rank,claim,statement,status,outcome,decided_at,type,unit");
        typed
            .Lines[1]
            .ShouldBe("energy/2026,true,grids,p-1,Storage doubles,Batteries win.,1,1,One,settled,yes,2026-12-01T00:00:00+08:00,binary,");
        typed.Lines[8].ShouldBe("energy/2026,true,grids,p-1,Storage doubles,Batteries win.,1,8,Eight,settled,12.5,,number,");
    }

    [Fact]
    public async Task Json_gives_back_what_the_server_said()
    {
        await using var server = await ForecastServer.Answering(Path, Answer);
        var typed = await Typed.Run(server, "report", "energy/2026", "--format", "json");
        var (sent, shown) = (JsonDocument.Parse(Answer).RootElement, JsonDocument.Parse(typed.Out).RootElement);
        shown.GetProperty("synthetic").GetBoolean().ShouldBeTrue();
        foreach (var part in new[] { "title", "calibration" })
            Lost(sent.GetProperty(part), shown.GetProperty(part)).ShouldBeEmpty(part);
        var eighth = shown.GetProperty("retrospective")[0].GetProperty("predictions")[0].GetProperty("claims")[7];
        eighth.GetProperty("outcome").GetString().ShouldBe("12.5");
        typed.Out.ShouldContain("储能翻倍");
    }

    [Fact]
    public async Task A_version_is_written_byte_for_byte_and_only_where_its_hash_is_what_the_server_says()
    {
        const string Stored = "{ \"title\":\"储能\",\n  \"n\": 12.50 }\n";
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Stored)));
        var said = new string('0', hash.Length);
        await using var server = await ForecastServer.Start(app =>
            app.MapGet(
                Path,
                (HttpContext http) =>
                {
                    http.Response.Headers.ETag = $"\"{said}\"";
                    return ForecastServer.Sent(Stored);
                }
            )
        );
        var wrong = await Typed.Run(server, "report", "energy/2026", "--version", "2");
        (wrong.ExitCode, wrong.Out).ShouldBe((2, ""));
        wrong.Error.ShouldContain("it is not what was published");

        said = hash;
        var right = await Typed.Run(server, "report", "energy/2026", "--version", "2");
        (right.ExitCode, right.Out, right.Error.Trim()).ShouldBe((0, Stored, "SHA-256 " + hash));
        server.Asked.ShouldAllBe(a => a == Path + "?version=2");
    }

    [Fact]
    public async Task A_season_without_anything_yet_is_still_a_report()
    {
        await using var server = await ForecastServer.Answering(
            Path,
            """
            {"season":"energy/2026","title":"Energy 2026","synthetic":false,"phase":"planned","version":0,"hash":null,
             "upToDate":true,"revision":0,"counts":{},"retrospective":[],"calibration":{"n":0,"bins":[]},"standings":{"by":"peer","items":[],"crowds":[]}}
            """
        );
        var typed = await Typed.Run(server, "report", "energy/2026");
        typed.ExitCode.ShouldBe(0);
        typed.Lines[..2].ShouldBe(["Energy 2026", "energy/2026 · planned · revision 0"]);
        typed.Lines[^1].ShouldBe("No standings yet.");
        typed.Out.ShouldNotContain("synthetic");
    }

    [Fact]
    public async Task Outcomes_of_every_kind_are_told_and_what_was_counted_is_said()
    {
        await using var server = await ForecastServer.Answering(Path, EveryKind);
        var typed = await Typed.Run(server, "report", "energy/2026");
        typed.ExitCode.ShouldBe(0);
        Row(typed, "◆ 1").ShouldBe("◆ 1 An option called yes", "no grade");
        Row(typed, "◆ 2").ShouldBe("◆ 2 A number 12.5 GW");
        Row(typed, "◆ 3").ShouldBe("◆ 3 A day 2026-11-05");
        typed.Lines.ShouldContain("Calibration · 20 forecasts, each weighing alike");
        typed.Lines.ShouldContain("4 forecasts on 2 claims with options: each option against the rest is a case, 12 cases in all.");
        typed.Lines.ShouldContain("Numbers and dates · 24 forecasts on 12 claims, each weighing alike");
        Row(typed, "50 % interval").ShouldBe("50 % interval 0.417 0.300 to 0.540 0.500 – (fewer than 10 clusters)");
        Row(typed, "bias").ShouldBe("bias -0.021 -0.100 to 0.060 0.010 – (fewer than 10 clusters)");
        Row(typed, "per claim").ShouldBe("per claim 0.180 – (fewer than 10 clusters) 0.170 0.250 (0.200) –");
        typed.Out.ShouldContain("Always 50 % and the base rate are of the 3 claims without options");
        typed.Lines.ShouldContain(l => l.StartsWith("Standings") && l.Contains("17 claims entered · 5 claims in relative Brier"));
        var csv = await Typed.Run(server, "report", "energy/2026", "--format", "csv");
        csv.Lines[2].ShouldEndWith("2,A number,settled,12.5,,number,GW");
        var json = await Typed.Run(server, "report", "energy/2026", "--format", "json");
        foreach (var part in (string[])["distributions", "figures"])
            Lost(JsonDocument.Parse(EveryKind).RootElement.GetProperty(part), JsonDocument.Parse(json.Out).RootElement.GetProperty(part))
                .ShouldBeEmpty(part);
    }

    private const string EveryKind = """
        {"season":"energy/2026","title":"Energy 2026","synthetic":false,"phase":"published","upToDate":true,"revision":9,"counts":{},
         "retrospective":[{"theme":"grids","name":"Grids","predictions":[{"id":"p-1","title":"T","coreJudgement":"C","claims":[
           {"number":1,"statement":"An option called","type":"choice","status":"settled","outcome":"yes","decidedAt":null},
           {"number":2,"statement":"A number","type":"number","unit":"GW","status":"settled","outcome":"12.5","decidedAt":null},
           {"number":3,"statement":"A day","type":"date","status":"settled","outcome":"2026-11-05","decidedAt":null}]}]}],
         "calibration":{"n":28,"bins":[],"choice":{"claims":2,"forecasts":4,"cases":12}},
         "figures":{"analysts":{"forecasts":20,"claims":5,"clusters":4,"choice":{"claims":2,"forecasts":4,"cases":12},
           "brier":{"mean":{"value":0.19}},
           "perClaim":{"mean":{"value":0.18},"alwaysHalf":{"brier":0.25,"own":0.2,"claims":3},"crowd":{"brier":0.17}}}},
         "distributions":{"analysts":{"forecasts":24,"claims":12,"clusters":12,
           "coverage":{"state":"shown","n":12,"from":10,"value":[
            {"nominal":0.5,"covered":10,"share":{"value":0.41666,"lower":0.3,"upper":0.54}}]},
           "bias":{"from":10,"value":{"value":-0.021,"lower":-0.1,"upper":0.06}}},
          "crowd":{"forecasts":12,"claims":12,"clusters":2,
           "coverage":{"from":10,"value":[{"nominal":0.5,"covered":6,"share":{"value":0.5}}]},
           "bias":{"from":10,"value":{"value":0.01}}}},
         "standings":{"by":"peer","claimsEntered":17,
          "entered":{"peer":17,"relativeBrier":5,"baseline":17},"items":[],"crowds":[]}}
        """;

    /// <summary>What was sent and does not stand there as it was; what nothing was said of stands there beside.</summary>
    private static IEnumerable<string> Lost(JsonElement sent, JsonElement shown, string at = "") =>
        (sent.ValueKind, shown.ValueKind) switch
        {
            (JsonValueKind.Object, JsonValueKind.Object) => sent.EnumerateObject()
                .SelectMany(m => shown.TryGetProperty(m.Name, out var there) ? Lost(m.Value, there, $"{at}.{m.Name}") : [$"{at}.{m.Name}"]),
            (JsonValueKind.Array, JsonValueKind.Array) when sent.GetArrayLength() == shown.GetArrayLength() => sent.EnumerateArray()
                .Zip(shown.EnumerateArray())
                .SelectMany((pair, i) => Lost(pair.First, pair.Second, $"{at}[{i}]")),
            _ => JsonElement.DeepEquals(sent, shown) ? [] : [at],
        };

    private static string Row(Typed typed, string start) =>
        typed
            .Lines.Select(l => string.Join(' ', l.Split(' ', StringSplitOptions.RemoveEmptyEntries)))
            .Single(l => l.StartsWith(start, StringComparison.Ordinal));

    private const string Answer = """
        {"season":"energy/2026","title":{"en":"Energy 2026","zh-Hans":"能源二〇二六"},"synthetic":true,"phase":"published","version":2,"hash":"sha256:ab",
         "upToDate":true,"revision":9,"counts":{"predictions":1,"claims":8,"settled":6,"void":1,"open":1,"inConflict":0,"decidedBeforeOpening":0},
         "retrospective":[{"theme":"grids","name":{"en":"Grids","zh-Hans":"电网"},"predictions":[{"id":"p-1","title":{"en":"Storage doubles","zh-Hans":"储能翻倍"},
          "coreJudgement":"Batteries win.","rank":1,"claims":[
           {"number":1,"statement":"One","type":"binary","status":"settled","outcome":"yes","decidedAt":"2026-12-01T00:00:00+08:00"},
           {"number":2,"statement":"Two","status":"settled","outcome":"no","decidedAt":null},
           {"number":3,"statement":{"en":"Three"},"status":"settled","outcome":"accurate","decidedAt":null},
           {"number":4,"statement":"Four","status":"settled","outcome":"half","decidedAt":null},
           {"number":5,"statement":"Five","status":"settled","outcome":"inaccurate","decidedAt":null},
           {"number":6,"statement":"Six","status":"void","outcome":"void:sourceVanished","decidedAt":null},
           {"number":7,"statement":"Seven","status":"open","outcome":null,"decidedAt":null},
           {"number":8,"statement":"Eight","type":"number","status":"settled","outcome":"12.5","decidedAt":null},
           {"number":9,"statement":"Nine","status":"carried","outcome":"half","decidedAt":null},
           {"number":10,"statement":"Ten","status":"settled","outcome":"notYetDue","decidedAt":null}]}]}],
         "calibration":{"n":40,"bins":[{"lower":0,"upper":0.1,"n":30,"meanForecast":0.0519,"observed":0.06666666666666667,"wilson":{"lower":0.01851,"upper":0.21323}},
          {"lower":0.1,"upper":0.2,"n":10,"meanForecast":0.15,"observed":0.25,"wilson":null}]},
         "standings":{"by":"peer","sealed":false,"claimsEntered":6,
          "items":[{"rank":1,"analyst":"ada","name":"Ada","peer":1.5,"relativeBrier":0,"baseline":2,"coverage":0.5,
           "claims":4,"withdrawn":0,"floored":0}],"crowds":[]}}
        """;
}
