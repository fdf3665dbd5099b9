namespace Forecasts.Charts.Tests;

public sealed class PercentTests
{
    [Theory]
    [InlineData(0.9996, "99.96")]
    [InlineData(0.0004, "0.04")]
    [InlineData(0.99949, "99.9")]
    [InlineData(1e-9, "0.0000001")]
    [InlineData(0.7, "70")]
    [InlineData(0.705, "70.5")]
    [InlineData(0, "0")]
    [InlineData(-1e-9, "0")]
    [InlineData(1, "100")]
    public void A_share_has_as_many_digits_as_it_needs(double share, string text) => Percent.Number(share).ShouldBe(text);

    [Fact]
    public void Only_nothing_is_0_and_only_all_is_100()
    {
        for (var small = 0.3; small > 1e-12; small *= 0.7)
            foreach (var share in (double[])[small, 1 - small])
                Percent.Number(share).ShouldNotBeOneOf("0", "100");
    }

    [Fact]
    public void It_is_written_in_one_way_in_every_language()
    {
        Percent.Of(0.5).ShouldBe("50 %");
        Texts.Words.In("zh-Hans").Percent(0.5).ShouldBe(Texts.Words.In("en").Percent(0.5));
    }
}
