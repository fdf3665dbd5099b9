using Forecasts.Server.Features.Layout;
using Microsoft.AspNetCore.Http;
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
    public void A_score_around_zero_keeps_its_sign_and_what_rounds_to_zero_has_none(double score, string printed) =>
        Numbers.Signed(score, 3).ShouldBe(printed);

    [Theory]
    [InlineData(0.5, "50 %")]
    [InlineData(0.701, "70.1 %")]
    [InlineData(0.999, "99.9 %")]
    [InlineData(0.9996, "99.96 %")]
    [InlineData(0.0004, "0.04 %")]
    [InlineData(1.0, "100 %")]
    [InlineData(0.0, "0 %")]
    public void A_share_is_a_percentage_with_a_decimal_only_where_there_is_one(double share, string printed) =>
        Numbers.Percent(share).ShouldBe(printed);

    [Fact]
    public void An_infinite_log_score_and_a_missing_one_are_told_apart()
    {
        Numbers.Plain(double.PositiveInfinity).ShouldBe("∞");
        Numbers.Plain(null).ShouldBe(Numbers.None);
    }

    [Theory]
    [InlineData(0.0, "0")]
    [InlineData(0.7, "70")]
    [InlineData(0.701, "70.1")]
    [InlineData(0.9996, "99.96")]
    [InlineData(0.12345678, "12.345678")]
    [InlineData(1e-9, "0.0000001")]
    public void An_input_holds_the_percentage_as_people_type_it(double share, string typed) => Numbers.Typed(share).ShouldBe(typed);

    [Fact]
    public void What_is_sent_again_as_it_was_prefilled_is_the_very_same_probability()
    {
        var random = new Random(7);
        for (var i = 0; i <= 10_000; i++)
        {
            foreach (var share in (double[])[i / 10_000.0, random.NextDouble()])
                new FormCollection(new() { ["p"] = Numbers.Typed(share) }).Share("p").ShouldBe(share);
        }
    }

    [Theory]
    [InlineData(0.0, "0")]
    [InlineData(0.0004, "+0.04")]
    [InlineData(0.1249, "+12")]
    [InlineData(-0.031, "−3")]
    [InlineData(0.9996, "+99.96")]
    [InlineData(-4.2, "−420")]
    public void A_difference_of_shares_is_in_points_with_its_sign(double difference, string printed) =>
        Numbers.Points(difference).ShouldBe(printed);

    [Fact]
    public void A_large_amount_is_grouped() => Numbers.Amount(1_234_567.5).ShouldBe("1,234,567.5");
}
