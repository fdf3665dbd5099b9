using System.Text.Json.Nodes;
using Forecasts.Server.Tests.Fixtures;
using Shouldly;

namespace Forecasts.Server.Tests.Imports;

/// <summary>
/// Claims of every kind, beliefs in them and their outcomes through files: what is well comes in once, what is not is named by column
/// and code.
/// </summary>
public sealed class KindImportTests(PrivatePostgres postgres)
{
    private const string Create = "?createAnalysts=true";

    private static readonly string Claims = EveryKind.ClaimsHeader + string.Concat(EveryKind.All.Select(k => k.ClaimLine()));

    private static readonly string Settled = EveryKind.ClaimsHeader + string.Concat(EveryKind.All.Select(k => k.ClaimLine(k.Outcome)));

    private static readonly string Forecasts =
        EveryKind.ForecastsHeader
        + string.Concat(EveryKind.All.Select(k => k.ForecastLine("Zoe", "2024-02-01") + k.ForecastLine("Yan", "2024-03-01")));

    public static TheoryData<string, string, string> BadClaims =>
        new()
        {
            // type, terms (options, range, unit, scale, open_bounds, tolerance, step), "code column"
            { "colour", ",,,,,,", "claim.type type" },
            { "choice", ",,,,,,", "claim.options options" },
            { "choice", "one,,,,,,", "claim.options options" },
            { "choice", "one|one,,,,,,", "claim.options options" },
            { "choice", "one|ONE,,,,,,", "claim.options options" },
            { "choice", "one||two,,,,,,", "claim.options options" },
            { "choice", "one|void,,,,,,", "claim.options options" },
            { "ordered", string.Join('|', Enumerable.Range(0, 201)) + ",,,,,,", "claim.options options" },
            { "binary", "one|two,,,,,,", "claim.column options" },
            { "three", ",0..1,,,,,", "claim.column range" },
            { "choice", "one|two,,km,,,,", "claim.column unit" },
            { "date", ",2024-01-01..2025-01-01,,log,,,", "claim.column scale" },
            { "expected", ",,,,upper,,", "claim.column open_bounds" },
            { "date", ",2024-01-01..2025-01-01,,,,1,", "claim.column tolerance" },
            { "date", ",2024-01-01..2025-01-01,,,,,1", "claim.column step" },
            { "number", ",,,,,,", "claim.range range" },
            { "number", ",5,,,,,", "claim.range range" },
            { "number", ",5..5,,,,,", "claim.range range" },
            { "number", ",9..5,,,,,", "claim.range range" },
            { "number", ",0 km..9 km,,,,,", "claim.range range" },
            { "number", ",0..1e308,,,,,", "claim.range range" },
            { "number", ",0..Infinity,,,,,", "claim.range range" },
            { "number", ",NaN..1,,,,,", "claim.range range" },
            { "number", ",0..9,,log,,,", "claim.range range" },
            { "number", ",1e-320..9,,log,,,", "claim.range range" },
            { "number", ",2024-01-01..2025-01-01,,,,,", "claim.range range" },
            { "date", ",0..9,,,,,", "claim.range range" },
            { "date", ",2025-01-01..2024-01-01,,,,,", "claim.range range" },
            { "date", ",2024-02-30..2025-01-01,,,,,", "claim.range range" },
            { "number", ",0..9,,cubic,,,", "claim.scale scale" },
            { "number", ",0..9,,,left,,", "claim.open-bounds open_bounds" },
            { "number", ",0..9,,,,-1,", "claim.tolerance tolerance" },
            { "number", ",0..9,,,,9,", "claim.tolerance tolerance" },
            { "number", ",0..9,,,,NaN,", "claim.tolerance tolerance" },
            { "number", ",0..9,,,,1e308,", "claim.tolerance tolerance" },
            { "number", ",0..9,,,,1 km,", "claim.tolerance tolerance" },
            { "number", ",0..9,,,,,0", "claim.step step" },
            { "number", ",0..9,,,,,2", "claim.step step" },
            { "number", ",0..9,,,,,1e-300", "claim.step step" },
            { "number", ",0..9,,,,,Infinity", "claim.step step" },
            { "number", ",1..9,,log,,,1", "claim.step step" },
            { "number", ",0..9," + new string('k', 31) + ",,,,", "claim.unit unit" },
        };

