using System.Text.Json.Nodes;

namespace Forecasts.Charts.Tests;

/// <summary>Specifications are data: what is drawn can be asked without drawing it.</summary>
public sealed class SpecTests
{
    private static readonly Look English = new();

    [Fact]
    public void A_reliability_diagram_has_its_curve_its_band_its_counts_and_n()
    {
        var spec = Spec(Gallery.Reliability);
        Rows(spec, "curve").Count.ShouldBe(16);
        Rows(spec, "curve")[0]!["said"]!.GetValue<double>().ShouldBe(0.03);
        Rows(spec, "curve")[0]!["happened"]!.GetValue<double>().ShouldBe(0.04);
        Rows(spec, "counts").Sum(r => r!["n"]!.GetValue<int>()).ShouldBe(1062);
        Marks(spec).ShouldBe(["area", "rule", "text", "text", "line", "point", "bar"]);
        Subtitle(spec).ShouldBe(["1,062 forecasts on 97 claims · 90 % consistency band"]);
    }

    [Fact]
    public void A_curve_of_few_forecasts_says_that_it_cannot_be_interpreted() =>
        Subtitle(Spec(Gallery.Reliability with { N = 49 })).ShouldContain("n below 50: not interpretable");

    [Fact]
    public void A_curve_without_bounds_has_no_band()
    {
        var spec = Spec(Gallery.Reliability with { Curve = [new(0.2, 0.1), new(0.8, 0.9, 0.7, 0.9)] });
        Marks(spec).ShouldNotContain("area");
        Subtitle(spec).ShouldBe(["1,062 forecasts on 97 claims"]);
    }

    [Fact]
    public void A_long_curve_keeps_both_ends_of_its_steps_and_stays_small()
    {
        var steps = Spec(
            Gallery.Reliability with
            {
                Curve = [.. Enumerable.Range(0, 5_000).Select(i => new CurvePoint(i / 5_000.0, Math.Floor(i / 500.0) / 10))],
            }
        );
        Rows(steps, "curve").Count.ShouldBe(20);
        Rows(steps, "curve")[1]!["said"]!.GetValue<double>().ShouldBe(0.0998);
        Rows(
            Spec(
                Gallery.Reliability with
                {
                    Curve = [.. Enumerable.Range(0, 5_000).Select(i => new CurvePoint(i / 5_000.0, i / 5_000.0))],
                }
            ),
            "curve"
        )
            .Count.ShouldBeLessThanOrEqualTo(600);
    }

    [Fact]
    public void K_of_n_shows_each_stated_value_with_its_usual_range()
    {
        var spec = Spec(Gallery.StatedValues);
        var row = Rows(spec, "rows")[5]!;
        (row["said"]!.GetValue<double>(), row["share"]!.GetValue<double>(), row["times"]!.GetValue<string>()).ShouldBe(
            (0.8, 0.545455, "6 of 11")
        );
        row["low"]!.GetValue<double>().ShouldBe(7 / 11.0, 1e-6);
        Marks(spec).ShouldBe(["bar", "tick", "point", "text"]);
        Subtitle(spec).ShouldContain("fewer than 50 forecasts: a curve would be noise");
    }

    [Fact]
    public void Every_score_lies_in_one_bar_of_the_histogram()
    {
        var spec = Spec(Gallery.Scores);
        Rows(spec, "bars").Sum(b => b!["n"]!.GetValue<int>()).ShouldBe(300);
        Rows(Spec(new ScoreHistogram("Brier", [0.1, 0.3, 0.7, 0.1 + 0.2])), "bars").Sum(b => b!["n"]!.GetValue<int>()).ShouldBe(4);
        Rows(Spec(new ScoreHistogram("Brier", [0.25])), "bars").Count.ShouldBe(1);
        new ScoreHistogram("Brier", [0.1, 0.3, 0.31]).Bars().Sum(b => b.N).ShouldBe(3);
        Spec(new ScoreHistogram("Brier", [0.1, 0.3], OfClaims: true)).ToJsonString().ShouldContain("2 claims");
        Texts(spec).ShouldBe(["crowd 群体", "mean 0.249", "50 %"]);
    }

