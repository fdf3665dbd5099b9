using System.Text.Json;
using Forecasts.Scoring.Rules;

namespace Forecasts.Scoring.Tests.Vectors;

public class RuleVectorTests
{
    public static readonly IReadOnlySet<string> Pairs = new HashSet<string>
    {
        "brier_binary",
        "brier_graded",
        "brier_binary_each",
        "log_score_binary_nats",
        "log_graded_bregman_kl",
        "log_graded_cross_entropy",
        "log_loss_graded_bregman_each",
        "spherical_binary_loss",
    };

    public static readonly IReadOnlySet<string> Categories = new HashSet<string>
    {
        "rps",
        "rps_normalised",
        "brier_multiclass_0_2",
        "log_multiclass",
        "spherical_multiclass_loss",
        "gjp_ordered_brier_0_2",
        "ranked_log_score",
    };

    public static readonly IReadOnlySet<string> Skills = new HashSet<string>
    {
        "brier_skill_score_in_sample_base_rate",
        "rps_skill_score_in_sample_climatology",
        "forecastbench_brier_index",
    };

    public static readonly IReadOnlySet<string> AtOneTime = new HashSet<string>
    {
        "metaculus_baseline_binary",
        "metaculus_peer_binary",
        "metaculus_peer_time_weighted",
    };

    public static IEnumerable<TheoryDataRow<string, string>> OfPairs => Data.Scoring.Ids(Pairs.Contains);

    [Theory, MemberData(nameof(OfPairs))]
    public void The_scores_of_pairs_or_their_mean_are_the_reference_value(string measure, string id)
    {
        var entry = Data.Scoring.ById(id);
        var (p, y, expected) = (entry.Input("p").Numbers(), entry.Input("y").Numbers(), entry.GetProperty("expected"));
        double[] each = [.. p.Zip(y, (a, b) => One(measure, a, b))];
        if (expected.ValueKind == JsonValueKind.Array)
            each.ShouldMeet(expected.Numbers(), entry);
        else
            each.Average().ShouldMeet(expected.GetDouble(), entry);
        if (measure is "brier_binary" or "brier_graded")
            BrierScore.Mean(p, y).ShouldMeet(expected.GetDouble(), entry);
        if (measure == "log_score_binary_nats")
            LogScore.Mean(p, y).ShouldMeet(expected.GetDouble(), entry);
        if (measure == "spherical_binary_loss")
            SphericalScore.Mean(p, y).ShouldMeet(expected.GetDouble(), entry);
    }

    public static IEnumerable<TheoryDataRow<string, string>> OfCategories => Data.Scoring.Ids(Categories.Contains);

    [Theory, MemberData(nameof(OfCategories))]
    public void The_mean_score_over_categories_is_the_reference_value(string measure, string id)
    {
        var entry = Data.Scoring.ById(id);
        Rows(entry)
            .Average(x =>
                measure switch
                {
                    "rps" => RankedProbabilityScore.Of(x.P, x.Outcome),
                    "rps_normalised" => RankedProbabilityScore.Normalised(x.P, x.Outcome),
                    "gjp_ordered_brier_0_2" => RankedProbabilityScore.OrderedBrier(x.P, x.Outcome),
                    "ranked_log_score" => RankedProbabilityScore.Logarithmic(x.P, x.Outcome),
                    "brier_multiclass_0_2" => BrierScore.Categorical(x.P, x.Outcome),
                    "spherical_multiclass_loss" => SphericalScore.Categorical(x.P, x.Outcome),
                    _ => LogScore.Categorical(x.P, x.Outcome),
                }
            )
            .ShouldMeet(entry.Number("expected"), entry);
    }

    public static IEnumerable<TheoryDataRow<string, string>> OfSkills => Data.Scoring.Ids(Skills.Contains);

    [Theory, MemberData(nameof(OfSkills))]
    public void A_skill_or_index_is_the_reference_value(string measure, string id)
    {
        var entry = Data.Scoring.ById(id);
        double[] actual = measure switch
        {
            "brier_skill_score_in_sample_base_rate" =>
            [
                BrierScore.SkillAgainstBaseRate(entry.Input("p").Numbers(), entry.Input("y").Numbers()),
            ],
            "rps_skill_score_in_sample_climatology" =>
            [
                RankedProbabilityScore.SkillAgainstClimatology([.. Rows(entry).Select(r => r.P)], [.. Rows(entry).Select(r => r.Outcome)]),
            ],
            _ => [.. entry.Input("score").Numbers().Select(BrierScore.Index)],
        };
        var expected = entry.GetProperty("expected");
        actual.ShouldMeet(expected.ValueKind == JsonValueKind.Array ? expected.Numbers() : [expected.GetDouble()], entry);
    }

    public static IEnumerable<TheoryDataRow<string, string>> Published => Data.Scoring.Ids(AtOneTime.Contains);

    [Theory, MemberData(nameof(Published))]
    public void Baseline_and_peer_of_published_examples(string measure, string id)
    {
        var entry = Data.Scoring.ById(id);
        var (p, outcome) = (Several(entry.Input("p")), entry.Input("outcome").GetDouble());
        var days = entry.GetProperty("inputs").TryGetProperty("start_day", out var start) ? start.Numbers() : new double[p.Length];
        var sheet = YesNo(outcome, Window(), [.. p.Select((x, i) => Says($"f{i}", x, days[i]))]);
        var expected = Several(entry.GetProperty("expected"));
        sheet.Forecasters.Select(f => measure == "metaculus_baseline_binary" ? f.Baseline : f.Peer).ToArray().ShouldMeet(expected, entry);
        if (measure == "metaculus_baseline_binary")
            BaselineScore.Choice(p[0], 2).ShouldMeet(expected[0], entry);
        if (measure == "metaculus_peer_binary")
            PeerScore.Members(p).ShouldMeet(expected, entry);
    }

    private static double[] Several(JsonElement element) =>
        element.ValueKind == JsonValueKind.Array ? element.Numbers() : [element.GetDouble()];

    private static double One(string measure, double p, double y) =>
        measure switch
        {
            "brier_binary" or "brier_graded" or "brier_binary_each" => BrierScore.Binary(p, y),
            "log_score_binary_nats" => LogScore.Binary(p, y),
            "log_graded_bregman_kl" or "log_loss_graded_bregman_each" => LogScore.Expected(p, y),
            "log_graded_cross_entropy" => LogScore.CrossEntropy(p, y),
            "spherical_binary_loss" => SphericalScore.Binary(p, y),
            _ => throw new InvalidOperationException(measure),
        };

    private static List<(double[] P, int Outcome)> Rows(JsonElement entry) =>
        [
            .. entry
                .Input("P")
                .EnumerateArray()
                .Select(p => p.Numbers())
                .Zip(entry.Input("outcome_1based").EnumerateArray().Select(o => o.GetInt32() - 1)),
        ];
}
