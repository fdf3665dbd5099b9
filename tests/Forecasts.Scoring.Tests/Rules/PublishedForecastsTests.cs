using Forecasts.Scoring.Rules;
using static Forecasts.Scoring.Tests.Vectors.PublishedData;

namespace Forecasts.Scoring.Tests.Rules;

/// <summary>Quantile and category forecasts with published scores; a twin drawn here always runs.</summary>
public class PublishedForecastsTests
{
    private const string Covid = "scoringutils-examples",
        Hub = "hubverse-example";
    private static readonly string[] Categories = ["low", "moderate", "high", "very high"];

    private sealed record Quantiles(double[] Levels, double[] Values, double Observed)
    {
        public double Wis => WeightedIntervalScore.Of(Values, Levels, Observed).Score;

        public double At(double level) => Values[Array.IndexOf(Levels, level)];

        public bool Covered(double tail) => IntervalScore.Covers(At(tail), At(1 - tail), Observed);

        public double MedianError => Math.Abs(At(0.5) - Observed);
    }

    [Theory]
    [InlineData("Cases", "EuroCOVIDhub-ensemble", "17900", ".391", ".805", "24100")]
    [InlineData("Cases", "EuroCOVIDhub-baseline", "28500", ".328", ".820", "38500")]
    [InlineData("Cases", "epiforecasts-EpiNow2", "20800", ".469", ".789", "27900")]
    [InlineData("Deaths", "EuroCOVIDhub-ensemble", "41.4", ".875", "1.000", "53.1")]
    [InlineData("Deaths", "EuroCOVIDhub-baseline", "159", ".664", "1.000", "233")]
    [InlineData("Deaths", "UMass-MechBayes", "52.7", ".461", ".875", "78.5")]
    [InlineData("Deaths", "epiforecasts-EpiNow2", "66.6", ".420", ".908", "105")]
    public void Scores_of_forecasts_of_an_epidemic_are_as_published(string target, string model, params string[] published)
    {
        var own = Rows(Covid, "example_quantile.csv")
            .Where(r => r["predicted"] != "" && r["model"] == model && r["target_type"] == target)
            .GroupBy(r => (r["location"], r["target_end_date"], r["forecast_date"], r["horizon"]))
            .Select(g => Forecast(g, "quantile_level", "predicted", Number(g.First()["observed"])))
            .ToList();
        double[] scores =
        [
            own.Average(f => f.Wis),
            own.Average(f => f.Covered(0.25) ? 1.0 : 0),
            own.Average(f => f.Covered(0.05) ? 1.0 : 0),
            own.Average(f => f.MedianError),
        ];
        // They print three significant figures.
        foreach (var (score, text) in scores.Zip(published))
            score.ShouldBe(Number(text), 0.501 * Math.Pow(10, Math.Floor(Math.Log10(score)) - 2));
    }

    [Theory]
    [InlineData("Flusight-baseline", 401.875, 329.4545, 0, .125)]
    [InlineData("MOBS-GLEAM_FLUH", 416.375, 315.2393, .5, .5625)]
    [InlineData("PSI-DICE", 277.0, 227.9527, .5, .5)]
    public void Scores_of_an_example_hub_are_as_published(string model, double error, double wis, double coverage80, double coverage90)
    {
        var observed = Rows(Hub, "forecast_oracle_output.csv")
            .Where(r => r["output_type"] == "quantile")
            .ToDictionary(r => (r["location"], r["target_end_date"]), r => Number(r["oracle_value"]));
        var own = Rows(Hub, "forecast_outputs.csv")
            .Where(r => r["model_id"] == model && r["output_type"] == "quantile")
            .GroupBy(r => (r["location"], r["target_end_date"], r["horizon"], r["reference_date"]))
            .Select(g => Forecast(g, "output_type_id", "value", observed[(g.Key.Item1, g.Key.Item2)]))
            .ToList();
        own.Average(f => f.Wis).ShouldBe(wis, 5.1e-5);
        own.Average(f => f.MedianError).ShouldBe(error, 1e-9);
        own.Average(f => f.Covered(0.1) ? 1.0 : 0).ShouldBe(coverage80);
        own.Average(f => f.Covered(0.05) ? 1.0 : 0).ShouldBe(coverage90);
    }

