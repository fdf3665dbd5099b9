using System.Text.Json.Nodes;
using Forecasts.Cli;
using Forecasts.Server.Tests.Fixtures;
using Shouldly;

namespace Forecasts.Server.Tests.CommandLine;

/// <summary>The real command line on the real server: what one writes, the other reads.</summary>
public sealed class CommandLineTests(PrivatePostgres postgres)
{
    private const string Claims = """
        season,theme,prediction,title,core_judgement,claim,statement,type,criteria,due,weight,outcome,decided_at,resolved_at
        t/2024,general,p1,One,J,1,S1,binary,C,2024-12-31,1,yes,2024-12-31,2025-01-05
        t/2024,general,p2,Two,J,1,S2,binary,C,2024-12-31,1,no,2024-12-31,2025-01-05
        t/2024,general,p3,Three,J,1,S3,binary,C,2024-12-31,1,void:not-decidable,,2025-01-05
        """;

    private const string Forecasts = """
        season,prediction,claim,analyst,made_at,probability
        t/2024,p1,1,Xa,2024-01-01,0.8
        t/2024,p2,1,Xa,2024-01-01,0.3
        t/2024,p3,1,Xa,2024-01-01,0.99
        t/2024,p1,1,Xb,2024-07-01,0.5
        """;

    [Fact]
    public async Task A_season_of_yes_and_no_is_imported_listed_and_reported()
    {
        await using var town = await Town.Start(postgres, now: Given.AfterWindow);
        (await Run(town, "import", await File(Claims))).Code.ShouldBe(0);
        var import = await Run(town, "import", await File(Forecasts), "--create-analysts");
        import.Code.ShouldBe(0, import.Error);
        await town.Server.UntilScored("t/2024");
        var report = await Run(town, "report", "t/2024");
        (report.Code, report.Error).ShouldBe((0, ""));
        report.Out.ShouldContain("3 claims, 2 settled, 1 void");
        report.Out.ShouldContain("void:not-decidable");
        report.Out.ShouldContain("Calibration · 3 forecasts");
        report.Out.ShouldContain("Mean Brier at close · 3 forecasts on 2 claims");
        // Claims weigh alike: (0.04 + 0.25)/2 and 0.09; forecasts weigh alike: 0.04, 0.25 and 0.09. The medians were 0.65 and 0.3.
        Row(report.Out, "per claim").ShouldBe("per claim 0.118 – (fewer than 10 clusters) 0.106 0.250 1.000");
        Row(report.Out, "per forecast").ShouldStartWith("per forecast 0.127 – (fewer than 10 clusters) 0.112 0.250");
        foreach (
            var (arguments, expected) in new (string[], string)[]
            {
                (["standings", "t/2024"], "Xa"),
                (["seasons", "--tournament", "t"], "2024"),
                (["imports", "list"], "done"),
            }
        )
        {
            var typed = await Run(town, arguments);
            typed.Code.ShouldBe(0, string.Join(' ', arguments) + typed.Error);
            typed.Out.ShouldContain(expected);
        }
    }

    [Fact]
    public async Task A_season_of_every_kind_is_imported_and_scores_as_score_tournament_has_it()
    {
        await using var town = await Town.Start(postgres, now: Given.AfterWindow);
        (
            await Run(town, "import", await File(EveryKind.ClaimsHeader + string.Concat(EveryKind.All.Select(k => k.ClaimLine(k.Outcome)))))
        ).Code.ShouldBe(0);
        var random = new Random(5);
        var beliefs = new System.Text.StringBuilder(EveryKind.ForecastsHeader);
        foreach (var kind in EveryKind.All)
        foreach (var who in (string[])["Xa", "Xb", "Xc"])
        foreach (var month in (int[])[2, 5, 9])
            beliefs.Append(kind.ForecastLine(who, $"2024-{month:00}-{random.Next(1, 28):00}", kind.Random(random)));
        var import = await Run(town, "import", await File(beliefs.ToString()), "--create-analysts");
        (import.Code, import.Error).ShouldBe((0, ""), import.Out);
        var again = await Run(town, "import", await File(beliefs.ToString()), "--create-analysts");
        again.Out.ShouldContain($"{9 * EveryKind.All.Count} unchanged");
        await town.Server.UntilScored("t/2024");
        await town.Server.ScoresAreThoseOfScoreTournament(EveryKind.All.Count, 3);

        var report = await Run(town, "report", "t/2024");
        (report.Code, report.Error).ShouldBe((0, ""));
        report.Out.ShouldContain($"{EveryKind.All.Count} claims, {EveryKind.All.Count} settled");
        foreach (var (who, by) in (IEnumerable<(string, string)>)[("Xa", "peer"), ("Xb", "baseline"), ("Xc", "relativeBrier")])
        {
            var standings = await Run(town, "standings", "t/2024", "--by", by);
            (standings.Code, standings.Error).ShouldBe((0, ""), by);
            standings.Out.ShouldContain(who);
        }
    }

