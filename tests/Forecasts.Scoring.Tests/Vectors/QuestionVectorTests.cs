using System.Text.Json;
using Forecasts.Scoring.Aggregation;
using Forecasts.Scoring.Rules;

namespace Forecasts.Scoring.Tests.Vectors;

public class QuestionVectorTests
{
    public static readonly IReadOnlySet<string> Scored = new HashSet<string> { "baseline", "peer", "spot_baseline", "spot_peer" };
    public static readonly IReadOnlySet<string> Parity = new HashSet<string> { "preopen_parity_baseline", "preopen_parity_peer" };
    public static readonly IReadOnlySet<string> Means = new HashSet<string> { "geometric_means" };

    /// <summary>
    /// Their "distribution" gives one bucket a mass of 1.36 to hit a round score: refused where it enters, so only the formula is compared.
    /// </summary>
    public static readonly IReadOnlySet<string> NoDistribution = new HashSet<string> { "mc-023", "mc-048" };

    public static IEnumerable<TheoryDataRow<string, string>> Questions => Data.Kinds(Scored);

    [Theory, MemberData(nameof(Questions))]
    public void A_question_scores_as_it_does_in_a_service_that_is_widely_used(string kind, string id)
    {
        var entry = Data.Tournament.ById(id);
        if (NoDistribution.Contains(id))
        {
            OnlyTheFormula(entry);
            return;
        }

        var sheet = Score(entry, "forecasts");
        sheet.IsScored.ShouldBeTrue();
        var expected = entry.GetProperty("expected").EnumerateArray().ToList();
        for (var i = 0; i < expected.Count; i++)
        {
            var row = sheet.Forecasters.SingleOrDefault(f => f.Forecaster == Name(i));
            Value(kind, row).ShouldMeet(expected[i].Number("score"), entry);
            Coverage(kind, row).ShouldMeet(expected[i].Number("coverage"), entry);
        }

        sheet.Forecasters.Count.ShouldBeLessThanOrEqualTo(expected.Count);
    }

    public static IEnumerable<TheoryDataRow<string, string>> Preopen => Data.Kinds(Parity);

    [Theory, MemberData(nameof(Preopen))]
    public void A_forecast_before_the_opening_scores_like_one_at_it(string kind, string id)
    {
        var entry = Data.Tournament.ById(id);
        Score(entry, "forecasts_preopen").Bits().ShouldBe(Score(entry, "forecasts").Bits(), kind);
    }

    public static IEnumerable<TheoryDataRow<string, string>> GeometricMeans => Data.Kinds(Means);

    [Theory, MemberData(nameof(GeometricMeans))]
    public void The_geometric_mean_moves_with_who_stands(string kind, string id)
    {
        var entry = Data.Tournament.ById(id);
        var forecasts = entry
            .GetProperty("forecasts")
            .EnumerateArray()
            .Select((f, i) => Timed(f, i, Kind(entry), values => values.Length == 1 ? [1 - values[0], values[0]] : values))
            .ToArray();
        var steps = CrowdSeries.Steps(
            Kind(entry) == ClaimShape.Binary ? ClaimShape.Choice : Kind(entry),
            forecasts,
            DateTimeOffset.MinValue,
            DateTimeOffset.MaxValue,
            GeometricMean.Of
        );
        var expected = entry.GetProperty("expected").EnumerateArray().ToList();
        steps.Count.ShouldBe(expected.Count, kind);
        foreach (var (step, point) in steps.Zip(expected))
        {
            step.At.ShouldBe(point.Time("time")!.Value);
            // The reference counts one who is alone as nobody, so that n/(n-1) makes no trouble.
            (step.Standing == 1 ? 0 : step.Standing).ShouldBe(point.GetProperty("num_forecasters").GetInt32());
            step.Values!.ShouldMeet(point.GetProperty("pmf").Numbers(), entry);
        }
    }

    private static void OnlyTheFormula(JsonElement entry)
    {
        var cdf = entry.GetProperty("forecasts")[0].GetProperty("continuous_cdf").Numbers();
        BaselineScore
            .OfBucket(Math.Log(cdf[1] - cdf[0]), cdf.Length - 1, 0, false)
            .ShouldMeet(entry.GetProperty("expected")[0].Number("score"), entry);
        Should.Throw<ArgumentException>(() => Score(entry, "forecasts"));
    }

    private static ClaimScoreSheet Score(JsonElement entry, string forecasts)
    {
        var question = entry.GetProperty("question");
        var closes = question.Time("actual_close_time")!.Value;
        var window = new ClaimWindow(
            question.Time("open_time")!.Value,
            question.Time("scheduled_close_time")!.Value,
            closes,
            question.Time("spot_time") ?? closes
        );
        return ClaimScores.Score(
            Kind(entry),
            question.Number("resolution_bucket"),
            window,
            [.. entry.GetProperty(forecasts).EnumerateArray().Select((f, i) => Timed(f, i, Kind(entry), v => v))],
            Usual,
            question.GetProperty("open_bounds_count").GetInt32()
        );
    }

    private static TimedForecast Timed(JsonElement forecast, int i, ClaimShape kind, Func<double[], double[]> form) =>
        new(Name(i), forecast.Time("start_time")!.Value, forecast.Time("end_time"), form(Values(forecast, kind)), false);

    private static double[] Values(JsonElement forecast, ClaimShape kind)
    {
        if (kind == ClaimShape.Binary)
            return [forecast.Number("probability_yes")];
        if (kind == ClaimShape.Choice)
            return forecast.GetProperty("probability_yes_per_category").Numbers();
        var cdf = forecast.GetProperty("continuous_cdf").Numbers();
        return BucketedCdf.OfEdges(new ClaimRange(0, 1, buckets: cdf.Length - 1), cdf).Masses();
    }

    private static ClaimShape Kind(JsonElement entry) =>
        entry.Text("question_type") switch
        {
            "binary" => ClaimShape.Binary,
            "multiple_choice" => ClaimShape.Choice,
            _ => ClaimShape.Number,
        };

    private static double Value(string kind, ForecasterScore? row) =>
        kind switch
        {
            "baseline" => row?.Baseline,
            "peer" => row?.Peer,
            "spot_baseline" => row?.SpotBaseline,
            _ => row?.SpotPeer,
        } ?? 0;

    private static double Coverage(string kind, ForecasterScore? row) =>
        kind.StartsWith("spot_", StringComparison.Ordinal) ? (row?.SpotPeer is null ? 0 : 1) : row?.Coverage ?? 0;

    private static string Name(int i) => $"f{i:000}";
}
