using System.Net;
using Forecasts.Server.Tests.Fixtures;
using Shouldly;

namespace Forecasts.Server.Tests.Pages;

/// <summary>Beliefs of every kind, typed into the form of their claim.</summary>
public sealed class ForecastFormTests(Town town) : IClassFixture<Town>
{
    private const string Three = "way=three|";

    public static TheoryData<int, string, string> Good =>
        new()
        {
            {
                KindsOfClaims.Choice,
                "option1=50|option2=30.5|option3=19.5",
                "\"options\":{\"North\":0.5,\"South\":0.305,\"Another\":0.195}"
            },
            { KindsOfClaims.Ordered, "option1=10|option2=30|option3=60", "\"options\":{\"Down\":0.1,\"Level\":0.3,\"Up\":0.6}" },
            { KindsOfClaims.Number, Three + "low=20|middle=42.5|high=70", "{\"level\":0.5,\"value\":42.5}" },
            {
                KindsOfClaims.Number,
                "way=quantiles|quantiles-level1=5|quantiles-value1=10|quantiles-level4=95|quantiles-value4=60",
                "{\"level\":0.05,\"value\":10}"
            },
            {
                KindsOfClaims.Number,
                "way=cdf|cdf-level1=0|cdf-value1=10|cdf-level2=100|cdf-value2=30|low=7",
                "\"cdf\":[{\"level\":0,\"value\":10}"
            },
            { KindsOfClaims.Date, Three + "low=2024-03-01|middle=2024-06-01|high=2024-12-01|below=|above=5", "\"above\":0.05" },
            { KindsOfClaims.Whole, Three + "low=2|middle=4|high=9", "{\"level\":0.9,\"value\":9}" },
        };

