using Forecasts.Scoring.Rules;

namespace Forecasts.Scoring.Tests.Rules;

public class DistributionTests
{
    private static readonly Gen<double> Y = Gen.Double[-4, 4];

    [Fact]
    public void The_weighted_interval_score_is_the_quantile_CRPS_where_levels_are_symmetric() =>
        Gen.Select(Gen.Double[-4, 4].Array[1, 9], Y, Gen.Double[0.01, 0.49].Array[4])
            .Sample(
                (values, y, tails) =>
                {
                    var half = tails.Distinct().Order().Take(values.Length / 2).ToArray();
                    if (half.Length < values.Length / 2)
                        return;
                    double[] levels =
                    [
                        .. half,
                        .. values.Length % 2 == 1 ? [0.5] : Array.Empty<double>(),
                        .. half.Reverse().Select(l => 1 - l),
                    ];
                    double[] quantiles = [.. values.Order()];
                    WeightedIntervalScore.Of(quantiles, levels, y).Score.ShouldBe(Crps.Quantiles(quantiles, levels, y), 1e-12);
                }
            );

    [Fact]
    public void An_ensembles_CRPS_is_that_of_its_step_function_and_of_equal_weights() =>
        Gen.Select(Y.Array[1, 12], Y)
            .Sample(
                (ensemble, y) =>
                {
                    var crps = Crps.Ensemble(ensemble, y);
                    crps.ShouldBe(Integral(x => ensemble.Count(e => e <= x) / (double)ensemble.Length, y, [.. ensemble, y]), 1e-10);
                    Crps.EnsembleWeighted(ensemble, [.. Enumerable.Repeat(0.3, ensemble.Length)], y).ShouldBe(crps, 1e-12);
                }
            );

    [Fact]
    public void A_member_without_weight_is_not_there_and_an_order_is_no_matter() =>
        Gen.Select(Y.Array[2, 8], Y)
            .Sample(
                (ensemble, y) =>
                {
                    Crps.EnsembleWeighted([.. ensemble, 99], [.. Enumerable.Repeat(2.0, ensemble.Length), 0], y)
                        .ShouldBe(Crps.Ensemble(ensemble, y), 1e-12);
                    Crps.Ensemble([.. ensemble.Reverse()], y).ShouldBe(Crps.Ensemble(ensemble, y));
                    Crps.EnsembleFair([.. ensemble.Reverse()], y).ShouldBe(Crps.EnsembleFair(ensemble, y));
                }
            );

    [Fact]
    public void One_member_scores_its_distance() => Crps.Ensemble([1.5], -1).ShouldBe(2.5);

    [Fact]
    public void Closed_forms_agree_with_the_integral() =>
        Gen.Select(Y, Gen.Double[0.2, 3], Gen.Double[1.5, 20])
            .Sample(
                (y, scale, df) =>
                {
                    Crps.Normal(y, 0.5, scale).ShouldBe(Numeric(x => MathNet.Numerics.Distributions.Normal.CDF(0.5, scale, x), y), 2e-3);
                    Crps.Logistic(y, 0.5, scale).ShouldBe(Numeric(x => 1 / (1 + Math.Exp(-(x - 0.5) / scale)), y), 2e-3);
                    Crps.Laplace(y, 0.5, scale)
                        .ShouldBe(
                            Numeric(x => x < 0.5 ? Math.Exp((x - 0.5) / scale) / 2 : 1 - (Math.Exp(-(x - 0.5) / scale) / 2), y),
                            2e-3
                        );
                    Crps.Lognormal(y, 0.1, 0.5)
                        .ShouldBe(Numeric(x => x <= 0 ? 0 : MathNet.Numerics.Distributions.LogNormal.CDF(0.1, 0.5, x), y), 2e-3);
                    Crps.StudentT(y, df + 4).ShouldBe(Numeric(x => MathNet.Numerics.Distributions.StudentT.CDF(0, 1, df + 4, x), y), 2e-3);
                    Crps.Beta(y / 4, df / 5, scale)
                        .ShouldBe(
                            Numeric(
                                x =>
                                    x <= 0 ? 0
                                    : x >= 1 ? 1
                                    : MathNet.Numerics.Distributions.Beta.CDF(df / 5, scale, x),
                                y / 4,
                                2
                            ),
                            2e-3
                        );
                },
                iter: 5
            );

    [Fact]
    public void Counts_agree_with_the_energy_form_wherever_the_outcome_lies() =>
        Gen.Select(Gen.Double[-2, 14], Gen.Double[0.1, 0.9], Gen.Int[1, 12])
            .Sample(
                (y, p, n) =>
                {
                    Crps.Binomial(y, n, p).ShouldBe(Energy(Pmf(n + 1, Math.Pow(1 - p, n), k => (n - k + 1.0) / k * p / (1 - p)), y), 1e-10);
                    Crps.Poisson(y, n * p).ShouldBe(Energy(Pmf(80, Math.Exp(-n * p), k => n * p / k), y), 1e-10);
                    Crps.NegativeBinomial(y, n, p).ShouldBe(Energy(Pmf(900, Math.Pow(p, n), k => (k + n - 1.0) / k * (1 - p)), y), 1e-9);
                },
                iter: 30
            );

