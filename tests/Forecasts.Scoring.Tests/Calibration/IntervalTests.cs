using Forecasts.Scoring.Calibration;
using MathNet.Numerics.Distributions;

namespace Forecasts.Scoring.Tests.Calibration;

public class IntervalTests
{
    private static readonly double[] Chances = [.. Enumerable.Range(1, 99).Select(i => i / 100.0)];

    [Theory]
    [InlineData(5)]
    [InlineData(30)]
    [InlineData(200)]
    public void Clopper_Pearson_covers_at_least_as_often_as_it_says_at_every_chance(int n) =>
        Chances.Min(p => Coverage(n, p, k => ClopperPearson.Interval(k, n))).ShouldBeGreaterThanOrEqualTo(0.95);

    [Theory]
    [InlineData(30)]
    [InlineData(200)]
    public void Wilson_and_Jeffreys_cover_about_as_often_as_they_say_in_the_mean(int n)
    {
        Chances.Average(p => Coverage(n, p, k => Wilson.Interval(k, n))).ShouldBe(0.95, 0.01);
        Chances.Average(p => Coverage(n, p, k => Jeffreys.Interval(k, n))).ShouldBe(0.95, 0.01);
    }

    [Fact]
    public void They_lie_in_each_other_around_the_share_and_mirror_success_and_failure() =>
        Gen.Int[1, 300]
            .SelectMany(n => Gen.Int[0, n].Select(k => (k, n)))
            .Sample(
                x =>
                {
                    var (exact, bayes, mirrored) = (
                        ClopperPearson.Interval(x.k, x.n),
                        Jeffreys.Interval(x.k, x.n),
                        ClopperPearson.Interval(x.n - x.k, x.n)
                    );
                    bayes.Lower.ShouldBeInRange(exact.Lower - 1e-9, (double)x.k / x.n);
                    bayes.Upper.ShouldBeInRange((double)x.k / x.n, exact.Upper + 1e-9);
                    (1 - mirrored.Upper).ShouldBe(exact.Lower, 1e-9);
                },
                iter: 30
            );

    [Fact]
    public void None_and_all_end_at_0_and_1_but_not_as_plain_quantiles()
    {
        ClopperPearson.Interval(0, 9).Lower.ShouldBe(0);
        ClopperPearson.Interval(9, 9).Upper.ShouldBe(1);
        Jeffreys.Interval(0, 9).Lower.ShouldBe(0);
        Jeffreys.Interval(9, 9).Upper.ShouldBe(1);
        Jeffreys.Interval(0, 9, modified: false).Lower.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void Impossible_counts_are_refused_with_their_value()
    {
        Should.Throw<ArgumentException>(() => ClopperPearson.Interval(6, 5)).Message.ShouldContain("k is 6");
        Should.Throw<ArgumentException>(() => Jeffreys.Interval(0, 0)).Message.ShouldContain("n is 0");
        Should.Throw<ArgumentException>(() => Jeffreys.Interval(0, 5, 1)).Message.ShouldContain("confidence is 1");
    }

    [Fact]
    public void The_interval_of_a_mean_covers_it_also_where_cases_hang_together()
    {
        // 40 clusters of three cases that share half of their luck; the mean is 1/2.
        double Covered(bool known) =>
            Cases.Share(
                400,
                seed =>
                {
                    var random = new Seeded(seed);
                    var (values, clusters) = (new double[120], new int[120]);
                    for (var cluster = 0; cluster < 40; cluster++)
                    {
                        var shared = random.NextDouble();
                        for (var i = 0; i < 3; i++)
                            (values[(3 * cluster) + i], clusters[(3 * cluster) + i]) = ((shared + random.NextDouble()) / 2, cluster);
                    }

                    var mean = ClusteredMean.Of(values, clusters: known ? clusters : default);
                    mean.Clusters.ShouldBe(known ? 40 : 120);
                    return mean.Interval!.Value is var i2 && i2.Lower <= 0.5 && 0.5 <= i2.Upper;
                }
            );
        Covered(known: true).ShouldBeInRange(0.92, 0.98);
        Covered(known: false).ShouldBeLessThan(0.9);
    }

    [Fact]
    public void One_cluster_has_a_mean_and_no_interval()
    {
        var mean = ClusteredMean.Of([1, 2], clusters: [7, 7]);
        mean.Value.ShouldBe(1.5);
        mean.Interval.ShouldBeNull();
        Should.Throw<ArgumentException>(() => ClusteredMean.Of([])).ParamName.ShouldBe("values");
        Should.Throw<ArgumentException>(() => ClusteredMean.Of([1, 2], clusters: [1])).ParamName.ShouldBe("clusters");
    }

    private static double Coverage(int n, double p, Func<int, Interval> of) =>
        Enumerable.Range(0, n + 1).Where(k => of(k) is var i && i.Lower <= p && p <= i.Upper).Sum(k => Binomial.PMF(p, n, k));
}
