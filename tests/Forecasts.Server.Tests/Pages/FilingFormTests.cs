using System.Globalization;
using System.Net;
using Forecasts.Server.Tests.Fixtures;
using Shouldly;

namespace Forecasts.Server.Tests.Pages;

/// <summary>Claims of every kind, filed by the form of a season's page.</summary>
public sealed class FilingFormTests(Town town) : IClassFixture<Town>
{
    private const string Page = "/seasons/t/2024";

    private static readonly string Many = string.Join(
        '\n',
        Enumerable.Range(1, 201).Select(i => string.Create(CultureInfo.InvariantCulture, $"Option {i}"))
    );

    private static readonly Dictionary<string, string> Kinds = new(StringComparer.Ordinal)
    {
        ["binary"] = "",
        ["three"] = "",
        ["expected"] = "",
        ["choice"] = "options=North\nSouth\nAnother",
        ["ordered"] = "options=Down\nLevel\nUp",
        ["number"] = "min=1|max=1000|unit=GWh|scale=log|openBounds=upper|tolerance=0.5",
        ["date"] = "from=2024-01-01|until=2025-12-31|openBounds=both",
    };

    [Fact]
    public void Every_kind_is_filed_here() => Kinds.Keys.ShouldBe(ClaimTerms.Types);

    [Theory]
    [MemberData(nameof(Types))]
    public async Task A_claim_of_each_kind_is_filed_with_its_terms(string type)
    {
        using var ann = await Reader.SignedIn(town.Server, "Ann");
        using var answer = await ann.Send(Page, Page, Form(type, Kinds[type]));
        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect, await answer.Content.ReadAsStringAsync());
        var filed = (await town.Ann.Get($"predictions/{answer.Headers.Location!.OriginalString.Split('/')[^1]}")).Ok()["claims"]![0]!;
        ((string)filed["type"]!).ShouldBe(type);
        if (type == "choice")
            filed["options"]!.ToJsonString().ShouldBe("""["North","South","Another"]""");
        if (type == "number")
            (
                filed["range"]!.ToJsonString(),
                (string)filed["unit"]!,
                (string)filed["scale"]!,
                (string)filed["openBounds"]!,
                (double)filed["tolerance"]!
            ).ShouldBe(("""{"min":1,"max":1000}""", "GWh", "log", "upper", 0.5));
        if (type == "date")
            filed["range"]!.ToJsonString().ShouldBe("""{"min":"2024-01-01","max":"2025-12-31"}""");
    }

    // Of the last rows what was typed belongs to another kind.
    public static TheoryData<string, string, string, string> Wrong =>
        new()
        {
            { "number", "min=5|max=1", "min", "claim.range" },
            { "number", "min=5", "min", "claim.range" },
            { "number", "", "min", "claim.range" },
            { "number", "min=0|max=1e308", "min", "claim.range" },
            { "number", "min=NaN|max=1", "min", "claim.range" },
            { "number", "min=0|max=∞", "min", "claim.range" },
            { "number", "min=0 kg|max=5 kg", "min", "claim.range" },
            { "number", "min=0|max=5|scale=log", "min", "claim.range" },
            { "number", "min=2024-01-01|max=2024-12-31", "min", "claim.range" },
            { "number", "min=0|max=5|tolerance=-1", "tolerance", "claim.tolerance" },
            { "number", "min=0|max=5|tolerance=some", "tolerance", "claim.tolerance" },
            { "number", "min=0|max=1|step=0.3", "step", "claim.step" },
            { "number", "min=0|max=1|step=NaN", "step", "claim.step" },
            { "number", "min=0|max=5|unit=0123456789012345678901234567890", "unit", "claim.unit" },
            { "number", "min=0|max=5|openBounds=sideways", "openBounds", "claim.open-bounds" },
            { "number", "min=0|max=5|scale=cubic", "scale", "claim.scale" },
            { "date", "", "from", "claim.range" },
            { "date", "from=2024-02-30|until=2024-12-31", "from", "claim.range" },
            { "date", "from=2024-12-31|until=2024-01-01", "from", "claim.range" },
            { "date", "from=12|until=13", "from", "claim.range" },
            { "choice", "", "options", "claim.options" },
            { "choice", "options=One", "options", "claim.options" },
            { "choice", "options=One\none", "options", "claim.options" },
            { "ordered", "options=One\nvoid", "options", "claim.options" },
            { "choice", "options=MANY", "options", "claim.options" },
            { "guess", "", "type", "claim.type" },
            { "binary", "options=One\nTwo", "options", "claim.column" },
            { "three", "unit=kg", "unit", "claim.column" },
            { "choice", "options=One\nTwo|min=0", "min", "claim.column" },
            { "number", "min=0|max=5|from=2024-01-01", "from", "claim.column" },
            { "date", "from=2024-01-01|until=2024-12-31|scale=log", "scale", "claim.column" },
            { "expected", "openBounds=upper", "openBounds", "claim.column" },
        };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task What_is_no_claim_is_refused_beside_its_field_and_kept(string type, string terms, string field, string code)
    {
        foreach (var language in (string[])["en", "zh-Hans"])
        {
            using var ann = await Reader.SignedIn(town.Server, "Ann", language);
            var form = Form(type, terms.Replace("MANY", Many, StringComparison.Ordinal));
            var before = await town.Events();
            using var answer = await ann.Send(Page, Page, form);
            ((int)answer.StatusCode).ShouldBe(422);
            (await town.Events()).ShouldBe(before, "nothing is stored");
            var html = await Sentences.Of(answer);
            html.ShouldContain($"id=\"prediction-claim1.{field}-error\"");
            html.ShouldContain(Sentences.Of(language, "error." + code).Replace("{0}", field, StringComparison.Ordinal));
            foreach (
                var (name, value) in form.Where(f =>
                    f.Item1.StartsWith("claim1.", StringComparison.Ordinal)
                    && f.Item1 is not ("claim1.type" or "claim1.scale" or "claim1.openBounds")
                )
            )
                html.ShouldContain(value, Case.Sensitive, name);
        }
    }

    public static TheoryData<string> Types() => [.. Kinds.Keys];

    private static (string, string)[] Form(string type, string terms) =>
        [
            ("form", Guid.NewGuid().ToString("N")),
            ("theme", "general"),
            ("title", "T"),
            ("coreJudgement", "J"),
            ("claim1.statement", "S"),
            ("claim1.criteria", "C"),
            ("claim1.due", "2024-12-31"),
            ("claim1.type", type),
            .. terms.Split('|', StringSplitOptions.RemoveEmptyEntries).Select(t => ("claim1." + t.Split('=')[0], t.Split('=')[1])),
        ];
}