    [Fact]
    public void Lines_of_equal_score_hold_the_same_score_at_both_ends()
    {
        var scatter = Gallery.Scatter;
        var lines = Rows(Spec(scatter), "lines");
        lines.Count.ShouldBeInRange(5, 12);
        foreach (var line in lines)
        {
            double At(string x, string y) => line![x]!.GetValue<double>() - line[y]!.GetValue<double>() + scatter.Uncertainty;
            var score = double.Parse(line!["score"]!.GetValue<string>(), System.Globalization.CultureInfo.InvariantCulture);
            At("x1", "y1").ShouldBe(score, 1e-5);
            At("x2", "y2").ShouldBe(score, 1e-5);
        }
    }

    [Fact]
    public void A_withdrawn_forecast_leaves_a_gap_and_the_last_one_stands_to_the_end()
    {
        var rows = Rows(Spec(Gallery.History), "lines").Where(r => r!["label"]!.GetValue<string>() == "Analyst 02").ToList();
        rows.Select(r => r!["at"]!.GetValue<string>()[..10])
            .ShouldBe(["2024-02-11", "2024-05-01", "2024-06-30", "2024-09-28", "2024-12-30"]);
        rows.Select(r => r!["run"]!.GetValue<int>()).Distinct().Count().ShouldBe(2);
        Rows(Spec(Gallery.History), "events").Count.ShouldBe(4);
        Rows(Spec(Gallery.History), "decided").Count.ShouldBe(1);
        Rows(Spec(Gallery.History), "labels").Select(l => l!["text"]!.GetValue<string>()).ShouldBe(["you 66 %", "crowd 64 %"]);
    }

    [Fact]
    public void The_middle_half_is_an_area_that_ends_where_nobody_stands_and_at_the_end()
    {
        var spec = Spec(Gallery.ManyForecasts);
        Rows(spec, "middle")
            .Select(r => (r!["run"]!.GetValue<int>(), r["at"]!.GetValue<string>()[..10], r["lower"]!.GetValue<double>()))
            .ShouldBe([
                (0, "2024-02-04", 0.3),
                (0, "2024-03-01", 0.4),
                (0, "2024-05-30", 0.4),
                (1, "2024-07-19", 0.55),
                (1, "2024-12-30", 0.55),
            ]);
        spec.ToJsonString().ShouldContain("the middle half");
        Spec(Gallery.History).ToJsonString().ShouldNotContain("the middle half");
    }

    [Fact]
    public void A_fan_ends_where_its_belief_is_withdrawn_and_tells_its_median_at_the_end()
    {
        var rows = Rows(Spec(Gallery.Fan), "fans").Where(r => (string)r!["of"]! == "own").ToList();
        rows.Select(r => ((string)r!["at"]!)[..10]).ShouldBe(["2024-02-15", "2024-04-21", "2024-05-31", "2024-09-18", "2024-12-30"]);
        rows.Select(r => (int)r!["run"]!).Distinct().Count().ShouldBe(2);
        rows.Where(r => (bool)r!["turn"]!)
            .Select(r => (string)r!["said"]!)
            .ShouldBe(["70 GW (58 – 84.4 GW)", "47 GW (37 – 59 GW)", "36 GW (31 – 42 GW)"]);
        Rows(Spec(Gallery.Fan), "labels").Select(l => (string)l!["text"]!).ShouldBe(["crowd 38 GW", "you 36 GW"]);
        Marks(Spec(Gallery.Fan)).Count(m => m == "area").ShouldBe(2);
    }

