using Forecasts.Scoring.Rules;

namespace Forecasts.Scoring.Tests.Rules;

public class ArgumentTests
{
    [Theory]
    [InlineData(double.NaN)]
    [InlineData(-0.01)]
    [InlineData(1.01)]
    [InlineData(double.PositiveInfinity)]
    public void What_is_no_probability_is_refused_by_name(double p)
    {
        Should.Throw<ArgumentException>(() => BrierScore.Binary(p, 1)).ParamName.ShouldBe("p");
        Should.Throw<ArgumentException>(() => BrierScore.Binary(0.5, p)).ParamName.ShouldBe("y");
        Should.Throw<ArgumentException>(() => LogScore.Binary(p, 1)).ParamName.ShouldBe("p");
        Should.Throw<ArgumentException>(() => LogScore.Expected(0.5, p)).ParamName.ShouldBe("y");
        Should.Throw<ArgumentException>(() => BrierScore.Categorical([0.5, p, 0.5], 0)).ParamName.ShouldBe("p[1]");
        Should.Throw<ArgumentException>(() => Pmf.Floor([0.5, 0.5, p], 0.001, out _)).ParamName.ShouldBe("p[2]");
    }

    [Fact]
    public void Categories_that_do_not_sum_to_1_within_a_millionth_are_refused()
    {
        Should.Throw<ArgumentException>(() => RankedProbabilityScore.Of([0.3, 0.3, 0.400002], 0)).ParamName.ShouldBe("p");
        Should.Throw<ArgumentException>(() => LogScore.Categorical([0.3, 0.3, 0.399998], 0)).ParamName.ShouldBe("p");
        Should.Throw<ArgumentException>(() => Pmf.Floor([0.3, 0.3], 0.001, out _)).ParamName.ShouldBe("p");
        RankedProbabilityScore.Of([0.3, 0.3, 0.4000005], 0).ShouldBe(0.65, 1e-6);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(3)]
    public void An_outcome_that_is_no_category_is_refused(int outcome)
    {
        Should.Throw<ArgumentException>(() => BrierScore.Categorical([0.2, 0.3, 0.5], outcome)).ParamName.ShouldBe("outcome");
        Should.Throw<ArgumentException>(() => RankedProbabilityScore.Of([0.2, 0.3, 0.5], outcome)).ParamName.ShouldBe("outcome");
    }

    [Fact]
    public void A_single_category_is_refused() =>
        Should.Throw<ArgumentException>(() => BrierScore.Categorical([1.0], 0)).ParamName.ShouldBe("p");

    [Fact]
    public void The_binary_log_score_refuses_a_half() =>
        Should.Throw<ArgumentException>(() => LogScore.Binary(0.5, 0.5)).ParamName.ShouldBe("y");

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(-0.001)]
    [InlineData(0.34)]
    public void A_floor_that_three_categories_cannot_have_is_refused(double floor) =>
        Should.Throw<ArgumentException>(() => Pmf.Floor([0.2, 0.3, 0.5], floor, out _)).ParamName.ShouldBe("floor");
}
