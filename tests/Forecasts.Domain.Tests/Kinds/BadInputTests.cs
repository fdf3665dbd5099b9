namespace Forecasts.Domain.Tests.Kinds;

/// <summary>What strangers send for the kinds with options and ranges: refused with a code, beside its field.</summary>
public class BadInputTests
{
    private static readonly string[] Twice = ["a", "a"],
        One = ["a"],
        Blank = ["a", " "],
        Voided = ["a", "N/A"],
        Barred = ["a", "b|c"];

    private static Rejection? Refused(ClaimKind kind, StatedBelief stated) => kind.Read(stated, 0.001, Summer).Refused;

    private static StatedBelief Options(params (string, double)[] shares) => new(Options: shares.ToDictionary(s => s.Item1, s => s.Item2));

    private static StatedBelief Quantiles(params (double Level, double Value)[] points) =>
        new(Quantiles: [.. points.Select(p => new StatedPoint(p.Level, new(p.Value)))]);

    private static StatedBelief Cdf(params (double Level, double Value)[] points) =>
        new(Cdf: [.. points.Select(p => new StatedPoint(p.Level, new(p.Value)))]);

    private static ClaimTerms Choice(IEnumerable<string> options) => new("choice", [.. options.Select(o => new ClaimOption(o))]);

    private static ClaimTerms Number(double min, double max) => new("number", Range: new(new(min), new(max)));

    private static void Terms(ClaimTerms terms, string code, string field) => terms.Read().Refused.ThenRefused(code, field: field);

    [Fact]
    public void Options_are_two_to_two_hundred_names_once_each()
    {
        foreach (var names in new[] { Twice, One, Blank, Voided, Barred, [.. Enumerable.Range(0, 201).Select(i => $"o{i}")] })
            Terms(Choice(names), "claim.options", "options");
        Choice(Enumerable.Range(0, 200).Select(i => $"o{i}")).Read().Refused.ShouldBeNull();
    }

    [Fact]
    public void What_belongs_to_another_type_is_refused()
    {
        Terms(new("three", Options: [new("a"), new("b")]), "claim.column", "options");
        Terms(new("binary", Unit: "km"), "claim.column", "unit");
        Terms(new("date", Range: AnyKinds.Date.Terms.Range, Tolerance: 1), "claim.column", "tolerance");
    }

    [Fact]
    public void A_range_has_two_ends_in_order()
    {
        Terms(new("number"), "claim.range", "range");
        Terms(Number(5, 5), "claim.range", "range");
        Terms(Number(5, double.PositiveInfinity), "claim.range", "range");
        Terms(Number(0, 1e308), "claim.range", "range");
        Terms(Number(0, 10) with { Scale = "log" }, "claim.range", "range");
        Terms(Number(0, 10) with { Scale = "cubic" }, "claim.scale", "scale");
        Terms(Number(0, 10) with { OpenBounds = "left" }, "claim.open-bounds", "openBounds");
        Terms(Number(0, 10) with { Tolerance = -1 }, "claim.tolerance", "tolerance");
        Terms(Number(0, 10) with { Tolerance = double.NaN }, "claim.tolerance", "tolerance");
        Terms(Number(0, 10) with { Step = 3 }, "claim.step", "step");
        Terms(Number(0, 1_000) with { Step = 1 }, "claim.step", "step");
        Terms(Number(0, 10) with { Unit = new string('k', 31) }, "claim.unit", "unit");
        Terms(Number(0, 10) with { Type = "date" }, "claim.range", "range");
        Terms(new("number", Range: AnyKinds.Date.Terms.Range), "claim.range", "range");
    }

    [Fact]
    public void Shares_are_of_the_options_that_there_are_and_sum_to_one()
    {
        var little = Refused(AnyKinds.Choice, Options(("Asia", 0.5), ("Europe", 0.3), ("elsewhere", 0.1)));
        little.ThenRefused("forecast.sum", field: "options");
        little!.Message.ShouldContain("sum to 0.9, 0.1 too little");
        Refused(AnyKinds.Choice, Options(("Asia", 0.5), ("Europe", 0.5))).ThenRefused("forecast.option", field: "options");
        Refused(AnyKinds.Choice, Options(("Asia", 0.5), ("Europe", 0.3), ("elsewhere", 0.1), ("Mars", 0.1)))
            .ThenRefused("forecast.option", field: "options");
        Refused(AnyKinds.Choice, Options(("Asia", 1.5), ("Europe", -0.6), ("elsewhere", 0.1)))
            .ThenRefused("forecast.out-of-range", field: "options");
        Refused(AnyKinds.Choice, Options(("Asia", double.NaN), ("Europe", 0.6), ("elsewhere", 0.4)))
            .ThenRefused("forecast.out-of-range", field: "options");
        Refused(AnyKinds.Choice, new(Grades: [0.2, 0.3, 0.5])).ThenRefused("forecast.form", field: "options");
        Refused(new GradedClaim(false), Options(("a", 0.5), ("b", 0.5))).ThenRefused("forecast.form", field: "grades");
    }

