using Forecasts.Scoring.Calibration;

namespace Forecasts.Scoring.Tests.Calibration;

public class WilsonTests
{
    [Theory(DisplayName = "Four decimals as in Newcombe 1998, Statistics in Medicine 17, table I, method 3")]
    [InlineData(81, 263, 0.2553, 0.3662)]
    [InlineData(15, 148, 0.0624, 0.1605)]
    [InlineData(0, 20, 0, 0.1611)]
    [InlineData(1, 29, 0.0061, 0.1718)]
    public void Published_intervals_are_met(int k, int n, double lower, double upper)
    {
        var interval = Wilson.Interval(k, n);
        interval.Lower.ShouldBe(lower, 0.00005);
        interval.Upper.ShouldBe(upper, 0.00005);
    }

    [Theory(DisplayName = "With all of n the lower bound is n/(n + z^2); z from tables of the normal distribution")]
    [InlineData(0.5, 0.674489750196082)]
    [InlineData(0.8, 1.2815515655446)]
    [InlineData(0.9, 1.64485362695147)]
    [InlineData(0.99, 2.5758293035489)]
    [InlineData(0.999, 3.29052673149190)]
    [InlineData(0.999999, 4.89163847569912)]
    public void Other_confidences_use_their_own_quantile(double confidence, double z)
    {
        Wilson.Interval(10, 10, confidence).ShouldBe(new Interval(10 / (10 + (z * z)), 1), new Near(1e-11));
    }

    [Fact]
    public void It_lies_within_0_and_1_around_the_share_and_mirrors_success_and_failure() =>
        Gen.Int[1, 500]
            .SelectMany(n => Gen.Int[0, n].Select(k => (k, n)))
            .Sample(x =>
            {
                var (interval, mirrored) = (Wilson.Interval(x.k, x.n), Wilson.Interval(x.n - x.k, x.n));
                interval.Lower.ShouldBeInRange(0, (double)x.k / x.n);
                interval.Upper.ShouldBeInRange((double)x.k / x.n, 1);
                new Interval(1 - mirrored.Upper, 1 - mirrored.Lower).ShouldBe(interval, new Near(1e-12));
            });

    [Theory]
    [InlineData(0, 0, 0.95, "n")]
    [InlineData(-1, 5, 0.95, "k")]
    [InlineData(6, 5, 0.95, "k")]
    [InlineData(1, 5, 0, "confidence")]
    [InlineData(1, 5, 1, "confidence")]
    [InlineData(1, 5, double.NaN, "confidence")]
    public void Impossible_counts_and_confidences_are_refused(int k, int n, double confidence, string name) =>
        Should.Throw<ArgumentException>(() => Wilson.Interval(k, n, confidence)).ParamName.ShouldBe(name);

    [Fact]
    public void It_stays_sound_at_very_many_trials() =>
        Wilson.Interval(1_000_000_000, 2_000_000_000).ShouldBe(new Interval(0.5 - 2.1913e-5, 0.5 + 2.1913e-5), new Near(1e-8));

    private sealed class Near(double tolerance) : IEqualityComparer<Interval>
    {
        public bool Equals(Interval a, Interval b) => Math.Abs(a.Lower - b.Lower) <= tolerance && Math.Abs(a.Upper - b.Upper) <= tolerance;

        public int GetHashCode(Interval obj) => 0;
    }
}