    [Fact]
    public void Counts_without_doubt_score_the_distance()
    {
        Crps.Binomial(3, 10, 0).ShouldBe(3);
        Crps.Binomial(3, 10, 1).ShouldBe(7);
        Crps.NegativeBinomial(2, 5, 1).ShouldBe(2);
        Crps.Hypergeometric(1, 4, 0, 3).ShouldBe(2);
        Crps.Poisson(1e6, 1e6).ShouldBe(1000 * ((2 / Math.Sqrt(2 * Math.PI)) - (1 / Math.Sqrt(Math.PI))), 0.1);
    }

    [Fact]
    public void A_mixture_of_one_is_that_one_and_weights_need_not_sum_to_1() =>
        Gen.Select(Y, Y, Gen.Double[0.2, 3])
            .Sample(
                (y, mean, sd) =>
                {
                    Crps.NormalMixture(y, [mean], [sd]).ShouldBe(Crps.Normal(y, mean, sd), 1e-12);
                    Crps.NormalMixture(y, [mean, mean + 1], [sd, sd], [3, 1])
                        .ShouldBe(Crps.NormalMixture(y, [mean + 1, mean], [sd, sd], [0.25, 0.75]), 1e-12);
                    LogDensity.NormalMixture(y, [mean], [sd]).ShouldBe(LogDensity.Normal(y, mean, sd), 1e-9);
                }
            );

    [Fact]
    public void Far_out_a_mixture_has_the_loss_of_its_nearest_part_and_not_an_infinite_one()
    {
        LogDensity.NormalMixture(60, [0, -50], [1, 1], [1, 3]).ShouldBe(LogDensity.Normal(60, 0, 1) + Math.Log(4), 1e-9);
        LogDensity.NormalMixture(60, [0, 60], [1, 1], [1, 0]).ShouldBe(LogDensity.Normal(60, 0, 1), 1e-9);
        LogDensity.NormalMixture(1e200, [0, 1], [1, 1]).ShouldBe(double.PositiveInfinity);
    }

    [Fact]
    public void A_uniform_is_one_linear_piece() =>
        Gen.Select(Y, Gen.Double[0, 0.5], Gen.Double[0, 0.5])
            .Sample(
                (y, below, above) =>
                    Crps.Uniform(y, -1, 2, below, above)
                        .ShouldBe(Crps.PiecewiseLinear([-1, 0.5, 2], [below, (1 + below - above) / 2, 1 - above], y), 1e-12)
            );

    [Fact]
    public void Where_there_is_no_density_the_log_score_is_infinite()
    {
        foreach (
            var score in new[]
            {
                LogDensity.Lognormal(0, 0, 1),
                LogDensity.Beta(1.1, 2, 2),
                LogDensity.Poisson(1.5, 2),
                LogDensity.Poisson(-1, 2),
                LogDensity.Beta(0, 2, 2),
            }
        )
            score.ShouldBe(double.PositiveInfinity);
        LogDensity.Poisson(0, 2).ShouldBe(2, 1e-12);
    }

    /// <summary>Masses of 0, 1, ... from the first one and the ratio of each to the one before.</summary>
    private static double[] Pmf(int count, double first, Func<int, double> ratio)
    {
        var masses = new double[count];
        for (var k = 0; k < count; k++)
            masses[k] = k == 0 ? first : masses[k - 1] * ratio(k);
        return masses;
    }

    /// <summary>E|X - y| - E|X - X'|/2.</summary>
    private static double Energy(double[] pmf, double y)
    {
        var (miss, spread) = (0.0, 0.0);
        for (var i = 0; i < pmf.Length; i++)
        {
            miss += pmf[i] * Math.Abs(i - y);
            for (var j = 0; j < i; j++)
                spread += pmf[i] * pmf[j] * (i - j);
        }

        return miss - spread;
    }

    private static double Numeric(Func<double, double> cdf, double y, double reach = 60)
    {
        const int Steps = 100_000;
        var (from, width, sum) = (-reach, 2 * reach / Steps, 0.0);
        for (var i = 0; i < Steps; i++)
        {
            var x = from + ((i + 0.5) * width);
            var miss = cdf(x) - (y <= x ? 1 : 0);
            sum += miss * miss * width;
        }

        return sum;
    }

    private static double Integral(Func<double, double> steps, double y, double[] knots)
    {
        var sorted = knots.Order().ToArray();
        return sorted.Zip(sorted.Skip(1)).Sum(k => (k.Second - k.First) * Math.Pow(steps(k.First) - (y <= k.First ? 1 : 0), 2));
    }
}
