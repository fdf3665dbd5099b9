using System.Globalization;
using System.Text.Json;

namespace Forecasts.Cli.Tests;

public sealed class ScoreTests : IDisposable
{
    private const string Four = "forecaster,question,probability,outcome\nann,q1,0.9,1\nann,q2,0.2,0\nbob,q1,0.6,1\nbob,q2,0.7,0\n";
    private readonly string file = Path.GetTempFileName();

    public void Dispose() => File.Delete(file);

    [Fact]
    public async Task JSON_has_one_object_in_all_with_every_field()
    {
        var score = (await Json(Four)).EnumerateArray().ShouldHaveSingleItem();
        Names(score)
            .ShouldBe([
                "group",
                "n",
                "clusters",
                "baseRate",
                "brier",
                "logScore",
                "floored",
                "spherical",
                "brierSkill",
                "auc",
                "murphy",
                "corp",
                "corpLog",
                "spiegelhalter",
                "calibrationInTheLarge",
                "recalibration",
                "ece",
                "debiasedSquaredEce",
                "smoothEce",
                "hosmerLemeshow",
                "confidence",
                "bins",
                "curve",
            ]);
        Names(score.GetProperty("murphy"))
            .ShouldBe(["bins", "reliability", "resolution", "uncertainty", "biasCorrected", "nullReliability"]);
        Names(score.GetProperty("murphy").GetProperty("biasCorrected")).ShouldBe(["reliability", "resolution", "uncertainty"]);
        Names(score.GetProperty("corp")).ShouldBe(["score", "miscalibration", "discrimination", "uncertainty", "nullMiscalibration", "p"]);
        Names(score.GetProperty("corpLog")).ShouldBe(["score", "miscalibration", "discrimination", "uncertainty"]);
        Names(score.GetProperty("spiegelhalter")).ShouldBe(["z", "p"]);
        Names(score.GetProperty("calibrationInTheLarge")).ShouldBe(["intercept", "se"]);
        Names(score.GetProperty("recalibration")).ShouldBe(["intercept", "slope", "interceptSe", "slopeSe", "likelihoodRatioP"]);
        Names(score.GetProperty("ece")).ShouldBe(["equalWidth", "equalMass", "nullEqualWidth"]);
        Names(score.GetProperty("hosmerLemeshow")).ShouldBe(["chi2", "p"]);
        Names(score.GetProperty("confidence")).ShouldBe(["meanConfidence", "hitRate"]);
        Names(score.GetProperty("bins")[0])
            .ShouldBe(["lower", "upper", "n", "meanForecast", "observed", "wilson", "clopperPearson", "jeffreys"]);
        Names(score.GetProperty("curve")[0]).ShouldBe(["x", "y", "consistency"]);
        score.GetProperty("group").ValueKind.ShouldBe(JsonValueKind.Null);
        score.GetProperty("n").GetInt32().ShouldBe(4);
        score.GetProperty("clusters").GetInt32().ShouldBe(2);
        score.GetProperty("brier").GetDouble().ShouldBe((0.01 + 0.04 + 0.16 + 0.49) / 4, 1e-15);
        score.GetProperty("brierSkill").GetDouble().ShouldBe(1 - (0.175 / 0.25), 1e-12);
        score.GetProperty("bins")[0].GetProperty("wilson").GetArrayLength().ShouldBe(2);
    }

    [Fact]
    public async Task One_object_for_each_forecaster_question_or_theme_in_the_order_of_their_names()
    {
        (await Json(Four, "--by", "forecaster")).EnumerateArray().Select(g => g.GetProperty("group").GetString()).ShouldBe(["ann", "bob"]);
        (await Json(Four, "--by", "question"))
            .EnumerateArray()
            .Select(g => (g.GetProperty("group").GetString(), g.GetProperty("n").GetInt32()))
            .ShouldBe([("q1", 2), ("q2", 2)]);
        var themes = await Json("theme,outcome,probability,question,forecaster\nz,1,0.5,a,x\nk,0,0.5,b,x\nz,1,0.5,c,x\n", "--by", "theme");
        themes
            .EnumerateArray()
            .Select(g => (g.GetProperty("group").GetString(), g.GetProperty("n").GetInt32()))
            .ShouldBe([("k", 1), ("z", 2)]);
    }

