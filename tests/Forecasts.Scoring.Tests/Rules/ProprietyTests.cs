using Forecasts.Scoring.Rules;

namespace Forecasts.Scoring.Tests.Rules;

/// <summary>Each rule is minimised over its forecasts by a search: the best one must be the belief.</summary>
public class ProprietyTests
{
    private static readonly Gen<double> Belief = Gen.Double[0.02, 0.98];

    public static TheoryData<string> Binary => ["brier", "log", "spherical", "cross entropy", "ranked log"];

    private static Func<double, double, double> Rule(string name) =>
        name switch
        {
            "brier" => BrierScore.Binary,
            "log" => LogScore.Binary,
            "spherical" => SphericalScore.Binary,
            "cross entropy" => LogScore.CrossEntropy,
            _ => (p, y) => RankedProbabilityScore.Logarithmic([1 - p, p], (int)y),
        };

    [Theory, MemberData(nameof(Binary))]
    public void The_best_probability_is_the_belief(string rule) =>
        Belief.Sample(q => Best(p => (q * Rule(rule)(p, 1)) + ((1 - q) * Rule(rule)(p, 0))).ShouldBe(q, 1e-4));

    [Theory]
    [InlineData("brier")]
    [InlineData("kl")]
    [InlineData("cross entropy")]
    public void The_best_expected_grade_is_the_expectation(string rule) =>
        AnyClaims.Three.Sample(g =>
        {
            double Loss(double p, double y) =>
                rule switch
                {
                    "brier" => BrierScore.Binary(p, y),
                    "kl" => LogScore.Expected(p, y),
                    _ => LogScore.CrossEntropy(p, y),
                };
            var grade = Math.Clamp((g[1] / 2) + g[2], 0, 1);
            Best(p => Enumerable.Range(0, 3).Where(k => g[k] > 0).Sum(k => g[k] * Loss(p, k / 2.0))).ShouldBe(grade, 1e-4);
        });

    public static TheoryData<string> Categorical => ["brier", "log", "spherical", "rps", "ranked log"];

    [Theory, MemberData(nameof(Categorical))]
    public void No_distribution_is_better_than_the_belief(string rule) =>
        Gen.Select(Pmf(4), Pmf(4))
            .Sample(
                (q, p) =>
                {
                    double Loss(double[] said, int k) =>
                        rule switch
                        {
                            "brier" => BrierScore.Categorical(said, k),
                            "log" => LogScore.Categorical(said, k),
                            "spherical" => SphericalScore.Categorical(said, k),
                            "rps" => RankedProbabilityScore.Of(said, k),
                            _ => RankedProbabilityScore.Logarithmic(said, k),
                        };
                    double Expected(double[] said) => Enumerable.Range(0, 4).Sum(k => q[k] * Loss(said, k));
                    Expected(q).ShouldBeLessThanOrEqualTo(Expected(p) + 1e-12);
                }
            );

    [Fact]
    public void The_best_quantile_is_the_quantile_of_the_belief() =>
        Gen.Select(Gen.Double[-3, 3].Array[5, 15], Gen.Double[0.05, 0.95])
            .Sample(
                (outcomes, level) =>
                {
                    // Beneath the minimum lie exactly the level's share: no other outcome is a better quantile.
                    var sorted = outcomes.Order().ToArray();
                    var quantile = sorted[Math.Max(0, (int)Math.Ceiling((level * sorted.Length) - 1e-9) - 1)];
                    double Expected(double q) => outcomes.Average(y => PinballLoss.Of(q, level, y));
                    foreach (var other in outcomes)
                        Expected(quantile).ShouldBeLessThanOrEqualTo(Expected(other) + 1e-12);
                }
            );

    [Fact]
    public void The_best_interval_is_that_of_the_beliefs_quantiles() =>
        Gen.Double[-3, 3]
            .Array[20]
            .Sample(outcomes =>
            {
                var sorted = outcomes.Order().ToArray();
                double Interval(double l, double u) => outcomes.Average(y => IntervalScore.Of(Math.Min(l, u), Math.Max(l, u), 0.2, y));
                double Weighted(double l, double u) =>
                    outcomes.Average(y => WeightedIntervalScore.Of([Math.Min(l, u), Math.Max(l, u)], [0.1, 0.9], y).Score);
                foreach (var (l, u) in outcomes.Zip(outcomes.Skip(1)))
                {
                    Interval(sorted[1], sorted[17]).ShouldBeLessThanOrEqualTo(Interval(l, u) + 1e-12);
                    Weighted(sorted[1], sorted[17]).ShouldBeLessThanOrEqualTo(Weighted(l, u) + 1e-12);
                }
            });

