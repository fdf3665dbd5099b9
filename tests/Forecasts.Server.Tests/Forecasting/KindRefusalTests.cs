using Forecasts.Domain.Kinds;
using Forecasts.Server.Tests.Fixtures;
using Shouldly;

namespace Forecasts.Server.Tests.Forecasting;

/// <summary>Bad input through the API, kind by kind: the status, the code, the field it is about, and nothing stored.</summary>
public sealed class KindRefusalTests(Town town) : IClassFixture<Town>
{
    private static readonly string Many = string.Join(',', Enumerable.Range(0, 201).Select(i => $"\"o{i}\""));

    private static readonly string Deep = string.Concat(Enumerable.Repeat("[", 200)) + string.Concat(Enumerable.Repeat("]", 200));

    private static readonly string ManyPoints = string.Join(
        ',',
        Enumerable.Range(1, 5_000).Select(i => $$"""{"level":{{i / 5_001.0:R}},"value":{{i / 100.0:R}}}""")
    );

    // The terms of a claim; "status code field". A body that cannot be read is told by where in it.
    private static readonly (string Terms, string Told)[] BadTerms =
    [
        ("""  "type":"colour" """, "422 claim.type type"),
        ("""  "type":null """, "400 json.invalid $.claims[0].type"),
        ("""  "type":"choice" """, "422 claim.options options"),
        ("""  "type":"choice","options":[] """, "422 claim.options options"),
        ("""  "type":"choice","options":["a"] """, "422 claim.options options"),
        ("""  "type":"choice","options":["a","a"] """, "422 claim.options options"),
        ("""  "type":"choice","options":["a","A"] """, "422 claim.options options"),
        ("""  "type":"ordered","options":["a","b","a"] """, "422 claim.options options"),
        ("""  "type":"choice","options":["a"," "] """, "422 claim.options options"),
        ("""  "type":"choice","options":["a","void"] """, "422 claim.options options"),
        ("""  "type":"choice","options":["a","b|c"] """, "422 claim.options options"),
        ("""  "type":"choice","options":["a",null] """, "400 json.invalid $.claims[0]"),
        ("""  "type":"choice","options":["a",{"name":null}] """, "422 claim.options options"),
        ("""  "type":"choice","options":["a","b",{"name":"c","addedAt":"2030-01-01T00:00:00Z"}] """, "422 claim.options options"),
        ("""  "type":"choice","options":{"a":1} """, "400 json.invalid $.claims[0].options"),
        ($$"""  "type":"choice","options":[{{Many}}] """, "422 claim.options options"),
        ($$"""  "type":"choice","options":{{Deep}} """, "400 json.invalid *"),
        ("""  "type":"binary","options":["a","b"] """, "422 claim.column options"),
        ("""  "type":"three","range":{"min":0,"max":1} """, "422 claim.column range"),
        ("""  "type":"date","range":{"min":"2024-01-01","max":"2025-01-01"},"step":1 """, "422 claim.column step"),
        ("""  "type":"choice","options":["a","b"],"unit":"km" """, "422 claim.column unit"),
        ("""  "type":"number" """, "422 claim.range range"),
        ("""  "type":"number","range":null """, "422 claim.range range"),
        ("""  "type":"number","range":{"min":0} """, "400 json.invalid $.claims[0].range"),
        ("""  "type":"number","range":{"min":0,"max":null} """, "400 json.invalid $.claims[0].range.max"),
        ("""  "type":"number","range":{"min":null,"max":1} """, "400 json.invalid $.claims[0].range.min"),
        ("""  "type":"number","range":[0,1] """, "400 json.invalid $.claims[0].range"),
        ("""  "type":"number","range":{"min":1,"max":1} """, "422 claim.range range"),
        ("""  "type":"number","range":{"min":0,"max":1e308} """, "422 claim.range range"),
        ("""  "type":"number","range":{"min":0,"max":1e400} """, "422 claim.range range"),
        ("""  "type":"number","range":{"min":0,"max":"Infinity"} """, "422 claim.range range"),
        ("""  "type":"number","range":{"min":"NaN","max":1} """, "422 claim.range range"),
        ("""  "type":"number","range":{"min":0,"max":"9 km"} """, "422 claim.range range"),
        ("""  "type":"number","range":{"min":"2024-01-01","max":"2025-01-01"} """, "422 claim.range range"),
        ("""  "type":"date","range":{"min":0,"max":9} """, "422 claim.range range"),
        ("""  "type":"date","range":{"min":"2025-01-01","max":"2024-01-01"} """, "422 claim.range range"),
        ("""  "type":"date","range":{"min":"2024-02-30","max":"2025-01-01"} """, "422 claim.range range"),
        ("""  "type":"number","range":{"min":0,"max":9},"scale":"log" """, "422 claim.range range"),
        ("""  "type":"number","range":{"min":1e-320,"max":9},"scale":"log" """, "422 claim.range range"),
        ("""  "type":"number","range":{"min":0,"max":9},"scale":"cubic" """, "422 claim.scale scale"),
        ("""  "type":"number","range":{"min":0,"max":9},"openBounds":"left" """, "422 claim.open-bounds openBounds"),
        ("""  "type":"number","range":{"min":0,"max":9},"tolerance":-1 """, "422 claim.tolerance tolerance"),
        ("""  "type":"number","range":{"min":0,"max":9},"tolerance":"NaN" """, "422 claim.tolerance tolerance"),
        ("""  "type":"number","range":{"min":0,"max":9},"tolerance":1e308 """, "422 claim.tolerance tolerance"),
        ("""  "type":"number","range":{"min":0,"max":9},"step":2 """, "422 claim.step step"),
        ("""  "type":"number","range":{"min":0,"max":9},"step":0 """, "422 claim.step step"),
        ("""  "type":"number","range":{"min":0,"max":9},"step":1e-300 """, "422 claim.step step"),
        ("""  "type":"number","range":{"min":0,"max":9},"step":"NaN" """, "422 claim.step step"),
        ("""  "type":"number","range":{"min":0,"max":9},"unit":"" """, "422 claim.unit unit"),
        ("""  "type":"number","range":{"min":0,"max":9},"unit":"a\u0000b" """, "422 * *"),
    ];