    [Fact]
    public void A_fan_is_drawn_on_the_claims_own_scale()
    {
        JsonNode Y(Chart chart) => Leaves(Spec(chart)).First(v => (string?)v["mark"]!["type"] == "area")["encoding"]!["y"]!;
        ((string?)Y(Gallery.Fan)["scale"]!["type"], (string?)Y(Gallery.Fan)["axis"]!["title"]).ShouldBe((null, "GW"));
        ((string?)Y(Gallery.LogFan)["scale"]!["type"]).ShouldBe("log");
        var days = Y(Gallery.DayFan);
        ((string)days["axis"]!["labelExpr"]!).ShouldBe("utcFormat(86400000 * datum.value, '%Y')");
        days["axis"]!["values"]!.AsArray().Select(d => DateTime.UnixEpoch.AddDays((double)d!)).ShouldAllBe(d => d.Day == 1 && d.Month == 1);
        Rows(Spec(Gallery.DayFan), "labels").Select(l => (string)l!["text"]!).ShouldBe(["crowd 2028-01-31", "you 2027-12-22"]);
    }

    [Fact]
    public void Shares_of_options_stand_on_each_other_from_the_first_on_top_and_fill_the_whole()
    {
        var spec = Spec(Gallery.Options);
        var rows = Rows(spec, "bands");
        foreach (var step in rows.GroupBy(r => ((int)r!["run"]!, (string)r["at"]!)))
        {
            var bands = step.OrderBy(r => (int)r!["band"]!).ToList();
            ((double)bands[0]!["upper"]!, (double)bands[^1]!["lower"]!).ShouldBe((1.0, 0.0));
            for (var i = 1; i < bands.Count; i++)
                ((double)bands[i]!["upper"]!).ShouldBe((double)bands[i - 1]!["lower"]!);
        }

        rows.Select(r => (int)r!["run"]!).Distinct().Count().ShouldBe(2, "nobody stood for a while");
        Rows(spec, "labels")
            .Select(l => (string)l!["text"]!)
            .ShouldBe(["Asia 15 %", "Europe 23 %", "North America 60 %", "elsewhere 其他 2 %"]);
        Rows(spec, "labels").Select(l => (double)l!["at"]!).ShouldBeInOrder(SortDirection.Descending);
    }

    [Fact]
    public void Of_many_options_the_smallest_share_one_band()
    {
        var chart = Gallery.ManyOptions;
        chart.Drawn().ShouldBe([5, 6, 7, 8, 9, 10, 11]);
        var labels = Rows(Spec(chart), "labels").Select(l => (string)l!["text"]!).ToList();
        labels.Count.ShouldBe(OptionHistory.Most);
        labels[^1].ShouldBe("5 others 19.2 %");
        labels[0].ShouldBe("Option number 6 with … 7.7 %");
        OptionHistory.Banded(chart.Steps[0].Shares!, chart.Drawn()).Sum()!.Value.ShouldBe(1, 1e-12);
    }

    [Fact]
    public void Pit_bars_are_left_out_where_there_are_too_few_claims_for_them()
    {
        var spec = Spec(Gallery.Pit);
        Rows(spec, "bars").Sum(b => (double)b!["share"]!).ShouldBe(1, 1e-9);
        Rows(spec, "coverage").Select(c => (string)c!["inside"]!).ShouldBe(["38 %", "69 %", "83 %"]);
        spec["vconcat"]!.AsArray().Count.ShouldBe(2);
        Spec(Gallery.Pit with { Bars = [], Claims = 12 })["vconcat"]!.AsArray().Count.ShouldBe(1);
        Spec(Gallery.Pit with { Claims = 30 }).ToJsonString().ShouldContain("mostly chance");
        spec.ToJsonString().ShouldNotContain("mostly chance");
    }

    [Fact]
    public void The_years_shares_sum_to_one_and_no_verdict_is_lost()
    {
        var shares = Rows(Spec(Gallery.Years), "shares");
        foreach (var year in shares.GroupBy(s => s!["year"]!.GetValue<string>()))
            year.Max(s => s!["to"]!.GetValue<double>()).ShouldBe(1, 1e-9);
        shares.Sum(s => s!["n"]!.GetValue<int>()).ShouldBe(194);
        Rows(Spec(Gallery.Years), "scores").Count.ShouldBe(4);
    }

