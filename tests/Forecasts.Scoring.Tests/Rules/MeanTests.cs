using Forecasts.Scoring.Rules;

namespace Forecasts.Scoring.Tests.Rules;

public class MeanTests
{
    private static readonly Gen<(double P, double Y, double W)[]> Rows = Gen.Select(
        Gen.Double[0.001, 0.999],
        Gen.OneOf(0.0, 1.0),
        Gen.Double[0.1, 3]
    ).Array[1, 40];

    [Fact]
    public void A_mean_is_that_of_the_single_scores_with_weights_or_without() =>
        Rows.Sample(rows =>
        {
            double[] p = [.. rows.Select(r => r.P)],
                y = [.. rows.Select(r => r.Y)],
                w = [.. rows.Select(r => r.W)];
            double Plain(Func<double, double, double> rule) => rows.Average(r => rule(r.P, r.Y));
            double Weighted(Func<double, double, double> rule) => rows.Sum(r => r.W * rule(r.P, r.Y)) / w.Sum();
            BrierScore.Mean(p, y).ShouldBe(Plain(BrierScore.Binary), 1e-13);
            BrierScore.Mean(p, y, w).ShouldBe(Weighted(BrierScore.Binary), 1e-13);
            LogScore.Mean(p, y).ShouldBe(Plain(LogScore.Binary), 1e-12);
            LogScore.Mean(p, y, w).ShouldBe(Weighted(LogScore.Binary), 1e-12);
            SphericalScore.Mean(p, y).ShouldBe(Plain(SphericalScore.Binary), 1e-13);
            SphericalScore.Mean(p, y, w).ShouldBe(Weighted(SphericalScore.Binary), 1e-13);
        });

    [Fact]
    public void Equal_weights_are_no_weights_and_the_order_is_no_matter() =>
        Rows.Sample(rows =>
        {
            double[] p = [.. rows.Select(r => r.P)],
                y = [.. rows.Select(r => r.Y)],
                same = [.. rows.Select(_ => 0.7)];
            BrierScore.Mean(p, y, same).ShouldBe(BrierScore.Mean(p, y), 1e-12);
            LogScore.Mean(p, y, same).ShouldBe(LogScore.Mean(p, y), 1e-12);
            BrierScore.Mean([.. p.Reverse()], [.. y.Reverse()]).ShouldBe(BrierScore.Mean(p, y), 1e-12);
            LogScore.Mean([.. p.Reverse()], [.. y.Reverse()]).ShouldBe(LogScore.Mean(p, y), 1e-12);
        });

    [Fact]
    public void A_mean_over_many_blocks_is_exact()
    {
        double[] p = [.. Enumerable.Range(0, 10_001).Select(i => i % 2 == 0 ? 0.25 : 0.75)],
            y = [.. Enumerable.Range(0, 10_001).Select(i => i % 2 == 0 ? 0.0 : 1)];
        BrierScore.Mean(p, y).ShouldBe(0.0625, 1e-15);
        LogScore.Mean(p, y).ShouldBe(-Math.Log(0.75), 1e-13);
    }

    [Fact]
    public void No_forecasts_have_no_mean()
    {
        foreach (var mean in new[] { BrierScore.Mean([], []), LogScore.Mean([], []), SphericalScore.Mean([], []) })
            mean.ShouldBe(double.NaN);
    }

    [Fact]
    public void One_certain_and_wrong_forecast_makes_the_mean_infinite_unless_it_has_no_weight()
    {
        LogScore.Mean([0.5, 0], [1, 1]).ShouldBe(double.PositiveInfinity);
        LogScore.Mean([0.5, 0], [1, 1], [1, 0]).ShouldBe(Math.Log(2), 1e-15);
        AnyClaims.Bits(LogScore.Mean([1, 0], [1, 0])).ShouldBe(AnyClaims.Bits(0.0));
    }

    [Fact]
    public void Graded_outcomes_have_a_Brier_mean_and_a_skill()
    {
        BrierScore.Mean([0.5, 1, 0], [0.5, 0.5, 0]).ShouldBe(0.25 / 3, 1e-15);
        BrierScore.SkillAgainstBaseRate([0.5, 1, 0], [0.5, 0.5, 0]).ShouldBe(1 - (0.25 / 3 / (1.0 / 18)), 1e-12);
        BrierScore.SkillAgainstBaseRate([0.5, 1], [1, 1]).ShouldBe(double.NaN);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(-0.5)]
    [InlineData(1.5)]
    [InlineData(double.NegativeInfinity)]
    public void What_is_no_probability_is_named_with_its_index(double wrong)
    {
        for (var at = 0; at < 11; at++)
        {
            double[] p = [.. Enumerable.Repeat(0.5, 11)],
                y = [.. Enumerable.Repeat(1.0, 11)];
            p[at] = wrong;
            foreach (
                var mean in new Func<double>[] { () => BrierScore.Mean(p, y), () => LogScore.Mean(p, y), () => SphericalScore.Mean(p, y) }
            )
                Should.Throw<ArgumentException>(() => mean()).Message.ShouldContain($"p[{at}] is {wrong:R}");
            (p[at], y[at]) = (0.5, wrong);
            foreach (
                var mean in new Func<double>[] { () => BrierScore.Mean(p, y), () => LogScore.Mean(p, y), () => SphericalScore.Mean(p, y) }
            )
                Should.Throw<ArgumentException>(() => mean()).Message.ShouldContain($"y[{at}] is {wrong:R}");
        }
    }

    [Fact]
    public void Lengths_and_weights_are_checked()
    {
        Should.Throw<ArgumentException>(() => BrierScore.Mean([0.5], [])).ParamName.ShouldBe("y");
        Should.Throw<ArgumentException>(() => LogScore.Mean([0.5], [1], [1, 1])).ParamName.ShouldBe("weights");
        Should.Throw<ArgumentException>(() => BrierScore.Mean([0.5, 0.5], [1, 1], [1, -1])).Message.ShouldContain("weights[1] is -1");
        Should.Throw<ArgumentException>(() => BrierScore.Mean([0.5], [1], [0])).ParamName.ShouldBe("weights");
        Should.Throw<ArgumentException>(() => LogScore.Mean([0.5], [0.5])).Message.ShouldContain("y[0] is 0.5");
        BrierScore.Mean([-0.0], [0]).ShouldBe(0);
    }
}
