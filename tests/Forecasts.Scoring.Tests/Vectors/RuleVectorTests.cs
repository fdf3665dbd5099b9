using System.Text.Json;
using Forecasts.Scoring.Rules;

namespace Forecasts.Scoring.Tests.Vectors;

public class RuleVectorTests
{
    public static IEnumerable<TheoryDataRow<string, string>> Means =>
        Data.Rules.Ids(m => m is "brier_binary" or "log_score_binary_nats" or "brier_graded" or "log_graded_bregman_kl");

    [Theory, MemberData(nameof(Means))]
    public void The_mean_score_of_a_data_set_is_the_reference_value(string measure, string id)
    {
        var entry = Data.Rules.ById(id);
        Pairs(entry).Average(x => One(measure, x.P, x.Y)).ShouldBe(entry.Number("expected"), entry.Number("tolerance"));
    }

    public static IEnumerable<TheoryDataRow<string, string>> Each => Data.Rules.Ids(m => m.EndsWith("_each", StringComparison.Ordinal));

    [Theory, MemberData(nameof(Each))]
    public void Each_score_of_a_list_is_the_reference_value(string measure, string id)
    {
        var entry = Data.Rules.ById(id);
        Pairs(entry).Select(x => One(measure, x.P, x.Y)).ShouldBe(entry.GetProperty("expected").Numbers(), entry.Number("tolerance"));
    }

    public static IEnumerable<TheoryDataRow<string, string>> Categories =>
        Data.Rules.Ids(m => m is "rps" or "rps_normalised" or "brier_multiclass_0_2" or "log_multiclass" or "gjp_ordered_brier_0_2");

    [Theory, MemberData(nameof(Categories))]
    public void The_mean_score_over_categories_is_the_reference_value(string measure, string id)
    {
        var entry = Data.Rules.ById(id);
        var outcomes = entry.Input("outcome_1based").EnumerateArray().Select(o => o.GetInt32() - 1);
        var mean = entry.Input("P").EnumerateArray().Select(p => p.Numbers()).Zip(outcomes).Average(x => measure switch
        {
            "rps" => RankedProbabilityScore.Of(x.First, x.Second),
            "rps_normalised" => RankedProbabilityScore.Of(x.First, x.Second) / (x.First.Length - 1),
            "gjp_ordered_brier_0_2" => 2 * RankedProbabilityScore.Of(x.First, x.Second) / (x.First.Length - 1),
            "brier_multiclass_0_2" => BrierScore.Categorical(x.First, x.Second),
            _ => LogScore.Categorical(x.First, x.Second),
        });
        mean.ShouldBe(entry.Number("expected"), entry.Number("tolerance"));
    }

    private static double One(string measure, double p, double y) => measure switch
    {
        "brier_binary" or "brier_graded" or "brier_binary_each" => BrierScore.Binary(p, y),
        "log_score_binary_nats" => LogScore.Binary(p, y),
        "log_graded_bregman_kl" or "log_loss_graded_bregman_each" => LogScore.Expected(p, y),
        _ => throw new InvalidOperationException(measure),
    };

    private static IEnumerable<(double P, double Y)> Pairs(JsonElement entry) => entry.Input("p").Numbers().Zip(entry.Input("y").Numbers());
}