    [Fact]
    public void No_ensemble_has_a_better_CRPS_than_the_outcomes_own_distribution() =>
        Gen.Select(Gen.Double[-3, 3].Array[8], Gen.Double[-3, 3].Array[8])
            .Sample(
                (outcomes, other) =>
                    outcomes
                        .Average(y => Crps.Ensemble(outcomes, y))
                        .ShouldBeLessThanOrEqualTo(outcomes.Average(y => Crps.Ensemble(other, y)) + 1e-12)
            );

    [Fact]
    public void No_distribution_function_has_a_better_CRPS_than_the_belief() =>
        Gen.Select(Gen.Double[0, 1].Array[4], Gen.Double[0, 1].Array[4])
            .Sample(
                (a, b) =>
                {
                    double[] knots = [0, 1, 3, 4];
                    var (belief, other) = (a.Order().ToArray(), b.Order().ToArray());
                    // Outcomes spread evenly over the belief itself: 4,000 of its quantiles.
                    double Expected(double[] said) =>
                        Enumerable
                            .Range(0, 4_000)
                            .Average(i => Crps.PiecewiseLinear(knots, said, Quantile(knots, belief, (i + 0.5) / 4_000)));
                    Expected(belief).ShouldBeLessThanOrEqualTo(Expected(other) + 1e-6);
                },
                iter: 40
            );

    [Theory]
    [InlineData("crps")]
    [InlineData("log")]
    public void The_best_mean_and_spread_of_a_normal_are_those_of_the_belief(string rule)
    {
        double[] outcomes =
        [
            .. Enumerable.Range(0, 2_000).Select(i => 1.5 + (0.7 * MathNet.Numerics.Distributions.Normal.InvCDF(0, 1, (i + 0.5) / 2_000))),
        ];
        double Expected(double mean, double sd) =>
            outcomes.Average(y => rule == "crps" ? Crps.Normal(y, mean, sd) : LogDensity.Normal(y, mean, sd));
        Best(m => Expected(m, 0.7), 0, 3).ShouldBe(1.5, 1e-3);
        Best(s => Expected(1.5, s), 0.1, 3).ShouldBe(0.7, 2e-3);
    }

    [Fact]
    public void Baseline_peer_and_relative_Brier_are_best_at_the_belief_whatever_the_others_say() =>
        Gen.Select(Belief, Belief, Belief)
            .Sample(
                (q, b, c) =>
                {
                    double Baseline(double p) => (q * BaselineScore.Choice(p, 2)) + ((1 - q) * BaselineScore.Choice(1 - p, 2));
                    double Peer(double p) =>
                        (q * PeerScore.Members([p, b, c])[0]) + ((1 - q) * PeerScore.Members([1 - p, 1 - b, 1 - c])[0]);
                    double Relative(double p) =>
                        Enumerable
                            .Range(0, 2)
                            .Sum(y =>
                                (y == 1 ? q : 1 - q)
                                * RelativeBrier.Members([BrierScore.Binary(p, y), BrierScore.Binary(b, y), BrierScore.Binary(c, y)])[0]
                            );
                    foreach (var score in new[] { Baseline, Peer, (Func<double, double>)Relative })
                        Best(p => -score(p), 0.001, 0.999).ShouldBe(q, 1e-4);
                },
                iter: 50
            );

    private static Gen<double[]> Pmf(int n) => Gen.Int[1, 30].Array[n].Select(a => a.Select(i => (double)i / a.Sum()).ToArray());

    private static double Quantile(double[] knots, double[] cdf, double level)
    {
        if (level <= cdf[0])
            return knots[0];
        if (level >= cdf[^1])
            return knots[^1];
        var i = 1;
        while (cdf[i] < level)
            i++;
        return knots[i - 1] + ((knots[i] - knots[i - 1]) * (level - cdf[i - 1]) / (cdf[i] - cdf[i - 1]));
    }

    /// <summary>Golden-section search; the losses have one minimum.</summary>
    private static double Best(Func<double, double> loss, double low = 0, double high = 1)
    {
        var ratio = (Math.Sqrt(5) - 1) / 2;
        while (high - low > 1e-7)
        {
            var (a, b) = (high - (ratio * (high - low)), low + (ratio * (high - low)));
            if (loss(a) < loss(b))
                high = b;
            else
                low = a;
        }

        return (low + high) / 2;
    }
}
