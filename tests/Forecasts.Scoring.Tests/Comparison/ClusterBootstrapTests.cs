using Forecasts.Scoring.Calibration;
using Forecasts.Scoring.Comparison;

namespace Forecasts.Scoring.Tests.Comparison;

public class ClusterBootstrapTests
{
    private static readonly double[] A = [0.1, 0.4, 0.2, 0.9, 0.3, 0.05, 0.6];
    private static readonly double[] B = [0.2, 0.3, 0.25, 0.7, 0.5, 0.1, 0.65];
    private static readonly double[] Weights = [1, 2, 0.5, 1, 0, 3, 1];
    private static readonly int[] Clusters = [4, 4, -1, 7, 7, 9, -1];

    [Fact]
    public void The_values_are_the_weighted_means_their_difference_and_one_minus_their_ratio()
    {
        double mean(double[] x) => x.Zip(Weights, (v, w) => v * w).Sum() / Weights.Sum();
        ClusterBootstrap.Mean(A, Weights, Clusters).Value.ShouldBe(mean(A), 1e-15);
        ClusterBootstrap.Difference(A, B, Weights, Clusters).Value.ShouldBe(mean(A) - mean(B), 1e-15);
        ClusterBootstrap.Skill(A, B, Weights, Clusters).Value.ShouldBe(1 - (mean(A) / mean(B)), 1e-15);
        ClusterBootstrap.Difference(A, B, Weights, Clusters).Clusters.ShouldBe(4);
    }

    [Fact(
        DisplayName = "Intervals of skewed data as scipy 1.10.1 gives them (stats.bootstrap, 400,000 resamples): both sides are rounded by chance"
    )]
    public void The_intervals_are_those_of_another_implementation()
    {
        double[] x = [0.02, 0.05, 0.11, 0.14, 0.2, 0.26, 0.31, 0.44, 0.49, 0.6, 0.72, 0.95, 1.3, 1.41, 2.2, 3.9];
        double[] y = [0.1, 0.12, 0.09, 0.2, 0.3, 0.2, 0.5, 0.4, 0.6, 0.7, 0.6, 1.2, 1.1, 1.9, 2.5, 3.1];
        var many = new BootstrapOptions(Resamples: 400_000);
        Near(ClusterBootstrap.Mean(x, options: many), 0.4700, 1.5431, 0.2456, 0.01);
        Near(ClusterBootstrap.Mean(x, options: many with { Interval = BootstrapInterval.Percentile }), 0.4031, 1.3525, 0.2455, 0.01);
        Near(ClusterBootstrap.Skill(x, y, options: many), -0.1530, 0.1681, 0.0810, 0.003);

        static void Near(BootstrapEstimate found, double lower, double upper, double error, double tolerance)
        {
            found.Interval!.Value.Lower.ShouldBe(lower, tolerance);
            found.Interval.Value.Upper.ShouldBe(upper, tolerance);
            found.StandardError.ShouldBe(error, tolerance / 3);
        }
    }

    [Fact]
    public void Neither_the_order_of_rows_nor_the_names_of_clusters_change_a_bit()
    {
        var chance = new Chance(3);
        for (var run = 0; run < 20; run++)
        {
            var order = chance.Order(A.Length);
            var renamed = Clusters.Select(c => 100 - c).ToArray();
            ClusterBootstrap
                .Skill(A.In(order), B.In(order), Weights.In(order), renamed.In(order))
                .ShouldBe(ClusterBootstrap.Skill(A, B, Weights, Clusters));
            ClusterBootstrap.Mean(A.In(order), Weights.In(order)).ShouldBe(ClusterBootstrap.Mean(A, Weights));
        }
    }

    [Fact]
    public void Changing_sides_mirrors_the_interval_and_a_seed_repeats_it()
    {
        var options = new BootstrapOptions(Interval: BootstrapInterval.Percentile, Resamples: 20_000);
        var (one, other) = (ClusterBootstrap.Difference(A, B, options: options), ClusterBootstrap.Difference(B, A, options: options));
        other.Value.ShouldBe(-one.Value, 1e-15);
        other.Interval!.Value.Lower.ShouldBe(-one.Interval!.Value.Upper, 0.003);
        ClusterBootstrap.Difference(A, B, options: options).ShouldBe(one);
        ClusterBootstrap.Difference(A, B, options: options with { Seed = 2 }).ShouldNotBe(one);
    }

    [Fact]
    public void One_cluster_has_no_interval_and_rows_that_weigh_nothing_are_not_there()
    {
        ClusterBootstrap.Mean([0.3]).ShouldBe(new BootstrapEstimate(0.3, double.NaN, 1, 0, null));
        ClusterBootstrap.Mean([0.3, 0.5], clusters: [2, 2]).Interval.ShouldBeNull();
        ClusterBootstrap.Mean([0.3, 0.5, 0.9, 0.7], [1, 1, 0, 1]).ShouldBe(ClusterBootstrap.Mean([0.3, 0.5, 0.7], [1, 1, 1]));
    }

    [Fact]
    public void Equal_values_have_an_interval_without_width()
    {
        var equal = ClusterBootstrap.Mean([0.25, 0.25, 0.25, 0.25]);
        equal.Interval.ShouldBe(new Interval(0.25, 0.25));
        equal.StandardError.ShouldBe(0);
        ClusterBootstrap.Difference(A, A).Interval.ShouldBe(new Interval(0, 0));
    }

