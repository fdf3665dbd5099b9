using System.Text.Json;
using Forecasts.Scoring.Rules;

namespace Forecasts.Scoring.Tests.Vectors;

public class DistributionVectorTests
{
    public static readonly IReadOnlySet<string> Samples = new HashSet<string>
    {
        "crps_ensemble",
        "crps_ensemble_fair",
        "crps_ensemble_weighted",
        "crps_piecewise_linear_cdf",
        "crps_piecewise_linear_cdf_flat_tails",
        "crps_quantile_2x_mean_pinball",
        "pinball_mean_over_levels",
        "wis",
        "wis_median_counted_twice",
        "interval_score_weighted_alpha_half",
    };

    public static readonly IReadOnlySet<string> Parts = new HashSet<string> { "wis_components" };

    public static readonly IReadOnlySet<string> Single = new HashSet<string>
    {
        "interval_score",
        "pinball",
        "crps_normal",
        "crps_logistic",
        "crps_beta",
        "crps_binomial",
        "crps_poisson",
        "crps_student_t",
        "crps_uniform",
        "crps_uniform_point_masses",
        "crps_laplace",
        "crps_mixture_normal",
        "crps_negbinom",
        "crps_hypergeometric",
        "log_score_density_normal",
        "log_score_density_logistic",
        "log_score_density_poisson",
        "log_score_density_student_t",
        "log_score_density_lognormal",
        "log_score_density_beta",
        "log_score_density_mixture_normal",
    };

    public static IEnumerable<TheoryDataRow<string, string>> OfSamples => Data.Scoring.Ids(Samples.Contains);

    [Theory, MemberData(nameof(OfSamples))]
    public void The_score_of_each_row_is_the_reference_value(string measure, string id)
    {
        var entry = Data.Scoring.ById(id);
        var obs = Several(entry.Input("obs"));
        double[] Row(string name, int i) =>
            entry.Input(name) is var rows && rows[0].ValueKind == JsonValueKind.Array ? rows[i].Numbers() : rows.Numbers();
        double[] actual =
        [
            .. obs.Select(
                (y, i) =>
                    measure switch
                    {
                        "crps_ensemble" => Crps.Ensemble(Row("ens", i), y),
                        "crps_ensemble_fair" => Crps.EnsembleFair(Row("ens", i), y),
                        "crps_ensemble_weighted" => Crps.EnsembleWeighted(Row("ens", i), Row("w", i), y),
                        "crps_piecewise_linear_cdf" => Crps.PiecewiseLinear(Row("knots", i), Row("cdf", i), y),
                        "crps_piecewise_linear_cdf_flat_tails" => Crps.PiecewiseLinear(Row("knots", i), Row("cdf", i), y, flatTails: true),
                        "crps_quantile_2x_mean_pinball" => Crps.Quantiles(Row("q", i), Row("levels", i), y),
                        "pinball_mean_over_levels" => PinballLoss.Mean(Row("q", i), Row("levels", i), y),
                        "wis" => WeightedIntervalScore.Of(Row("q", i), Row("levels", i), y).Score,
                        "wis_median_counted_twice" => WeightedIntervalScore
                            .Of(Row("q", i), Row("levels", i), y, medianCountedTwice: true)
                            .Score,
                        _ => IntervalScore.Weighted(Row("lower", i)[i], Row("upper", i)[i], entry.Input("alpha").GetDouble(), y),
                    }
            ),
        ];
        actual.ShouldMeet(Several(entry.GetProperty("expected")), entry);
    }

    public static IEnumerable<TheoryDataRow<string, string>> OfParts => Data.Scoring.Ids(Parts.Contains);

    [Theory, MemberData(nameof(OfParts))]
    public void The_parts_of_the_weighted_interval_score_are_the_reference_values(string measure, string id)
    {
        var entry = Data.Scoring.ById(id);
        var rows = entry.Input("q").EnumerateArray().Select(q => q.Numbers()).ToArray();
        foreach (var (i, expected) in entry.GetProperty("expected").EnumerateArray().Index())
        {
            var parts = WeightedIntervalScore.Of(rows[i], entry.Input("levels").Numbers(), entry.Input("obs")[i].GetDouble());
            parts.Dispersion.ShouldMeet(expected.Number("dispersion"), entry);
            parts.OverPrediction.ShouldMeet(expected.Number("overprediction"), entry);
            parts.UnderPrediction.ShouldMeet(expected.Number("underprediction"), entry);
            parts.Score.ShouldBe(parts.Dispersion + parts.OverPrediction + parts.UnderPrediction, 1e-12, measure);
        }
    }

    public static IEnumerable<TheoryDataRow<string, string>> OfSingle => Data.Scoring.Ids(Single.Contains);

    [Theory, MemberData(nameof(OfSingle))]
    public void The_score_of_a_distribution_is_the_reference_value(string measure, string id)
    {
        var entry = Data.Scoring.ById(id);
        double N(string name) => entry.Input(name).GetDouble();
        double Or(string name, double otherwise) =>
            entry.GetProperty("inputs").TryGetProperty(name, out var own) ? own.GetDouble() : otherwise;
        var y = N("obs");
        (
            measure switch
            {
                "interval_score" => IntervalScore.Of(N("lower"), N("upper"), N("alpha"), y),
                "pinball" => PinballLoss.Of(N("q"), N("level"), y),
                "crps_normal" => Crps.Normal(y, N("mean"), N("sd")),
                "crps_logistic" => Crps.Logistic(y, N("location"), N("scale")),
                "crps_beta" => Crps.Beta(y, N("a"), N("b")),
                "crps_binomial" => Crps.Binomial(y, (int)N("n"), N("p")),
                "crps_poisson" => Crps.Poisson(y, N("mean")),
                "crps_student_t" => Crps.StudentT(y, N("df"), Or("location", 0), Or("scale", 1)),
                "crps_uniform" => Crps.Uniform(y, N("min"), N("max")),
                "crps_uniform_point_masses" => Crps.Uniform(y, N("min"), N("max"), N("lmass"), N("umass")),
                "crps_laplace" => Crps.Laplace(y, N("location"), N("scale")),
                "crps_mixture_normal" => Crps.NormalMixture(
                    y,
                    entry.Input("m").Numbers(),
                    entry.Input("s").Numbers(),
                    entry.Input("w").Numbers()
                ),
                "crps_negbinom" => Crps.NegativeBinomial(y, N("n"), N("p")),
                "crps_hypergeometric" => Crps.Hypergeometric(y, (int)N("m"), (int)N("n"), (int)N("k")),
                "log_score_density_normal" => LogDensity.Normal(y, N("mean"), N("sd")),
                "log_score_density_logistic" => LogDensity.Logistic(y, N("location"), N("scale")),
                "log_score_density_poisson" => LogDensity.Poisson(y, N("mean")),
                "log_score_density_student_t" => LogDensity.StudentT(y, N("df")),
                "log_score_density_lognormal" => LogDensity.Lognormal(y, N("mulog"), N("sigmalog")),
                "log_score_density_beta" => LogDensity.Beta(y, N("a"), N("b")),
                _ => LogDensity.NormalMixture(y, entry.Input("m").Numbers(), entry.Input("s").Numbers(), entry.Input("w").Numbers()),
            }
        ).ShouldMeet(entry.Number("expected"), entry);
    }

    private static double[] Several(JsonElement element) =>
        element.ValueKind == JsonValueKind.Array ? element.Numbers() : [element.GetDouble()];
}