    /// <summary>A number format rounds 0.9996 to 100 %, and leaves out the blank before the sign.</summary>
    [Theory]
    [MemberData(nameof(Charts))]
    public void No_share_is_left_to_a_number_format(string name) =>
        Formats(Spec(Gallery.All.Single(c => c.Name == name))).Where(f => f.EndsWith('%')).ShouldBeEmpty();

    [Fact]
    public void A_stated_value_that_is_almost_certain_is_not_labelled_certain()
    {
        var spec = Spec(new StatedValues([new(0.0004, 0, 3), new(0.5, 1, 2), new(0.9996, 2, 3)]));
        var labels = Leaves(spec).Select(v => (string?)v["encoding"]?["y"]?["axis"]?["labelExpr"]).First(l => l is not null)!;
        foreach (var label in (string[])["'0.000400':'0.04 %'", "'0.500000':'50 %'", "'0.999600':'99.96 %'"])
            labels.ShouldContain(label);
        Rows(spec, "rows").Select(r => (string?)r!["shareText"]).ShouldBe(["0 %", "50 %", "66.7 %"]);
    }

    [Fact]
    public void Murphy_curves_keep_their_order_and_names() =>
        Rows(Spec(Gallery.Murphy), "curves")
            .Select(r => r!["curve"]!.GetValue<string>())
            .Distinct()
            .ShouldBe(["crowd", "Analyst 07", "50 %"]);

    [Theory]
    [MemberData(nameof(Charts))]
    public void The_same_chart_has_the_same_address_and_every_look_another(string name)
    {
        var chart = Gallery.All.Single(c => c.Name == name);
        chart.Specify(English).Hash.ShouldBe(chart.Specify(English).Hash);
        Look[] looks = [English, new(Shade.Dark), new(Language: "zh-Hans"), new(Paper: false)];
        looks.Select(l => chart.Specify(l).Hash).Distinct().Count().ShouldBe(4);
        chart.Specify(English).Hash.Length.ShouldBe(64);
    }

    [Theory]
    [MemberData(nameof(Charts))]
    public void A_title_can_be_given_or_left_to_the_page(string name)
    {
        var chart = Gallery.All.Single(c => c.Name == name);
        Spec(chart with { Title = "分析师 07" })["title"]!["text"]!.GetValue<string>().ShouldBe("分析师 07");
        var without = Spec(chart with { Title = "" });
        (without["title"]?["subtitle"]).ShouldBeNull();
        without["description"]!.GetValue<string>().ShouldNotBeEmpty();
    }

    public static TheoryData<string> Charts => [.. Gallery.All.Select(c => c.Name)];

    private static JsonNode Spec(Chart chart) => JsonNode.Parse(chart.Specify(English).Json)!;

    private static JsonArray Rows(JsonNode spec, string dataset) => spec["datasets"]![dataset]!.AsArray();

    private static IEnumerable<string> Subtitle(JsonNode spec) => spec["title"]!["subtitle"]!.AsArray().Select(s => s!.GetValue<string>());

    private static IEnumerable<JsonNode> Leaves(JsonNode view) =>
        (view["layer"] ?? view["vconcat"]) is JsonArray parts ? parts.SelectMany(p => Leaves(p!)) : [view];

    private static IEnumerable<string> Formats(JsonNode? node) =>
        node switch
        {
            JsonObject members => members.SelectMany(m => m.Key == "format" ? [(string)m.Value!] : Formats(m.Value)),
            JsonArray items => items.SelectMany(Formats),
            _ => [],
        };

    private static IEnumerable<string> Marks(JsonNode spec) => Leaves(spec).Select(v => v["mark"]!["type"]!.GetValue<string>());

    private static IEnumerable<string> Texts(JsonNode spec) =>
        Leaves(spec).Select(v => v["mark"]!["text"]?.GetValue<string>()).OfType<string>();
}