    [Theory]
    [InlineData("seasons/t/2024/report", "report", "t/2024")]
    [InlineData("seasons/t/2024/standings?by=baseline", "standings", "t/2024", "--by", "baseline")]
    [InlineData("tournaments/t/seasons", "seasons", "--tournament", "t")]
    [InlineData("imports", "imports", "list")]
    public async Task As_json_it_gives_back_all_that_the_server_said(string address, params string[] arguments)
    {
        await using var town = await Town.Start(postgres, now: Given.AfterWindow);
        (
            await Run(town, "import", await File(EveryKind.ClaimsHeader + string.Concat(EveryKind.All.Select(k => k.ClaimLine(k.Outcome)))))
        ).Code.ShouldBe(0);
        (await Run(town, "import", await File(Claims))).Code.ShouldBe(0);
        (await Run(town, "import", await File(Forecasts), "--create-analysts")).Code.ShouldBe(0);
        await town.Server.UntilScored("t/2024");
        var typed = await Run(town, [.. arguments, "--format", "json"]);
        typed.Code.ShouldBe(0, typed.Error);
        var said = (await town.Admin.Get(address)).Body!;
        // Of a list the command line has read every page.
        var whole = said.AsObject().Count == 2 ? said["items"] : said;
        JsonNode.DeepEquals(JsonNode.Parse(typed.Out), whole).ShouldBeTrue(typed.Out);
    }

    [Fact]
    public async Task A_file_with_many_mistakes_is_told_by_their_kinds_offline_and_by_the_server()
    {
        await using var town = await Town.Start(postgres, now: Given.AfterWindow);
        (await Run(town, "import", await File(Claims))).Code.ShouldBe(0);
        string Clock(int n) => n % 2 == 0 ? " 09:00:00" : "T09:00:00Z";
        var rows = Enumerable
            .Range(0, 600)
            .Select(n => $"t/2024,p1,1,F{n},2024-0{1 + (n % 9)}-01{Clock(n)},{(n % 3 == 0 ? "150%" : "80%")}\n");
        var file = await File("Season,Prediction,Claim,Analyst,Made At,Probability\n" + string.Concat(rows));
        var refused = Path.GetTempFileName();
        var typed = await Run(town, "import", file, "--create-analysts", "--refused", refused);
        typed.Code.ShouldBe(1, typed.Error);
        var lines = typed.Out.TrimEnd().Split('\n');
        lines.Length.ShouldBe(13);
        lines[5].ShouldBe($"import.no-offset: 295 more of 300 rows; all of them are in {refused}.");
        lines[11].ShouldBe($"forecast.out-of-range: 95 more of 100 rows; all of them are in {refused}.");
        lines[12].ShouldContain("600 rows, 200 accepted, 0 unchanged, 400 refused.");
        (await System.IO.File.ReadAllLinesAsync(refused, TestContext.Current.CancellationToken)).Length.ShouldBe(401);
    }

    [Theory]
    [InlineData("report", "t/1999")]
    [InlineData("standings", "nowhere/2024")]
    [InlineData("imports", "show", "nothing")]
    public async Task What_is_not_there_is_said_in_a_sentence(params string[] arguments)
    {
        await using var town = await Town.Start(postgres);
        var typed = await Run(town, arguments);
        typed.Code.ShouldBe(2);
        typed.Out.ShouldBeEmpty();
        typed.Error.ShouldContain("There is no such");
    }

    private static string Row(string text, string start) =>
        text.Split('\n')
            .Select(l => string.Join(' ', l.Split(' ', StringSplitOptions.RemoveEmptyEntries)))
            .Single(l => l.StartsWith(start, StringComparison.Ordinal));

    private static async Task<string> File(string text)
    {
        var path = Path.GetTempFileName();
        await System.IO.File.WriteAllTextAsync(path, text);
        return path;
    }

    private static async Task<(int Code, string Out, string Error)> Run(Town town, params string[] arguments)
    {
        using StringWriter output = new(),
            error = new();
        var known = new Dictionary<string, string>
        {
            ["FORECASTS_SERVER"] = town.Server.Address.ToString(),
            ["FORECASTS_TOKEN"] = town.Admin.Token,
            ["LANG"] = "C.UTF-8",
        };
        var code = await ForecastsCommand.Run(
            arguments,
            new(output, error, OutIsTerminal: false, ErrorIsTerminal: false, known.GetValueOrDefault, (_, ended) => Task.Delay(100, ended))
        );
        return (code, output.ToString(), error.ToString());
    }
}