    [Fact]
    public void Skill_against_a_perfect_reference_is_0_or_minus_infinity()
    {
        ClusterBootstrap.Skill([0, 0, 0], [0, 0, 0]).Value.ShouldBe(0);
        var hopeless = ClusterBootstrap.Skill([0, 0.1, 0], [0, 0, 0]);
        hopeless.Value.ShouldBe(double.NegativeInfinity);
        hopeless.Interval!.Value.Lower.ShouldBe(double.NegativeInfinity);
        double.IsNaN(hopeless.Interval.Value.Upper).ShouldBeFalse();
        ClusterBootstrap.Skill([0, 0, 0], [0.1, 0.2, 0.3]).Interval.ShouldBe(new Interval(1, 1));
    }

    [Theory]
    [InlineData(BootstrapInterval.Bca, 0.95)]
    [InlineData(BootstrapInterval.Percentile, 0.95)]
    [InlineData(BootstrapInterval.Bca, 0.8)]
    public void The_interval_of_a_difference_of_Brier_scores_covers_the_true_one_as_often_as_it_says(
        BootstrapInterval kind,
        double confidence
    )
    {
        var chance = new Chance(101);
        var covered = Chance.Share(
            600,
            _ =>
            {
                // Chances uniform on 0..1; one says them, the other is over-confident by 0.1: the expected difference is -0.01.
                var (a, b) = (new double[80], new double[80]);
                for (var i = 0; i < a.Length; i++)
                {
                    var p = chance.Uniform();
                    var y = chance.Yes(p);
                    (a[i], b[i]) = ((p - y) * (p - y), (p + 0.1 - y) * (p + 0.1 - y));
                }

                return ClusterBootstrap.Difference(a, b, options: new(confidence, 400, chance.Seed(), kind)).Interval is { } x
                    && x.Lower <= -0.01
                    && x.Upper >= -0.01;
            }
        );
        covered.ShouldBeInRange(confidence - 0.035, confidence + 0.03);
    }

    [Fact]
    public void The_interval_of_skill_covers_the_true_one_as_often_as_it_says()
    {
        var chance = new Chance(103);
        var covered = Chance.Share(
            600,
            _ =>
            {
                // Chances uniform on 0..1: expected Brier 1/6, of always one half 1/4, skill 1/3.
                var p = chance.Many(80, chance.Uniform);
                var brier = p.Select(x => chance.Yes(x) == 1 ? (1 - x) * (1 - x) : x * x).ToArray();
                return ClusterBootstrap.Skill(brier, [.. p.Select(_ => 0.25)], options: new(0.95, 400, chance.Seed())).Interval is { } x
                    && x.Lower <= 1 / 3.0
                    && x.Upper >= 1 / 3.0;
            }
        );
        covered.ShouldBeInRange(0.92, 0.98);
    }

    [Fact]
    public void Siblings_that_come_out_alike_need_the_clusters_to_be_named()
    {
        (double Named, double Unnamed) covered = (0, 0);
        var chance = new Chance(107);
        for (var run = 0; run < 400; run++)
        {
            var (values, clusters) = (new double[160], new int[160]);
            for (var g = 0; g < 40; g++)
            {
                var common = chance.Normal();
                for (var k = 0; k < 4; k++)
                    (values[(4 * g) + k], clusters[(4 * g) + k]) = (common + (0.3 * chance.Normal()), g);
            }

            var options = new BootstrapOptions(0.95, 300, chance.Seed());
            if (Covers(ClusterBootstrap.Mean(values, clusters: clusters, options: options)))
                covered.Named += 1.0 / 400;
            if (Covers(ClusterBootstrap.Mean(values, options: options)))
                covered.Unnamed += 1.0 / 400;
        }

        covered.Named.ShouldBeInRange(0.91, 0.98);
        covered.Unnamed.ShouldBeLessThan(0.8);

        static bool Covers(BootstrapEstimate e) => e.Interval is { } x && x.Lower <= 0 && x.Upper >= 0;
    }

    [Fact]
    public void Many_clusters_are_resampled_less_often_and_the_number_is_told()
    {
        ClusterBootstrap.Mean([0.1, 0.2]).Resamples.ShouldBe(2_000);
        ClusterBootstrap.Mean(new Chance(5).Many(100_000, () => 0.5)).Resamples.ShouldBe(200);
        ClusterBootstrap.Mean([0.1, 0.2], options: new(Resamples: 50)).Resamples.ShouldBe(50);
    }

    [Fact]
    public void What_is_wrong_is_named()
    {
        Wrong(() => ClusterBootstrap.Mean([])).ShouldBe("values");
        Wrong(() => ClusterBootstrap.Mean([double.NaN])).ShouldBe("values");
        Wrong(() => ClusterBootstrap.Difference([1], [1, 2])).ShouldBe("b");
        Wrong(() => ClusterBootstrap.Difference([1, 2], [1, double.PositiveInfinity])).ShouldBe("b");
        Wrong(() => ClusterBootstrap.Skill([-0.1], [0.1])).ShouldBe("scores");
        Wrong(() => ClusterBootstrap.Skill([0.1], [-0.1])).ShouldBe("reference");
        Wrong(() => ClusterBootstrap.Mean([1, 2], [1, -1])).ShouldBe("weights");
        Wrong(() => ClusterBootstrap.Mean([1, 2], [0, 0])).ShouldBe("weights");
        Wrong(() => ClusterBootstrap.Mean([1, 2], clusters: [1])).ShouldBe("clusters");
        Wrong(() => ClusterBootstrap.Mean([1, 2], options: new(Confidence: 1))).ShouldBe("confidence");
        Wrong(() => ClusterBootstrap.Mean([1, 2], options: new(Resamples: 0))).ShouldBe("Resamples");

        static string? Wrong(Action act) => Should.Throw<ArgumentException>(act).ParamName;
    }
}
