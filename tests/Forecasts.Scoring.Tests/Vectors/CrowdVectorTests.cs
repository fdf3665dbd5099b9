using System.Text.Json;
using Forecasts.Scoring.Aggregation;

namespace Forecasts.Scoring.Tests.Vectors;

public class CrowdVectorTests
{
    public static readonly IReadOnlySet<string> Aggregations = new HashSet<string>
    {
        "aggregation_unweighted",
        "aggregation_recency_weighted",
    };
    public static readonly IReadOnlySet<string> Percentiles = new HashSet<string> { "weighted_percentile" };

    public static readonly IReadOnlySet<string> Measures = new HashSet<string>
    {
        "geometric_mean_of_odds",
        "geometric_mean_of_odds_weighted",
        "extremize_odds_power_as_usually_defined",
        "neyman_roughgarden_factor",
        "extremize_from_base_rate",
        "metaculus_geometric_mean_pmf",
        "metaculus_recency_weights",
    };

    public static IEnumerable<TheoryDataRow<string, string>> Crowds => Data.Kinds(Aggregations);

    [Theory, MemberData(nameof(Crowds))]
    public void The_crowd_is_that_of_a_service_that_is_widely_used(string kind, string id)
    {
        var entry = Data.Tournament.ById(id);
        var recent = kind == "aggregation_recency_weighted";
        var members = entry.GetProperty("forecasts_values").EnumerateArray().Select(v => v.Numbers()).ToArray();
        var crowd = recent ? Crowd.RecencyWeighted(members) : Crowd.Unweighted(members);
        Meets("forecast_values", crowd.Values);
        Meets("centers", crowd.Values);
        Meets("interval_lower_bounds", crowd.Lower);
        Meets("interval_upper_bounds", crowd.Upper);
        Meets("means", crowd.Means);
        Meets("histogram", Crowd.Histogram([.. members.Select(m => m[1])], recent ? RecencyWeights.Of(members.Length) : default));

        void Meets(string name, IReadOnlyList<double> actual)
        {
            if (entry.GetProperty("expected").GetProperty(name) is { ValueKind: JsonValueKind.Array } expected)
                actual.ShouldMeet(expected.Numbers(), entry);
        }
    }

    [Theory, MemberData(nameof(Crowds))]
    public void The_series_ends_with_that_crowd(string kind, string id)
    {
        var entry = Data.Tournament.ById(id);
        var binary = entry.Text("question_type") == "binary";
        var starts = entry.GetProperty("forecast_start_times").EnumerateArray().Select(s => s.GetDateTimeOffset());
        var forecasts = entry
            .GetProperty("forecasts_values")
            .EnumerateArray()
            .Zip(starts, (v, at) => (Values: v.Numbers(), At: at))
            .Select((f, i) => new TimedForecast($"f{i}", f.At, null, binary ? [f.Values[1]] : f.Values, false))
            .ToList();
        var (form, until, expected) = (
            binary ? ClaimShape.Binary : ClaimShape.Choice,
            entry.Time("timestep")!.Value.AddDays(1),
            entry.GetProperty("expected")
        );

        var point = CrowdSeries.Compute(form, forecasts, forecasts[0].Start, until)[^1];
        var step = CrowdSeries.RecencyWeighted(form, forecasts, forecasts[0].Start, until)[^1];

        var values = expected.GetProperty("forecast_values").Numbers();
        (kind == "aggregation_unweighted" ? point.Median : step.Values)!.ShouldMeet(binary ? [values[1]] : values, entry);
        point.Standing.ShouldBe(expected.GetProperty("forecaster_count").GetInt32());
        step.Standing.ShouldBe(point.Standing);
    }

    public static IEnumerable<TheoryDataRow<string, string>> Weighted => Data.Kinds(Percentiles);

    [Theory, MemberData(nameof(Weighted))]
    public void A_weighted_percentile_of_each_column_is_the_reference_value(string kind, string id)
    {
        var entry = Data.Tournament.ById(id);
        var rows = entry.GetProperty("values").EnumerateArray().Select(v => v.Numbers()).ToArray();
        var weights = entry.GetProperty("weights") is { ValueKind: JsonValueKind.Array } w ? w.Numbers() : [];
        foreach (var (percent, expected) in entry.GetProperty("percentiles").Numbers().Zip(entry.GetProperty("expected").EnumerateArray()))
        {
            double[] columns =
            [
                .. Enumerable
                    .Range(0, rows[0].Length)
                    .Select(k => rows.Select(r => r[k]).ToArray())
                    .Select(c => c.Any(double.IsNaN) ? double.NaN : WeightedPercentile.Of(c, percent, weights)),
            ];
            columns.ShouldMeet(expected.Numbers(), entry);
        }

        kind.ShouldBe("weighted_percentile");
    }

    public static IEnumerable<TheoryDataRow<string, string>> Pools => Data.Scoring.Ids(Measures.Contains);

    [Theory, MemberData(nameof(Pools))]
    public void A_pool_or_its_weights_are_the_reference_value(string measure, string id)
    {
        var entry = Data.Scoring.ById(id);
        double[] actual = measure switch
        {
            "geometric_mean_of_odds" => [Odds.GeometricMean(entry.Input("p").Numbers())],
            "geometric_mean_of_odds_weighted" => [Odds.GeometricMean(entry.Input("p").Numbers(), entry.Input("w").Numbers())],
            "extremize_odds_power_as_usually_defined" => [Odds.Extremize(entry.Input("p").GetDouble(), entry.Input("d").GetDouble())],
            "neyman_roughgarden_factor" => [.. entry.Input("n").Numbers().Select(n => Odds.NeymanRoughgardenFactor((int)n))],
            "extremize_from_base_rate" =>
            [
                Odds.ExtremizeFromBaseRate(entry.Input("p").Numbers(), entry.Input("base").GetDouble(), Odds.NeymanRoughgardenFactor(4)),
            ],
            "metaculus_geometric_mean_pmf" => GeometricMean.Of([.. entry.Input("pmf_yes").Numbers().Select(p => new[] { 1 - p, p })]),
            _ => RecencyWeights.Of(entry.Input("n").GetInt32()),
        };
        var expected = entry.GetProperty("expected");
        actual.ShouldMeet(expected.ValueKind == JsonValueKind.Array ? expected.Numbers() : [expected.GetDouble()], entry);
    }
}