    // The kind of the claim, a forecast on it, "status code field".
    private static readonly (string Kind, string Forecast, string Told)[] BadBeliefs =
    [
        ("choice", """{"probability":0.5}""", "422 forecast.form options"),
        ("choice", """{"grades":[0.2,0.3,0.5]}""", "422 forecast.form options"),
        ("three", """{"options":{"few":0.2,"some":0.3,"many":0.5}}""", "422 forecast.form grades"),
        ("choice", """{"options":{}}""", "422 forecast.option options"),
        ("choice", """{"options":null}""", "422 forecast.form options"),
        ("choice", """{"options":[]}""", "400 json.invalid $.options"),
        ("choice", """{"options":{"Asia":0.5,"Europe":0.5}}""", "422 forecast.option options"),
        ("choice", """{"options":{"Asia":0.5,"Europe":0.3,"elsewhere":0.1,"Mars":0.1}}""", "422 forecast.option options"),
        ("choice", """{"options":{"Asia":0.2,"asia":0.3,"Europe":0.3,"elsewhere":0.2}}""", "422 forecast.option options"),
        ("choice", """{"options":{"Asia":0.2,"Asia":0.3,"Europe":0.3,"elsewhere":0.2}}""", "400 json.invalid *"),
        ("choice", """{"options":{"Asia":null,"Europe":0.3,"elsewhere":0.2}}""", "400 json.invalid $.options.Asia"),
        ("choice", """{"options":{"Asia":0.5,"Europe":0.3,"elsewhere":0.1}}""", "422 forecast.sum options"),
        ("choice", """{"options":{"Asia":0.5,"Europe":0.5,"elsewhere":0}}""", "422 forecast.out-of-range options"),
        ("choice", """{"options":{"Asia":"NaN","Europe":0.5,"elsewhere":0.5}}""", "422 forecast.out-of-range options"),
        ("choice", """{"options":{"Asia":1e308,"Europe":0.5,"elsewhere":0.5}}""", "422 forecast.out-of-range options"),
        ("choice", """{"options":{"Asia":"Infinity","Europe":0.5,"elsewhere":0.5}}""", "422 forecast.out-of-range options"),
        ("ordered", """{"options":{"few":0.5,"some":0.3,"many":0.1}}""", "422 forecast.sum options"),
        ("ordered", """{"options":{"few":0.5,"some":0.3,"many":"20%"}}""", "400 json.invalid $.options.many"),
        ("number", """{"probability":0.5}""", "422 forecast.form quantiles"),
        ("number", """{"quantiles":[],"cdf":[]}""", "422 forecast.form quantiles"),
        ("number", """{"quantiles":[]}""", "422 forecast.points quantiles"),
        ("number", """{"quantiles":null}""", "422 forecast.form quantiles"),
        ("number", """{"quantiles":[null]}""", "400 json.invalid *"),
        ("number", """{"cdf":[{"level":0.5,"value":100},null]}""", "400 json.invalid *"),
        ("number", """{"quantiles":[{}]}""", "400 json.invalid $.quantiles[0]"),
        ("number", """{"quantiles":[{"level":0.5,"value":null}]}""", "400 json.invalid $.quantiles[0].value"),
        ("number", """{"quantiles":[{"level":0.5,"value":[100]}]}""", "400 json.invalid $.quantiles[0].value"),
        ("number", """{"quantiles":[{"level":0.5,"value":"100 GW"}]}""", "422 forecast.value quantiles"),
        ("number", """{"quantiles":[{"level":0.5,"value":"100"}]}""", "422 forecast.value quantiles"),
        ("number", """{"quantiles":[{"level":0.5,"value":"2024-06-01"}]}""", "422 forecast.value quantiles"),
        ("number", """{"quantiles":[{"level":0.5,"value":"NaN"}]}""", "422 forecast.value quantiles"),
        ("number", """{"quantiles":[{"level":0.5,"value":1e400}]}""", "422 forecast.value quantiles"),
        ("number", """{"quantiles":[{"level":0.5,"value":1e308}]}""", "422 forecast.range quantiles"),
        ("number", """{"quantiles":[{"level":0.5,"value":-1}]}""", "422 forecast.range quantiles"),
        ("number", """{"quantiles":[{"level":"NaN","value":100}]}""", "422 forecast.out-of-range quantiles"),
        ("number", """{"quantiles":[{"level":1.1,"value":100}]}""", "422 forecast.out-of-range quantiles"),
        ("number", """{"quantiles":[{"level":0.5,"value":200},{"level":0.9,"value":100}]}""", "422 forecast.order quantiles"),
        ("number", """{"quantiles":[{"level":0.9,"value":100},{"level":0.5,"value":200}]}""", "422 forecast.order quantiles"),
        ("log", """{"quantiles":[{"level":0.1,"value":1000},{"level":0.5,"value":1000.0000000000001}]}""", "422 forecast.order quantiles"),
        ("number", """{"quantiles":[{"level":0.1,"value":5e-324}]}""", "422 forecast.quantile quantiles"),
        ("number", """{"quantiles":[{"level":0.5,"value":100}],"below":0.1}""", "422 forecast.tail below"),
        ("number", """{"quantiles":[{"level":0.5,"value":100}],"above":"Infinity"}""", "422 forecast.out-of-range above"),
        ("number", """{"quantiles":[{"level":0.5,"value":100}],"above":0.6}""", "422 forecast.quantile quantiles"),
        ("number", """{"cdf":[{"level":0.5,"value":100},{"level":0.4,"value":200}]}""", "422 forecast.cdf cdf"),
        ("number", """{"cdf":[{"level":0.5,"value":100}],"above":0.1}""", "422 forecast.form quantiles"),
        ("number", $$"""{"quantiles":[{{ManyPoints}}]}""", "422 forecast.points quantiles"),
        ("number", $$"""{"quantiles":{{Deep}}}""", "400 json.invalid *"),
        ("discrete", """{"cdf":[{"level":0.5,"value":5},{"level":0.9,"value":10}]}""", "422 forecast.cdf cdf"),
        ("date", """{"quantiles":[{"level":0.5,"value":2025}]}""", "422 forecast.value quantiles"),
        ("date", """{"quantiles":[{"level":0.5,"value":"2025-02-30"}]}""", "422 forecast.value quantiles"),
        ("date", """{"quantiles":[{"level":0.5,"value":"2035-01-01"}]}""", "422 forecast.range quantiles"),
        ("date", """{"probability":0.5}""", "422 forecast.form quantiles"),
        ("binary", """{"options":{"yes":0.5,"no":0.5}}""", "422 forecast.form probability"),
        ("expected", """{"cdf":[{"level":0.5,"value":0.5}]}""", "422 forecast.form probability"),
        ("binary", """{"probability":0.5,"above":0.1}""", "422 forecast.form probability"),
    ];