    [Fact]
    public async Task The_last_made_counts_and_without_times_the_last_row()
    {
        const string header = "forecaster,question,probability,outcome";
        (await Json($"{header}\na,q,0.1,1\na,q,0.8,1\n"))[0].GetProperty("brier").GetDouble().ShouldBe(0.04, 1e-12);
        var timed = await Json(
            $"{header},made_at\na,q,0.8,1,2026-02-01\na,q,0.1,1,2026-01-31T23:00:00Z\na,r,0.8,1,2026-02-01T00:00:00+02:00\na,r,0.8,1,2026-01-31T22:00:00Z\n"
        );
        timed[0].GetProperty("n").GetInt32().ShouldBe(2);
        timed[0].GetProperty("brier").GetDouble().ShouldBe(0.04, 1e-12);
    }

    [Fact]
    public async Task A_certain_miss_is_infinite_in_JSON_and_inf_in_CSV()
    {
        const string rows = "forecaster,question,probability,outcome\na,q,0,1\na,r,0.4,0\n";
        (await Json(rows))[0].GetProperty("logScore").GetString().ShouldBe("Infinity");
        var csv = await Score(rows, "--format", "csv");
        csv.Lines.Length.ShouldBe(2);
        csv.Lines[0].Split(',').Zip(csv.Lines[1].Split(',')).Single(c => c.First == "log_score").Second.ShouldBe("inf");
    }

    [Fact]
    public async Task What_is_undefined_is_null_and_grades_and_weights_take_the_intervals_away()
    {
        var one = (await Json("forecaster,question,probability,outcome\na,q,0.5,1\n"))[0];
        one.GetProperty("auc").ValueKind.ShouldBe(JsonValueKind.Null);
        one.GetProperty("spiegelhalter").GetProperty("z").ValueKind.ShouldBe(JsonValueKind.Null);
        one.GetProperty("recalibration").GetProperty("slope").ValueKind.ShouldBe(JsonValueKind.Null);
        one.GetProperty("bins")[0].GetProperty("wilson").ValueKind.ShouldBe(JsonValueKind.Array);
        (await Json("forecaster,question,probability,outcome\na,q,0.5,0.5\n"))[0]
            .GetProperty("bins")[0]
            .GetProperty("wilson")
            .ValueKind.ShouldBe(JsonValueKind.Null);
        (await Json("forecaster,question,probability,outcome,weight\na,q,0.5,1,2\na,r,0.1,0,1\n"))[0]
            .GetProperty("bins")[0]
            .GetProperty("jeffreys")
            .ValueKind.ShouldBe(JsonValueKind.Null);
        (await Json("forecaster,question,probability,outcome,weight\na,q,0.5,1,1\na,r,0.1,0,1\n"))[0]
            .GetProperty("bins")[0]
            .GetProperty("jeffreys")
            .ValueKind.ShouldBe(JsonValueKind.Array);
    }

