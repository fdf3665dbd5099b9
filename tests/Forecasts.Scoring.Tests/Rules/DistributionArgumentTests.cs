using Forecasts.Scoring.Rules;

namespace Forecasts.Scoring.Tests.Rules;

public class DistributionArgumentTests
{
    public static TheoryData<string, Action> Refused =>
        new()
        {
            { "y", () => Crps.Ensemble([1], double.NaN) },
            { "ensemble", () => Crps.Ensemble([], 1) },
            { "ensemble", () => Crps.Ensemble([1, double.PositiveInfinity], 1) },
            { "ensemble", () => Crps.EnsembleFair([1], 1) },
            { "weights", () => Crps.EnsembleWeighted([1, 2], [1], 1) },
            { "weights", () => Crps.EnsembleWeighted([1, 2], [1, -1], 1) },
            { "weights", () => Crps.EnsembleWeighted([1, 2], [], 1) },
            { "quantiles", () => Crps.Quantiles([1, 0], [0.1, 0.9], 1) },
            { "levels", () => Crps.Quantiles([0, 1], [0.9, 0.1], 1) },
            { "levels", () => Crps.Quantiles([0, 1], [0, 0.1], 1) },
            { "levels", () => Crps.Quantiles([], [], 1) },
            { "quantiles", () => PinballLoss.Mean([1], [0.1, 0.2], 1) },
            { "level", () => PinballLoss.Of(1, 1.2, 1) },
            { "quantile", () => PinballLoss.Of(double.NaN, 0.2, 1) },
            { "levels", () => WeightedIntervalScore.Of([0, 1], [0.1, 0.8], 1) },
            { "upper", () => IntervalScore.Of(1, 0, 0.1, 1) },
            { "alpha", () => IntervalScore.Of(0, 1, 0, 1) },
            { "lower", () => IntervalScore.Of(double.NaN, 1, 0.1, 1) },
            { "knots", () => Crps.PiecewiseLinear([0, 0], [0, 1], 1) },
            { "knots", () => Crps.PiecewiseLinear([], [], 1) },
            { "cdf", () => Crps.PiecewiseLinear([0, 1], [0.5, 0.4], 1) },
            { "cdf", () => Crps.PiecewiseLinear([0, 1], [0.5, 1.4], 1) },
            { "cdf", () => Crps.PiecewiseLinear([0, 1], [0.5], 1) },
            { "sd", () => Crps.Normal(1, 0, 0) },
            { "mean", () => Crps.Normal(1, double.NaN, 1) },
            { "y", () => Crps.Logistic(double.NaN, 0, 1) },
            { "scale", () => Crps.Laplace(1, 0, -1) },
            { "df", () => Crps.StudentT(1, 1) },
            { "sigma", () => Crps.Lognormal(1, 0, 0) },
            { "a", () => Crps.Beta(1, 0, 1) },
            { "b", () => LogDensity.Beta(1, 1, double.NaN) },
            { "sds", () => Crps.NormalMixture(1, [0, 1], [1]) },
            { "sds[1]", () => Crps.NormalMixture(1, [0, 1], [1, 0]) },
            { "means", () => LogDensity.NormalMixture(1, [], []) },
            { "max", () => Crps.Uniform(1, 2, 2) },
            { "upperMass", () => Crps.Uniform(1, 0, 2, 0.6, 0.6) },
            { "n", () => Crps.Binomial(1, -1, 0.5) },
            { "p", () => Crps.Binomial(1, 1, 1.5) },
            { "mean", () => Crps.Poisson(1, 0) },
            { "n", () => Crps.NegativeBinomial(1, 0, 0.5) },
            { "p", () => Crps.NegativeBinomial(1, 1, 0) },
            { "k", () => Crps.Hypergeometric(1, 2, 3, 6) },
            { "m", () => Crps.Hypergeometric(1, -2, 3, 1) },
            { "sd", () => LogDensity.Normal(1, 0, double.PositiveInfinity) },
            { "scale", () => LogDensity.Logistic(1, 0, 0) },
            { "df", () => LogDensity.StudentT(1, 0) },
            { "mu", () => LogDensity.Lognormal(1, double.NaN, 1) },
            { "mean", () => LogDensity.Poisson(1, -1) },
            { "p", () => BaselineScore.Choice(1.1, 2) },
            { "n", () => BaselineScore.Choice(0.5, 1) },
            { "buckets", () => BaselineScore.Continuous(0.5, 0, 0, false) },
            { "openBounds", () => BaselineScore.Continuous(0.5, 10, 3, false) },
            { "y", () => BaselineScore.Expected(0.5, 2) },
            { "p", () => PeerScore.Members([0.5, 0]) },
            { "members", () => PeerScore.Outsider(0.5, []) },
            { "scores", () => RelativeBrier.Members([0.5, 2]) },
            { "score", () => SkillScore.Of(-1, 1) },
            { "reference", () => SkillScore.Of(1, double.NaN) },
            { "score", () => BrierScore.Index(1.5) },
            { "p", () => RankedProbabilityScore.SkillAgainstClimatology([], []) },
            {
                "outcomes",
                () =>
                    RankedProbabilityScore.SkillAgainstClimatology(
                        [
                            [0.5, 0.5],
                        ],
                        [0, 1]
                    )
            },
            {
                "p[1]",
                () =>
                    RankedProbabilityScore.SkillAgainstClimatology(
                        [
                            [0.5, 0.5],
                            [1, 0, 0],
                        ],
                        [0, 1]
                    )
            },
            { "outcome", () => RankedProbabilityScore.Logarithmic([0.5, 0.5], 2) },
            { "p", () => SphericalScore.Categorical([0.5, 0.4], 0) },
            { "y", () => SphericalScore.Binary(0.5, 0.5) },
            { "p", () => LogScore.CrossEntropy(2, 0.5) },
        };

    [Theory, MemberData(nameof(Refused), DisableDiscoveryEnumeration = true)]
    public void Bad_input_is_refused_by_name(string name, Action act) => Should.Throw<ArgumentException>(act).ParamName.ShouldBe(name);

    [Fact]
    public void Peers_alone_score_zero_and_nobody_is_nobody()
    {
        PeerScore.Members([0.3]).ShouldBe([0.0]);
        PeerScore.Members([]).ShouldBeEmpty();
        RelativeBrier.Members([0.3]).ShouldBe([0.0]);
        RelativeBrier.Members([]).ShouldBeEmpty();
    }

    [Fact]
    public void Members_sum_to_zero_and_number_claims_count_half() =>
        Gen.Double[0.001, 1]
            .Array[2, 12]
            .Sample(p =>
            {
                PeerScore.Members(p).Sum().ShouldBe(0, 1e-9);
                RelativeBrier.Members(p).Sum().ShouldBe(0, 1e-12);
                PeerScore.Members(p, continuous: true).ShouldBe([.. PeerScore.Members(p).Select(s => s / 2)], 1e-9);
                PeerScore.Outsider(p[0], p).ShouldBe(PeerScore.Members(p)[0] * (p.Length - 1) / p.Length, 1e-9);
            });

    [Fact]
    public void Baselines_are_zero_for_the_uniform_forecast()
    {
        BaselineScore.Choice(0.25, 4).ShouldBe(0, 1e-12);
        BaselineScore.Expected(0.5, 0.5).ShouldBe(0, 1e-12);
        BaselineScore.Continuous(0.9 / 200, 200, 2, false).ShouldBe(0, 1e-12);
        BaselineScore.Continuous(0.05, 200, 1, true).ShouldBe(0, 1e-12);
    }
}