    public static TheoryData<string, string, string> BadForecasts =>
        new()
        {
            // kind, cell of value_json or (without a brace) of probability, "code column"
            { "choice", "0.5", "forecast.form probability" },
            { "choice", "0.5|0.5", "forecast.form probability" },
            { "choice", "0.5|0.3|x", "forecast.form probability" },
            { "choice", "0.5|0.3|0.1", "forecast.sum probability" },
            { "choice", "1.5|-0.3|-0.2", "forecast.out-of-range probability" },
            { "choice", """{"options":{"Asia":0.5,"Europe":0.5}}""", "forecast.option value_json" },
            { "choice", """{"options":{"Asia":0.5,"Europe":0.3,"elsewhere":0.1,"Mars":0.1}}""", "forecast.option value_json" },
            { "choice", """{"options":{"asia":0.5,"Europe":0.3,"elsewhere":0.2}}""", "forecast.option value_json" },
            { "choice", """{"options":{"Asia":0.5,"Asia":0.3,"Europe":0.3,"elsewhere":0.2}}""", "forecast.form value_json" },
            { "choice", """{"options":{"Asia":"NaN","Europe":0.3,"elsewhere":0.2}}""", "forecast.out-of-range value_json" },
            { "choice", """{"options":{"Asia":null,"Europe":0.3,"elsewhere":0.2}}""", "forecast.form value_json" },
            { "choice", """{"options":null}""", "forecast.form value_json" },
            { "choice", """{"options":[0.5,0.3,0.2]}""", "forecast.form value_json" },
            { "choice", """{"grades":[0.2,0.3,0.5]}""", "forecast.form value_json" },
            { "choice", """{"options":{"Asia":0.5,"Europe":0.3,"elsewhere":0.2},"rationale":"So."}""", "forecast.form value_json" },
            { "ordered", """{"options":{"few":1e308,"some":0.3,"many":0.2}}""", "forecast.out-of-range value_json" },
            { "three", """{"options":{"few":0.5,"some":0.3,"many":0.2}}""", "forecast.form value_json" },
            { "three", "0.2|0.3|0.4", "forecast.sum probability" },
            { "binary", "0.2|0.8", "forecast.form probability" },
            { "binary", """{"quantiles":[{"level":0.5,"value":1}]}""", "forecast.form value_json" },
            { "number", "0.5", "forecast.form probability" },
            { "number", "80|120", "forecast.form probability" },
            { "number", "80 GW|120 GW|200 GW", "forecast.value probability" },
            { "number", "80|120|2024-06-01", "forecast.value probability" },
            { "number", "120|80|200", "forecast.order probability" },
            { "number", "80|80|200", "forecast.order probability" },
            { "number", "80|120|1e308", "forecast.range probability" },
            { "number", """{"quantiles":[]}""", "forecast.points value_json" },
            { "number", """{"quantiles":[null]}""", "forecast.form value_json" },
            { "number", """{"quantiles":[{"level":0.5,"value":null}]}""", "forecast.form value_json" },
            { "number", """{"quantiles":[{"level":0.5}]}""", "forecast.form value_json" },
            { "number", """{"quantiles":[{"level":0.5,"value":"120 GW"}]}""", "forecast.value value_json" },
            { "number", """{"quantiles":[{"level":0.5,"value":1e400}]}""", "forecast.value value_json" },
            { "number", """{"quantiles":[{"level":1.5,"value":120}]}""", "forecast.out-of-range value_json" },
            { "number", """{"quantiles":[{"level":0.9,"value":80},{"level":0.5,"value":120}]}""", "forecast.order value_json" },
            { "number", """{"quantiles":[{"level":0.5,"value":0}]}""", "forecast.quantile value_json" },
            { "number", """{"quantiles":[{"level":0.5,"value":80}],"below":0.1}""", "forecast.tail value_json" },
            { "number", """{"quantiles":[{"level":0.5,"value":80}],"above":1}""", "forecast.sum value_json" },
            { "number", """{"cdf":[{"level":0.5,"value":80},{"level":0.4,"value":120}]}""", "forecast.cdf value_json" },
            { "number", """{"cdf":[{"level":0.5,"value":0}]}""", "forecast.cdf value_json" },
            { "date", "80|120|200", "forecast.value probability" },
            { "date", "2024-08-01|2024-02-30|2026-06-30", "forecast.value probability" },
            { "date", """{"quantiles":[{"level":0.5,"value":2025}]}""", "forecast.value value_json" },
            { "date", """{"quantiles":[{"level":0.5,"value":"2031-01-01"}]}""", "forecast.range value_json" },
            { "date", """{"cdf":[{"level":0.5,"value":"2025-01-01"}],"above":0.1}""", "forecast.form value_json" },
        };