    [Fact]
    public async Task Weights_weigh_and_clusters_are_counted()
    {
        var score = (await Json("forecaster,question,probability,outcome,weight,cluster\na,q,0.5,1,3,x\na,r,0,0,1,x\na,s,1,1,0,y\n"))[0];
        score.GetProperty("brier").GetDouble().ShouldBe(0.25 * 3 / 4, 1e-12);
        score.GetProperty("n").GetInt32().ShouldBe(2);
        score.GetProperty("clusters").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task The_same_seed_gives_the_same_result_and_the_order_of_the_rows_none_other()
    {
        string[] rows =
        [
            .. Enumerable
                .Range(0, 60)
                .Select(i => string.Create(CultureInfo.InvariantCulture, $"a,q{i},0.{1 + (i % 9)},{(i % 4 == 0 ? 0.5 : i % 2)}")),
        ];
        string With(IEnumerable<string> lines) => "forecaster,question,probability,outcome\n" + string.Join('\n', lines);
        var first = await Score(With(rows), "--format", "json");
        (await Score(With(rows), "--format", "json", "--seed", "1")).Out.ShouldBe(first.Out);
        (await Score(With(rows), "--format", "json", "--seed", "2")).Out.ShouldNotBe(first.Out);
        var turned = JsonDocument.Parse((await Score(With(rows.Reverse()), "--format", "json")).Out).RootElement[0];
        turned
            .GetProperty("corp")
            .GetProperty("nullMiscalibration")
            .GetDouble()
            .ShouldBe(
                JsonDocument.Parse(first.Out).RootElement[0].GetProperty("corp").GetProperty("nullMiscalibration").GetDouble(),
                1e-12
            );
    }

    [Fact]
    public async Task The_table_tells_k_of_n_below_50_and_bins_from_50_on()
    {
        string Rows(int n) =>
            "forecaster,question,probability,outcome\n"
            + string.Concat(Enumerable.Range(0, n).Select(i => $"a,q{i},0.8,{(i < n * 16 / 25 ? 1 : 0)}\n"));
        var few = await Score(Rows(25));
        few.Out.ShouldContain(
            "Said 80 %, happened 16 of 25. If 80 % were right, 17 to 23 would be usual; 16 or fewer happens 5 % of the time."
        );
        few.Out.ShouldContain("from n = 30");
        var many = await Score(Rows(50));
        many.Out.ShouldNotContain("usual");
        many.Out.ShouldContain("70 % to 80 %");
        many.Out.ShouldContain("by chance");
        var groups = await Score(Four, "--by", "forecaster");
        groups.Lines.ShouldContain(l => l.StartsWith("ann", StringComparison.Ordinal) && l.Contains('–'));
    }

    [Fact]
    public async Task Below_ten_clusters_no_interval_is_printed_and_the_table_says_why()
    {
        var few = await Score("forecaster,question,probability,outcome\nann,q1,0.9996,1\nann,q2,0.9996,1\nbob,q1,0.9996,0\n");
        var brier = few.Lines.Single(l => l.StartsWith("Mean Brier", StringComparison.Ordinal));
        Words(brier).ShouldContain("0.333 – (fewer than 10 clusters) on the same rows: always 50 % 0.250");
        few.Out.ShouldNotContain("-2.488");
        few.Lines.Count(l => l.Contains("(fewer than 10 clusters)", StringComparison.Ordinal)).ShouldBe(3, "the score and its two skills");
        few.Out.ShouldNotContain("100 %");
        few.Out.ShouldContain("Means are per forecast");
    }

    [Fact]
    public async Task Many_forecasts_on_few_questions_have_the_interval_of_the_questions_also_in_the_bins()
    {
        // Forty people on twelve questions, three of which came true.
        string Rows(int questions) =>
            "forecaster,question,probability,outcome\n"
            + string.Concat(
                from f in Enumerable.Range(0, 1_000)
                from q in Enumerable.Range(0, questions)
                select $"f{f},q{q},0.25,{(q < 3 ? 1 : 0)}\n"
            );
        var pooled = await Score(Rows(12));
        pooled.Lines[0].ShouldStartWith("n 12,000 · clusters 12");
        var bin = Words(pooled.Lines.Single(l => l.StartsWith("20 % to 30 %", StringComparison.Ordinal))).Split(' ');
        bin[5..9].ShouldBe(["12,000", "12", "0.250", "0.250"]);
        double.Parse(bin[9], CultureInfo.InvariantCulture).ShouldBeLessThan(0.1);
        double.Parse(bin[11], CultureInfo.InvariantCulture).ShouldBeGreaterThan(0.45);
        var few = await Score(Rows(9));
        few.Lines.Single(l => l.StartsWith("20 % to 30 %", StringComparison.Ordinal)).ShouldEndWith("– (fewer than 10 clusters)");
    }

    [Theory]
    [InlineData("", "The file is empty; its first line names the columns: forecaster,question,probability,outcome.")]
    [InlineData(
        "forecaster,question,probability\n",
        "Line 1: the column outcome is missing; found forecaster,question,probability (separated by ','), expected forecaster,question,probability,outcome and, if wanted, theme,weight,cluster,made_at."
    )]
    [InlineData("forecaster,question,probability,outcome\n", "The file has a header and no rows.")]
    [InlineData("forecaster,question,probability,outcome,outcome\n", "Line 1: the column outcome is named twice.")]
    [InlineData(
        "forecaster,question,probability,outcome\na,q,0.5,1\na,q,1.5,1\n",
        "Line 3, column probability: '1.5' was found, a number within 0 and 1 was expected."
    )]
    [InlineData(
        "forecaster,question,probability,outcome\na,q,NaN,1\n",
        "Line 2, column probability: 'NaN' was found, a number within 0 and 1 was expected."
    )]
    [InlineData(
        "forecaster,question,probability,outcome\n\"a\nb\",q,0.5,1\na,,0.5,1\n",
        "Line 4, column question: '' was found, a text was expected."
    )]
    [InlineData("forecaster,question,probability,outcome\na,q,0.5\n", "Line 2: 3 values; the header has 4.")]
    [InlineData(
        "forecaster,question,probability,outcome,weight\na,q,0.5,1,-1\n",
        "Line 2, column weight: '-1' was found, a number that is not negative was expected."
    )]
    [InlineData(
        "forecaster,question,probability,outcome,weight\na,q,0.5,1,0\n",
        "All weights are 0, or all of some group; at least one of each must be above 0."
    )]
    [InlineData(
        "forecaster,question,probability,outcome,made_at\na,q,0.5,1,soon\n",
        "Line 2, column made_at: 'soon' was found, a date or a time such as 2026-03-01 or 2026-03-01T09:30:00Z was expected."
    )]
    public async Task A_file_that_cannot_be_scored_is_exit_code_2_with_line_column_and_what_was_expected(string content, string reason)
    {
        var typed = await Score(content, "--format", "json");
        typed.ExitCode.ShouldBe(2);
        typed.Out.ShouldBeEmpty();
        typed.Error.TrimEnd().ShouldBe(reason);
    }

    [Fact]
    public async Task An_open_quotation_mark_and_a_file_that_is_not_there_are_exit_code_2()
    {
        var open = await Score("forecaster,question,probability,outcome\na,\"q,0.5,1\n");
        (open.ExitCode, open.Out).ShouldBe((2, ""));
        open.Error.ShouldContain("Line ");
        await File.WriteAllBytesAsync(
            file,
            [.. "forecaster,question,probability,outcome\n"u8, 0xFF, .. ",q,0.5,1\n"u8],
            TestContext.Current.CancellationToken
        );
        var latin = await Typed.With([], "score", file);
        (latin.ExitCode, latin.Out, latin.Error.TrimEnd()).ShouldBe((2, "", "Line 2, column forecaster: the text is not UTF-8."));
        var absent = await Typed.With([], "score", file + ".absent");
        (absent.ExitCode, absent.Out).ShouldBe((2, ""));
        absent.Error.ShouldStartWith("The file cannot be read: ");
        var themes = await Score(Four, "--by", "theme");
        (themes.ExitCode, themes.Error.TrimEnd()).ShouldBe((2, "--by theme needs a column theme."));
    }

    [Theory]
    [InlineData("--bins", "0")]
    [InlineData("--bins", "ten")]
    [InlineData("--by", "day")]
    [InlineData("--seed", "-1")]
    public async Task Other_bad_options_are_exit_code_2(params string[] options)
    {
        var typed = await Score(Four, options);
        (typed.ExitCode, typed.Out).ShouldBe((2, ""));
        typed.Error.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task Columns_that_are_not_used_are_named_on_standard_error_and_a_byte_order_mark_is_no_column()
    {
        var typed = await Score(
            "\uFEFFforecaster,question,probability,outcome,reasoning\r\na,q,0.5,1,\"because, well\"\r\n",
            "--format",
            "csv"
        );
        typed.ExitCode.ShouldBe(0);
        typed.Error.TrimEnd().ShouldBe("Not used: reasoning.");
    }

    [Fact]
    public async Task Plots_are_written_as_Vega_Lite_and_drawn_as_SVG_for_each_group_and_side_by_side()
    {
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            var typed = await Score(
                Four.Replace("bob", "b/ob", StringComparison.Ordinal),
                "--by",
                "forecaster",
                "--plot",
                Path.Combine(folder.FullName, "new"),
                "--format",
                "csv"
            );
            typed.Error.ShouldBeEmpty();
            typed.Lines.Length.ShouldBe(3);
            string[] names =
            [
                "ann-murphy",
                "ann-reliability",
                "ann-scores",
                "ann-stated-values",
                "b_ob-murphy",
                "b_ob-reliability",
                "b_ob-scores",
                "b_ob-stated-values",
                "mcb-dsc",
            ];
            var drawn = Forecasts.Charts.ChartRenderer.IsAvailable ? names.Select(n => n + ".svg") : [];
            Directory
                .GetFiles(Path.Combine(folder.FullName, "new"))
                .Select(p => Path.GetFileName(p)!)
                .Order(StringComparer.Ordinal)
                .ShouldBe(names.Select(n => n + ".vl.json").Concat(drawn).Order(StringComparer.Ordinal));
            if (Forecasts.Charts.ChartRenderer.IsAvailable)
                (
                    await File.ReadAllTextAsync(
                        Path.Combine(folder.FullName, "new", "ann-reliability.svg"),
                        TestContext.Current.CancellationToken
                    )
                ).ShouldContain("<svg");
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        var refused = await Score(Four, "--plot", Path.Combine(file, "below-a-file"));
        (refused.ExitCode, refused.Out).ShouldBe((2, ""));
    }

    private static string Words(string line) => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    private static IEnumerable<string> Names(JsonElement element) => element.EnumerateObject().Select(p => p.Name);

    private async Task<JsonElement> Json(string content, params string[] options)
    {
        var typed = await Score(content, [.. options, "--format", "json"]);
        typed.Error.ShouldBeEmpty();
        typed.ExitCode.ShouldBe(0);
        return JsonDocument.Parse(typed.Out).RootElement;
    }

    private async Task<Typed> Score(string content, params string[] options)
    {
        await File.WriteAllTextAsync(file, content, TestContext.Current.CancellationToken);
        return await Typed.With([], ["score", file, .. options]);
    }
}
