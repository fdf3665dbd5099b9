using Forecasts.Server.Features.Layout;
using Shouldly;

namespace Forecasts.Server.Tests.Layout;

/// <summary>Numbers as pages print them.</summary>
public sealed class NumbersTests
{
    [Theory]
    [InlineData(0.0191, "+0.019")]
    [InlineData(-0.0093, "−0.009")]
    [InlineData(-0.0001, "0.000")]
    [InlineData(0.0001, "0.000")]
    public void A_score_around_zero_keeps_its_sign_and_what_rounds_to_zero_has_none(double score, string printed) => Numbers.Signed(score, 3).ShouldBe(printed);

    [Theory]
    [InlineData(0.5, "50 %")]
    [InlineData(0.701, "70.1 %")]
    [InlineData(0.999, "99.9 %")]
    [InlineData(0.9996, "99.96 %")]
    [InlineData(0.0004, "0.04 %")]
    [InlineData(1.0, "100 %")]
    [InlineData(0.0, "0 %")]
    public void A_share_is_a_percentage_with_a_decimal_only_where_there_is_one(double share, string printed) => Numbers.Percent(share).ShouldBe(printed);

    [Fact]
    public void An_infinite_log_score_and_a_missing_one_are_told_apart()
    {
        Numbers.Plain(double.PositiveInfinity).ShouldBe("∞");
        Numbers.Plain(null).ShouldBe(Numbers.None);
    }

    [Fact]
    public void A_large_amount_is_grouped() => Numbers.Amount(1_234_567.5).ShouldBe("1,234,567.5");
}