    [Fact]
    public void Quantiles_rise_within_the_range()
    {
        var number = AnyKinds.Number;
        Refused(number, Quantiles((0.1, 20), (0.5, 10))).ThenRefused("forecast.order", field: "quantiles");
        Refused(number, Quantiles((0.5, 10), (0.1, 20))).ThenRefused("forecast.order", field: "quantiles");
        Refused(number, Quantiles((0.1, 10), (0.1, 20))).ThenRefused("forecast.order", field: "quantiles");
        Refused(number, Quantiles((0.1, -1))).ThenRefused("forecast.range", field: "quantiles");
        Refused(number, Quantiles((0.5, 101))).ThenRefused("forecast.range", field: "quantiles");
        Refused(number, Quantiles((0.5, 1e308))).ThenRefused("forecast.range", field: "quantiles");
        Refused(number, Quantiles((0.5, double.PositiveInfinity))).ThenRefused("forecast.value", field: "quantiles");
        Refused(number, Quantiles((0.5, double.NaN))).ThenRefused("forecast.value", field: "quantiles");
        Refused(number, Quantiles((0, 10))).ThenRefused("forecast.quantile", field: "quantiles");
        Refused(number, Quantiles((1.1, 10))).ThenRefused("forecast.out-of-range", field: "quantiles");
        Refused(number, Quantiles()).ThenRefused("forecast.points", field: "quantiles");
        Refused(number, Quantiles((0.5, 10)) with { Below = 0.1 }).ThenRefused("forecast.tail", field: "below");
        Refused(number, Quantiles((0.5, 10)) with { Above = 1 }).ThenRefused("forecast.sum", field: "below");
        Refused(number, Quantiles((0.5, 10)) with { Above = 0.5 }).ThenRefused("forecast.quantile", field: "quantiles");
        Refused(number, Quantiles((0.5, 10)) with { Above = double.NaN }).ThenRefused("forecast.out-of-range", field: "above");
    }

    [Fact]
    public void A_distribution_function_does_not_fall()
    {
        Refused(AnyKinds.Number, Cdf((0.5, 10), (0.4, 20))).ThenRefused("forecast.cdf", field: "cdf");
        Refused(AnyKinds.Number, Cdf((0.5, 20), (0.6, 20))).ThenRefused("forecast.order", field: "cdf");
        Refused(AnyKinds.Number, Cdf((0.1, 0), (0.6, 20))).ThenRefused("forecast.cdf", field: "cdf");
        Refused(AnyKinds.Discrete, Cdf((0.5, 5), (0.9, 10))).ThenRefused("forecast.cdf", field: "cdf");
        Refused(AnyKinds.Number, Cdf((0.5, 10), (0.9, 100))).ShouldBeNull();
    }

    [Fact]
    public void A_day_is_no_number_and_a_unit_is_no_part_of_one()
    {
        Refused(AnyKinds.Number, new(Quantiles: [new(0.5, new(double.NaN, "2025-01-01"))]))
            .ThenRefused("forecast.value", field: "quantiles");
        Refused(AnyKinds.Number, new(Quantiles: [new(0.5, new(double.NaN, "12 GW"))])).ThenRefused("forecast.value", field: "quantiles");
        Refused(AnyKinds.Date, Quantiles((0.5, 2025))).ThenRefused("forecast.value", field: "quantiles");
        Refused(AnyKinds.Date, new(Quantiles: [new(0.5, new(double.NaN, "2025-02-30"))])).ThenRefused("forecast.value", field: "quantiles");
        Refused(AnyKinds.Date, new(0.5)).ThenRefused("forecast.form", field: "quantiles");
        Refused(AnyKinds.Date, Quantiles((0.5, 1)) with { Cdf = [] }).ThenRefused("forecast.form");
    }

    [Fact]
    public void An_outcome_lies_where_the_claim_says_it_may()
    {
        AnyKinds.Number.Check(new Outcome.Number(150), "verdict").ShouldBeNull("the upper end is open");
        AnyKinds.Number.Check(new Outcome.Number(-1), "verdict").ThenRefused("verdict.range", field: "verdict");
        AnyKinds.Discrete.Check(new Outcome.Number(2.5), "verdict").ThenRefused("verdict.step", field: "verdict");
        AnyKinds.Number.Check(new Outcome.Day(new(2025, 1, 1)), "verdict").ThenRefused("verdict.unknown", field: "verdict");
        AnyKinds.Choice.Check(new Outcome.Option("Mars"), "verdict").ThenRefused("verdict.unknown", field: "verdict");
        foreach (var word in new[] { "12 GW", "1e308", "NaN", "Infinity", "2025-01-01", "" })
            AnyKinds.Number.ReadOutcome(word).ShouldBeNull(word);
        foreach (var word in new[] { "12", "2025-13-01", "01/02/2025", "0001-01-01" })
            AnyKinds.Date.ReadOutcome(word).ShouldBeNull(word);
    }

    [Fact]
    public void Numbers_within_the_tolerance_agree_at_their_median()
    {
        Outcome? Agreed(NumberClaim kind, params double[] values) => kind.Agreed([.. values.Select(v => new Outcome.Number(v))]);
        Agreed(AnyKinds.Number, 10, 10.5).ShouldBe(new Outcome.Number(10.25));
        Agreed(AnyKinds.Number, 10, 10.4, 10.1).ShouldBe(new Outcome.Number(10.1));
        Agreed(AnyKinds.Number, 10, 10.6).ShouldBeNull();
        Agreed(AnyKinds.Discrete with { Tolerance = 1 }, 4, 5)
            .ShouldBe(new Outcome.Number(4), "between two values of a discrete number there is none");
        AnyKinds.Number.Agreed([new Outcome.Number(1), new Outcome.Void("organiser")]).ShouldBeNull();
        AnyKinds.Date.Agreed([new Outcome.Day(new(2025, 1, 1)), new Outcome.Day(new(2025, 1, 2))]).ShouldBeNull();
    }
}