    [Fact]
    public void A_category_forecast_of_the_hub_without_a_chance_for_what_came_has_an_infinite_log_score()
    {
        var happened = Rows(Hub, "forecast_oracle_output.csv")
            .Where(r => r["output_type"] == "pmf" && Number(r["oracle_value"]) == 1)
            .ToDictionary(r => (r["location"], r["target_end_date"]), r => Array.IndexOf(Categories, r["output_type_id"]));
        var cells = Rows(Hub, "forecast_outputs.csv")
            .Where(r => r["output_type"] == "pmf")
            .GroupBy(r => (r["model_id"], r["location"], r["horizon"]))
            .Select(cell =>
            {
                var scored = cell.GroupBy(r => r["target_end_date"])
                    .Select(g =>
                    {
                        double[] pmf = [.. g.OrderBy(r => Array.IndexOf(Categories, r["output_type_id"])).Select(r => Number(r["value"]))];
                        var outcome = happened[(cell.Key.Item2, g.Key)];
                        return (Log: LogScore.Categorical(pmf, outcome), Rps: RankedProbabilityScore.Of(pmf, outcome));
                    })
                    .ToList();
                return (cell.Key, Log: scored.Average(s => s.Log), Rps: scored.Average(s => s.Rps));
            })
            .ToList();
        cells.Count.ShouldBe(3 * 2 * 4);
        cells.ShouldAllBe(c => c.Rps >= 0 && c.Rps <= 3);
        // The published table names the first; the data give the outcome a probability of exactly 0 in three more.
        cells
            .Where(c => double.IsInfinity(c.Log))
            .Select(c => c.Key)
            .ShouldBe([
                ("Flusight-baseline", "25", "3"),
                ("MOBS-GLEAM_FLUH", "25", "2"),
                ("MOBS-GLEAM_FLUH", "25", "3"),
                ("PSI-DICE", "25", "3"),
            ]);
    }

    [Fact]
    public void A_drawn_twin_of_both_comes_out_as_the_definitions_have_it()
    {
        double[] levels = [0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95];
        var seed = new Seeded(7);
        var drawn = Enumerable
            .Range(0, 60)
            .Select(_ =>
            {
                var (centre, width) = (200 * seed.NextDouble(), 5 + (20 * seed.NextDouble()));
                return new Quantiles(
                    levels,
                    [.. levels.Select(l => centre + (width * Math.Log(l / (1 - l))))],
                    centre + (60 * (seed.NextDouble() - 0.5))
                );
            })
            .ToList();
        foreach (var f in drawn)
            f.Wis.ShouldBe(
                levels.Zip(f.Values).Average(q => 2 * Math.Max(q.First * (f.Observed - q.Second), (q.First - 1) * (f.Observed - q.Second))),
                1e-10
            );
        drawn.Count(f => f.Covered(0.05)).ShouldBe(drawn.Count(f => f.Values[0] <= f.Observed && f.Observed <= f.Values[^1]));
        drawn.ShouldAllBe(f => f.MedianError == Math.Abs(f.Values[3] - f.Observed));
        LogScore.Categorical([1, 0, 0, 0], 1).ShouldBe(double.PositiveInfinity);
        RankedProbabilityScore.Of([1, 0, 0, 0], 1).ShouldBe(1);
    }

    private static Quantiles Forecast(IEnumerable<Dictionary<string, string>> rows, string level, string value, double observed)
    {
        var sorted = rows.OrderBy(r => Number(r[level])).ToList();
        return new([.. sorted.Select(r => Number(r[level]))], [.. sorted.Select(r => Number(r[value]))], observed);
    }
}
