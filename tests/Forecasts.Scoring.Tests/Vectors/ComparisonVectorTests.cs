using System.Text.Json;
using Forecasts.Scoring.Comparison;

namespace Forecasts.Scoring.Tests.Vectors;

public class ComparisonVectorTests
{
    /// <summary>Every measure whose entries are checked here.</summary>
    public static IReadOnlyCollection<string> Measures { get; } =
    [
        "diebold_mariano_h1_acf",
        "diebold_mariano_h1_bartlett",
        "diebold_mariano_h3_acf",
        "diebold_mariano_h3_bartlett",
        "diebold_mariano_hln",
        "paired_t",
        "two_way_fixed_effects_difficulty_adjusted_brier",
        "elementary_score_mean",
        "elementary_score_mean_curve",
        "e_value_forecast_dominance_brier",
        "e_value_forecast_dominance_log",
        "e_value_forecast_dominance_spherical",
    ];

    public static IEnumerable<TheoryDataRow<string, string>> Entries => Data.Scoring.Ids(Measures.Contains);

    [Theory, MemberData(nameof(Entries))]
    public void The_reference_value_is_met(string measure, string id)
    {
        var entry = Data.Scoring.ById(id);
        var found = Found(measure, entry);
        var (expected, tolerance) = (entry.GetProperty("expected"), entry.Number("tolerance"));
        if (expected.ValueKind != JsonValueKind.Object)
        {
            double[] numbers = expected.ValueKind == JsonValueKind.Array ? expected.Numbers() : [expected.GetDouble()];
            found[""].ShouldBe(numbers, tolerance);
            return;
        }

        foreach (var part in expected.EnumerateObject())
        {
            double[] numbers = part.Value.ValueKind == JsonValueKind.Array ? part.Value.Numbers() : [part.Value.GetDouble()];
            found[part.Name].ShouldBe(numbers, tolerance, part.Name);
        }
    }

    private static Dictionary<string, double[]> Found(string measure, JsonElement entry)
    {
        double[] Of(string name) => entry.Input(name).Numbers();
        switch (measure)
        {
            case "diebold_mariano_hln":
                return new() { ["stat"] = [DieboldMariano.Test(Of("differences"), entry.Input("h").GetInt32()).Statistic] };
            case "paired_t":
                var t = PairedT.Test(Brier(Of("pa"), Of("y")), Brier(Of("pb"), Of("y")));
                return new() { ["t"] = [t.Statistic], ["p"] = [t.P] };
            case "elementary_score_mean":
                return new() { [""] = [ElementaryScore.Mean(Of("p"), Of("y"), entry.Input("eta").GetDouble())] };
            case "elementary_score_mean_curve":
                return new() { [""] = MurphyDiagram.Curve(Of("p"), Of("y"), Of("theta")) };
            case "two_way_fixed_effects_difficulty_adjusted_brier":
                return Board(entry);
        }

        if (measure.StartsWith("e_value", StringComparison.Ordinal))
        {
            var score = Enum.Parse<DominanceScore>(measure.Split('_')[^1], ignoreCase: true);
            return new() { [""] = [ForecastDominance.Test(Of("p"), Of("q"), Of("y"), score, lag: entry.Input("lag").GetInt32()).EValue] };
        }

        var differences = Brier(Of("pa"), Of("y")).Zip(Brier(Of("pb"), Of("y")), (a, b) => a - b).ToArray();
        var variance = measure.EndsWith("bartlett", StringComparison.Ordinal) ? LongRunVariance.Bartlett : LongRunVariance.Autocovariance;
        var test = DieboldMariano.Test(differences, measure.Contains("h3", StringComparison.Ordinal) ? 3 : 1, variance);
        return new() { ["stat"] = [test.Statistic], ["p"] = [test.P] };
    }

    private static Dictionary<string, double[]> Board(JsonElement entry)
    {
        var rows = entry.Input("rows").EnumerateArray().Select(r => r.Numbers()).ToArray();
        var effects = TwoWayFixedEffects.Fit(
            [.. rows.Select(r => (int)r[0])],
            [.. rows.Select(r => (int)r[1])],
            Brier([.. rows.Select(r => r[2])], [.. rows.Select(r => r[3])])
        );
        effects.Components.ShouldBe(1);
        return new()
        {
            ["contrast_vs_forecaster0"] = [.. effects.Forecasters.Select(f => f.Adjusted - effects.Forecasters[0].Adjusted)],
            ["raw_mean_brier"] = [.. effects.Forecasters.Select(f => f.Mean)],
            ["n"] = [.. effects.Forecasters.Select(f => (double)f.Rows)],
        };
    }

    private static double[] Brier(double[] p, double[] y) => [.. p.Zip(y, (f, o) => (f - o) * (f - o))];
}