    [Fact]
    public async Task What_is_no_claim_of_its_kind_is_refused_beside_its_field()
    {
        var wrong = new List<string>();
        foreach (var (terms, told) in BadTerms)
        {
            var claim = $$"""{"statement":"S","criteria":"C","due":"2024-12-31",{{terms}}}""";
            var body = $$"""{"theme":"general","title":"T","coreJudgement":"J","claims":[{{claim}}]}""";
            await Told(wrong, terms, told, () => town.Ann.SendJson(HttpMethod.Post, "seasons/t/2024/predictions", body));
        }

        wrong.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_no_belief_in_a_claim_of_its_kind_is_refused_beside_its_field()
    {
        var (id, wrong) = (
            (string)(await town.Bob.Post("seasons/t/2024/predictions", EveryKind.Prediction())).Ok()["id"]!,
            new List<string>()
        );
        foreach (var (kind, forecast, told) in BadBeliefs)
        {
            var number = EveryKind.All.Index().Single(k => k.Item.Name == kind).Index + 1;
            await Told(
                wrong,
                forecast,
                told,
                () => town.Ann.SendJson(HttpMethod.Put, $"predictions/{id}/claims/{number}/forecast", forecast)
            );
        }

        wrong.ShouldBeEmpty();
        foreach (var (n, kind) in EveryKind.All.Index())
        {
            (await town.Ann.SendJson(HttpMethod.Put, $"predictions/{id}/claims/{n + 1}/forecast", kind.Value)).Code.ShouldBe(
                200,
                kind.Name
            );
            var mine = (await town.Ann.Get($"predictions/{id}")).Ok()["claims"]![n]!["mine"]!;
            foreach (var (member, value) in System.Text.Json.Nodes.JsonNode.Parse(kind.Value)!.AsObject())
                System.Text.Json.Nodes.JsonNode.DeepEquals(mine[member], value).ShouldBeTrue($"{kind.Name}.{member}: {mine[member]}");
        }
    }

    [Fact]
    public async Task What_is_no_outcome_of_its_kind_is_refused_beside_its_field()
    {
        await using var own = await Town.Start(town.Postgres);
        var (id, wrong) = (
            (string)(await own.Bob.Post("seasons/t/2024/predictions", EveryKind.Prediction())).Ok()["id"]!,
            new List<string>()
        );
        await own.SetClock(Given.InWindow);
        foreach (var (n, kind) in EveryKind.All.Index())
        {
            foreach (var (word, code) in kind.NoOutcome.Append(("", "verdict.unknown")).Append(("void:because", "verdict.unknown")))
                await Told(
                    wrong,
                    $"{kind.Name} {word}",
                    $"422 {code} verdict",
                    () => own.Eve.Post($"predictions/{id}/claims/{n + 1}/verdicts", Given.Verdict(word)),
                    own
                );
            (await own.Eve.Post($"predictions/{id}/claims/{n + 1}/verdicts", Given.Verdict(kind.Outcome))).Ok();
            ((string?)(await own.Eve.Get($"predictions/{id}")).Ok()["claims"]![n]!["outcome"]).ShouldBe(kind.Outcome, kind.Name);
        }

        wrong.ShouldBeEmpty();
    }

    private async Task Told(List<string> wrong, string what, string told, Func<Task<Answer>> act, Town? where = null)
    {
        var before = await (where ?? town).Events();
        var answer = await act();
        string[] said = [$"{answer.Code}", answer.Problem ?? "-", (string?)answer.Body?["field"] ?? "-"];
        if (told.Split(' ').Zip(said).Any(t => t.First != "*" && t.First != t.Second))
            wrong.Add($"{what[..Math.Min(120, what.Length)]}: {string.Join(' ', said)} is not {told}");
        if (await (where ?? town).Events() != before)
            wrong.Add($"{what}: something was stored");
        if (string.IsNullOrWhiteSpace((string?)answer.Body?["detail"]))
            wrong.Add($"{what}: no sentence");
    }
}