    [Theory]
    [MemberData(nameof(Good))]
    public async Task What_is_typed_is_filed_and_shown_again(int claim, string typed, string stated)
    {
        using var bob = await Reader.SignedIn(town.Server, "Bob");
        var page = $"/predictions/{await KindsOfClaims.Filed(town.Ann)}";
        await Looked(bob, page, claim, typed);
        using var answer = await bob.Send(page, "Forecast", Form(claim, typed));
        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect, await answer.Content.ReadAsStringAsync());
        var mine = (await town.Bob.Get(page[1..])).Ok()["claims"]![claim - 1]!["mine"]!.ToJsonString();
        mine.ShouldContain(stated);
        var html = await bob.Page(page);
        foreach (
            var (name, value) in Form(claim, typed)
                .Where(f => f.Item2.Length > 0 && f.Item1 is not ("claim" or "way" or "low") && !f.Item1.Contains('-'))
        )
            html.ShouldMatch($"name=\"{name}\"[^>]*value=\"{value}\"");
    }

    // The input beside which the refusal stands; empty: at the inputs as a whole.
    public static TheoryData<int, string, string, string> Wrong =>
        new()
        {
            { KindsOfClaims.Choice, "option1=50|option2=40|option3=0.5", "", "forecast.sum" },
            { KindsOfClaims.Choice, "option1=50|option2=50|option3=50", "", "forecast.sum" },
            { KindsOfClaims.Choice, "option1=50|option2=|option3=50", "option2", "forecast.form" },
            { KindsOfClaims.Choice, "option1=50|option2=many|option3=50", "option2", "forecast.form" },
            { KindsOfClaims.Choice, "option1=50|option2=50|option3=0", "option3", "forecast.out-of-range" },
            { KindsOfClaims.Choice, "option1=110|option2=-20|option3=10", "option1", "forecast.out-of-range" },
            { KindsOfClaims.Choice, "option1=50|option2=50", "", "forecast.option" },
            { KindsOfClaims.Choice, "probability=50", "", "forecast.option" },
            { KindsOfClaims.Ordered, "option1=1|option2=1|option3=1", "", "forecast.sum" },
            { KindsOfClaims.Number, Three + "low=30|middle=20|high=40", "middle", "forecast.order" },
            { KindsOfClaims.Number, Three + "low=-5|middle=20|high=40", "low", "forecast.range" },
            { KindsOfClaims.Number, Three + "low=5|middle=20|high=1e308", "high", "forecast.range" },
            { KindsOfClaims.Number, Three + "low=5|middle=20 GWh|high=40", "middle", "forecast.value" },
            { KindsOfClaims.Number, Three + "low=NaN|middle=20|high=40", "low", "forecast.value" },
            { KindsOfClaims.Number, Three + "low=5|middle=Infinity|high=40", "middle", "forecast.value" },
            { KindsOfClaims.Number, Three + "low=5|middle=20|high=2024-06-01", "high", "forecast.value" },
            { KindsOfClaims.Number, Three + "low=5|middle=|high=40", "middle", "forecast.value" },
            { KindsOfClaims.Number, Three + "low=5|middle=20|high=100", "high", "forecast.quantile" },
            { KindsOfClaims.Number, "low=5|middle=20|high=40", "middle", "forecast.way" },
            { KindsOfClaims.Number, "way=quantiles", "", "forecast.points" },
            {
                KindsOfClaims.Number,
                "way=quantiles|quantiles-level1=50|quantiles-value1=10|quantiles-level2=20|quantiles-value2=30",
                "quantiles-value2",
                "forecast.order"
            },
            {
                KindsOfClaims.Number,
                "way=quantiles|quantiles-level1=50|quantiles-value1=10|quantiles-level2=150|quantiles-value2=30",
                "quantiles-level2",
                "forecast.out-of-range"
            },
            { KindsOfClaims.Number, "way=quantiles|quantiles-level1=|quantiles-value1=10", "quantiles-level1", "forecast.form" },
            { KindsOfClaims.Number, "way=quantiles|quantiles-level1=50|quantiles-value1=", "quantiles-value1", "forecast.value" },
            { KindsOfClaims.Number, "way=cdf|cdf-level1=60|cdf-value1=10|cdf-level2=40|cdf-value2=30", "cdf-value2", "forecast.cdf" },
            { KindsOfClaims.Number, "way=cdf|cdf-level1=60|cdf-value1=10|cdf-level2=90|cdf-value2=100", "cdf-value2", "forecast.cdf" },
            { KindsOfClaims.Number, Three + "low=5|middle=20|high=40|below=5", "", "forecast.tail" },
            { KindsOfClaims.Date, Three + "low=12|middle=2024-06-01|high=2024-12-01", "low", "forecast.value" },
            { KindsOfClaims.Date, Three + "low=2024-02-30|middle=2024-06-01|high=2024-12-01", "low", "forecast.value" },
            { KindsOfClaims.Date, Three + "low=2024-02-01|middle=2024-06-01|high=2024-12-01|below=60|above=60", "below", "forecast.sum" },
            { KindsOfClaims.Date, Three + "low=2024-02-01|middle=2024-06-01|high=2024-12-01|below=much", "below", "forecast.form" },
            { KindsOfClaims.Date, Three + "low=2024-02-01|middle=2024-06-01|high=2024-12-01|above=20", "high", "forecast.quantile" },
        };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task What_is_no_belief_is_refused_beside_its_field_and_kept(int claim, string typed, string field, string code)
    {
        var page = $"/predictions/{await KindsOfClaims.Filed(town.Ann)}";
        foreach (var language in (string[])["en", "zh-Hans"])
        foreach (var handler in (string[])["Forecast", "Look"])
        {
            using var bob = await Reader.SignedIn(town.Server, "Bob", language);
            var before = await town.Events();
            using var answer = await bob.Send(page, handler, Form(claim, typed));
            ((int)answer.StatusCode).ShouldBe(422, handler);
            (await town.Events()).ShouldBe(before, "nothing is stored");
            var html = await Sentences.Of(answer);
            var (said, from) = (Sentences.Of(language, "error." + code), $"forecast-{claim}");
            if (field.Length > 0)
                html.ShouldContain($"id=\"{from}-{field}-error\"");
            html.Split(said).Length.ShouldBe(2, $"{said} once");
            foreach (
                var (name, value) in Form(claim, typed)
                    .Where(f => f.Item1 is not ("claim" or "way" or "probability") && f.Item2.Length > 0 && code != "forecast.tail")
            )
                html.ShouldContain($"value=\"{value}\"", Case.Sensitive, name);
        }
    }

    [Fact]
    public async Task A_sum_says_by_how_much_it_is_off()
    {
        var page = $"/predictions/{await KindsOfClaims.Filed(town.Ann)}";
        using var bob = await Reader.SignedIn(town.Server, "Bob");
        using var answer = await bob.Send(page, "Forecast", Form(KindsOfClaims.Choice, "option1=50.5|option2=30|option3=9.4"));
        (await Sentences.Of(answer)).ShouldContain("Sum: 89.9 %, that is 10.1 % too little.");
        using var chinese = await Reader.SignedIn(town.Server, "Bob", "zh-Hans");
        using var more = await chinese.Send(page, "Look", Form(KindsOfClaims.Ordered, "option1=50.5|option2=30|option3=30"));
        (await Sentences.Of(more)).ShouldContain("合计 110.5 %，多了 10.5 %。");
    }

    [Fact]
    public async Task Looking_twice_at_once_shows_the_picture_twice_and_stores_nothing()
    {
        var page = $"/predictions/{await KindsOfClaims.Filed(town.Ann)}";
        using var bob = await Reader.SignedIn(town.Server, "Bob");
        using var copy = bob.Copy();
        var before = await town.Events();
        const string Typed = Three + "low=5|middle=20|high=40";
        await Task.WhenAll(Looked(bob, page, KindsOfClaims.Number, Typed), Looked(copy, page, KindsOfClaims.Number, Typed));
        (await town.Events()).ShouldBe(before);
        using var part = await bob.Send(page, $"{page}?handler=Look&part=true", Form(KindsOfClaims.Number, Typed));
        var picture = await part.Content.ReadAsStringAsync();
        picture.ShouldContain("<svg");
        picture.ShouldNotContain("<html");
        using var nothing = await bob.Send(page, "Look", Form(77, Three));
        ((int)nothing.StatusCode).ShouldBe(404);
    }

    private async Task Looked(Reader reader, string page, int claim, string typed)
    {
        var before = await town.Events();
        using var answer = await reader.Send(page, "Look", Form(claim, typed));
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
        var html = await answer.Content.ReadAsStringAsync();
        html.ShouldContain(claim is KindsOfClaims.Choice or KindsOfClaims.Ordered ? "class=\"shares-drawn\"" : "class=\"density\"");
        html.ShouldNotContain("class=\"error\"");
        (await town.Events()).ShouldBe(before, "nothing is filed");
    }

    private static (string, string)[] Form(int claim, string typed) =>
        [
            ("claim", Number(claim)),
            .. typed.Split('|', StringSplitOptions.RemoveEmptyEntries).Select(t => (t.Split('=')[0], t.Split('=')[1])),
        ];

    private static string Number(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