    [Fact]
    public async Task Every_kind_comes_in_by_both_files_and_twice_is_once()
    {
        await using var town = await Town.Start(postgres, now: Given.AfterWindow);
        var before = await town.Server.Stored();
        await Comes(town, Claims, EveryKind.All.Count, dryFirst: true);
        await Comes(town, Forecasts, 2 * EveryKind.All.Count, dryFirst: true);
        await Comes(town, Settled, EveryKind.All.Count, dryFirst: true);
        await town.Server.UntilScored("t/2024");
        (await town.Server.Scalar<long>("select count(*) from forecasts.scores where not crowd")).ShouldBe(2 * EveryKind.All.Count);

        var items = (await town.Admin.Get("seasons/t/2024/predictions?limit=200")).Ok()["items"]!.AsArray();
        foreach (var kind in EveryKind.All)
        {
            var id = (string)items.Single(p => (string)p!["key"]! == kind.Name)!["id"]!;
            var claim = (await town.Admin.Get($"predictions/{id}")).Ok()["claims"]![0]!;
            foreach (var (member, value) in kind.Claim().Where(m => m.Value is JsonNode))
                JsonNode.DeepEquals(claim[member], (JsonNode)value!).ShouldBeTrue($"{kind.Name} {member}: {claim[member]}");
            ((string)claim["outcome"]!).ShouldBe(kind.Outcome);
            var belief = claim["forecasts"]!.AsArray().Single(f => (string)f!["name"]! == "Zoe")!;
            foreach (var (member, value) in JsonNode.Parse(kind.Value)!.AsObject())
                JsonNode.DeepEquals(belief[member], value).ShouldBeTrue($"{kind.Name} {member}: {belief[member]}");
        }

        // Undone from the last to the first, all is as if it had never been.
        foreach (
            var import in (await town.Admin.Get("imports?limit=200")).Ok()["items"]!
                .AsArray()
                .Where(i => !(bool)i!["dryRun"]! && (int)i["accepted"]! > 0)
        )
        {
            (await town.Admin.Post($"imports/{import!["id"]}/undo", null)).Ok();
            await Until.True(
                async () => (string?)(await town.Admin.Get($"imports/{import["id"]}")).Ok()["state"] == "undone",
                $"{import["kind"]} is undone"
            );
        }

        (await town.Admin.Get("seasons/t/2024/predictions")).Ok()["items"]!.AsArray().ShouldBeEmpty();
        (
            await town.Server.Scalar<long>(
                "select (select count(*) from forecasts.claims) + (select count(*) from forecasts.forecast_intervals)"
            )
        ).ShouldBe(0);
        before.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_claim_that_makes_no_sense_is_refused_by_column_and_code()
    {
        await using var town = await Town.Start(postgres, now: Given.AfterWindow);
        var rows = BadClaims.Select(r => r.Data).ToList();
        var file = EveryKind.ClaimsHeader + string.Concat(rows.Select((r, n) => EveryKind.Line($"p{n}", r.Item1, r.Item2)));
        await Refused(town, file, [.. rows.Select(r => r.Item3)]);
        (await town.Server.Scalar<long>("select count(*) from forecasts.claims")).ShouldBe(0);
    }

    [Fact]
    public async Task A_belief_that_does_not_fit_its_claim_is_refused_by_column_and_code()
    {
        await using var town = await Town.Start(postgres, now: Given.AfterWindow);
        (await town.Admin.Import(Claims)).Counts().ShouldBe($"{EveryKind.All.Count} {EveryKind.All.Count} 0 0 done");
        var rows = BadForecasts.Select(r => r.Data).ToList();
        var points = string.Join(',', Enumerable.Range(1, 201).Select(i => $"{{\"level\":{i / 202.0:R},\"value\":{i}}}"));
        rows.Add(("number", $"{{\"quantiles\":[{points}]}}", "forecast.points value_json"));
        var file =
            EveryKind.ForecastsHeader
            + string.Concat(
                rows.Select(
                    (r, n) =>
                        r.Item2.StartsWith('{')
                            ? EveryKind.All.Single(k => k.Name == r.Item1).ForecastLine($"A{n}", "2024-02-01", r.Item2)
                            : $"t/2024,{r.Item1},1,A{n},2024-02-01,{r.Item2},\n"
                )
            );
        await Refused(town, file, [.. rows.Select(r => r.Item3)]);
        (await town.Server.Scalar<long>("select count(*) from forecasts.forecast_intervals")).ShouldBe(0);

        // The cell of a wide table says the same, and its heading names the column.
        var cells = rows.Where(r => !r.Item2.Contains(',', StringComparison.Ordinal)).ToList();
        foreach (var kind in EveryKind.All)
        {
            var own = cells.Where(r => r.Item1 == kind.Name).ToList();
            if (own.Count == 0)
                continue;
            var table =
                $"forecaster,season,{kind.Name}\n"
                + string.Concat(own.Select((r, n) => $"B{n},t/2024,\"{r.Item2.Replace("\"", "\"\"", StringComparison.Ordinal)}\"\n"));
            await Refused(town, table, [.. own.Select(r => $"{r.Item3.Split(' ')[0]} {kind.Name}")]);
        }
    }

    [Fact]
    public async Task An_outcome_that_the_claim_cannot_have_is_refused_beside_its_column()
    {
        await using var town = await Town.Start(postgres, now: Given.AfterWindow);
        var lines = EveryKind
            .All.SelectMany(k => k.NoOutcome.Select((no, n) => (Line: k.ClaimLine(no.Word, $"{k.Name}-{n}"), Told: no.Code + " outcome")))
            .ToList();
        await Refused(town, EveryKind.ClaimsHeader + string.Concat(lines.Select(l => l.Line)), [.. lines.Select(l => l.Told)]);
        (await town.Server.Scalar<long>("select count(*) from forecasts.claims")).ShouldBe(0, "a line is stored as a whole or not at all");
        var settled = EveryKind.ClaimsHeader + string.Concat(EveryKind.All.Select(k => k.ClaimLine("N/A")));
        (await town.Admin.Import(settled)).Counts().ShouldBe($"{EveryKind.All.Count} {EveryKind.All.Count} 0 0 done");
        (await town.Server.Scalar<long>("select count(*) from forecasts.claims where status = 'void'")).ShouldBe(EveryKind.All.Count);
    }

    [Fact]
    public async Task A_wide_table_holds_beliefs_of_every_kind_with_bars_between_their_parts()
    {
        await using var town = await Town.Start(postgres, now: Given.AfterWindow);
        (await town.Admin.Import(Claims)).Ok();
        string Cell(EveryKind kind) => "\"" + (kind.Bars ?? kind.Value).Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";
        var table =
            $"forecaster,season,made_at,{string.Join(',', EveryKind.All.Select(k => k.Name))}\nZoe,t/2024,2024-02-01,{string.Join(',', EveryKind.All.Select(Cell))}\n";
        (await town.Admin.Import(table, Create)).Counts().ShouldBe("1 1 0 0 done");
        (await town.Admin.Import(table, Create)).Counts().ShouldBe("1 0 1 0 done");
        foreach (var kind in EveryKind.All.Where(k => k.Kind is RangedClaim))
            (
                await town.Server.Scalar<double[]>(
                    $"select i.value from forecasts.forecast_intervals i join forecasts.mt_doc_predictionrecord p on i.claim = (p.data -> 'state' ->> 'id') || '/1' where p.data -> 'state' ->> 'key' = '{kind.Name}'"
                )
            )
                .Skip(3)
                .Where((_, n) => n % 2 == 0)
                .ShouldBe([0.1, 0.5, 0.9]);
        (await town.Server.Scalar<long>("select count(*) from forecasts.forecast_intervals")).ShouldBe(EveryKind.All.Count);
    }

    [Fact]
    public async Task Parts_between_bars_are_those_of_the_options_that_there_were()
    {
        await using var town = await Town.Start(postgres, now: Given.AfterWindow);
        (await town.Admin.Import(Claims)).Ok();
        var items = (await town.Admin.Get("seasons/t/2024/predictions?limit=200")).Ok()["items"]!.AsArray();
        await town.AddOption(
            (string)items.Single(p => (string)p!["key"]! == "choice")!["id"]!,
            1,
            "Africa",
            new(2024, 6, 1, 0, 0, 0, TimeSpan.Zero)
        );
        string Line(string who, string at, string parts) => $"t/2024,choice,1,{who},{at},{parts},\n";
        var import = await town.Admin.Import(
            EveryKind.ForecastsHeader
                + Line("Zoe", "2024-05-01", "0.5|0.3|0.2")
                + Line("Zoe", "2024-07-01", "0.4|0.3|0.2|0.1")
                + Line("Yan", "2024-05-01", "0.4|0.3|0.2|0.1")
                + Line("Yan", "2024-07-01", "0.5|0.3|0.2"),
            Create
        );
        (await town.Admin.Refused(import)).ShouldBe(["4 forecast.form", "5 forecast.form"]);
        // Shown and written, what came later stands before the last one filed; a row keeps the order in which they came.
        (await town.Server.Scalar<double[]>("select value from forecasts.forecast_intervals order by made_at desc limit 1")).ShouldBe([
            0.4,
            0.3,
            0.1,
            0.2,
        ]);
    }

    [Theory]
    [InlineData("en", "0.2|0.3|0.5")]
    [InlineData("zh-Hans", "0.2|0.3|0.5")]
    public async Task The_page_explains_every_column_that_says_what_kind_a_claim_is(string language, string said)
    {
        await using var town = await Town.Start(postgres);
        using var reader = await Reader.SignedIn(town.Server, "Olga", language);
        var page = await reader.Page("/imports");
        foreach (var column in Record.Export.ClaimColumns.Kind)
            page.ShouldContain($"<dt><code>{column}</code></dt>");
        page.ShouldNotContain("imports.cell.");
        page.ShouldContain(said);
    }

    private static async Task Comes(Town town, string file, int rows, bool dryFirst)
    {
        if (dryFirst)
            (await town.Admin.Import(file, Create + "&dryRun=true")).Counts().ShouldBe($"{rows} {rows} 0 0 done");
        var import = await town.Admin.Import(file, Create);
        import.Counts().ShouldBe($"{rows} {rows} 0 0 done", string.Join(", ", await town.Admin.Refused(import)));
        var events = await town.Events();
        (await town.Admin.Import(file, Create)).Counts().ShouldBe($"{rows} 0 {rows} 0 done");
        (await town.Events()).ShouldBe(events);
    }

    private static async Task Refused(Town town, string file, IReadOnlyList<string> expected)
    {
        var events = await town.Events();
        var import = await town.Admin.Import(file, Create);
        var refused = (await town.Admin.Get($"imports/{import.Ok()["id"]}/refused?limit=200")).Ok()["items"]!.AsArray();
        refused
            .OrderBy(r => (int)r!["line"]!)
            .Select(r => $"{r!["line"]} {r["code"]} {r["field"]}")
            .ShouldBe(expected.Select((told, n) => $"{n + 2} {told}"));
        refused.ShouldAllBe(r => ((string)r!["message"]!).Length > 10);
        (await town.Events()).ShouldBe(events, "a refusal stores nothing");
    }
}
