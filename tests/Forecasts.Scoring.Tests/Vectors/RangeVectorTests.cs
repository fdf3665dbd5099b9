using System.Text.Json;

namespace Forecasts.Scoring.Tests.Vectors;

public class RangeVectorTests
{
    public static readonly IReadOnlySet<string> Buckets = new HashSet<string> { "resolution_to_bucket" };
    public static readonly IReadOnlySet<string> Scales = new HashSet<string> { "unscaled_to_scaled" };

    public static IEnumerable<TheoryDataRow<string, string>> Resolutions => Data.Kinds(Buckets);

    [Theory, MemberData(nameof(Resolutions))]
    public void An_outcome_points_at_the_reference_bucket(string kind, string id)
    {
        var entry = Data.Tournament.ById(id);
        var (question, word) = (entry.GetProperty("question"), entry.GetProperty("resolution").GetString());
        var index = entry.Text("question_type") switch
        {
            "binary" => OutcomeIndex.YesNo(word),
            "multiple_choice" => OutcomeIndex.Option(word, OutcomeIndex.AllOptions(History(question))),
            "date" => OutcomeIndex.Date(word, Range(question)),
            _ => OutcomeIndex.Number(word, Range(question)),
        };
        index.ShouldBe(entry.GetProperty("expected") is { ValueKind: JsonValueKind.Number } expected ? expected.GetInt32() : null, kind);
    }

    public static IEnumerable<TheoryDataRow<string, string>> Locations => Data.Kinds(Scales);

    [Theory, MemberData(nameof(Locations))]
    public void A_location_is_the_reference_value_of_the_range_and_leads_back(string kind, string id)
    {
        var entry = Data.Tournament.ById(id);
        var (question, location) = (entry.GetProperty("question"), entry.Number("unscaled"));
        if (!question.TryGetProperty("range_min", out _))
        {
            // Yes/no and options have no scale: what is located is the index itself.
            location.ShouldMeet(entry.Number("expected"), entry);
            return;
        }

        Range(question).Value(location).ShouldMeet(entry.Number("expected"), entry);
        Range(question).Location(entry.Number("expected")).ShouldBe(location, 1e-12, kind);
    }

    private static ClaimRange Range(JsonElement question) =>
        new(
            question.Number("range_min"),
            question.Number("range_max"),
            question.GetProperty("zero_point") is { ValueKind: JsonValueKind.Number } zero ? zero.GetDouble() : null,
            question.GetProperty("inbound_outcome_count").GetInt32()
        );

    private static string[][] History(JsonElement question) =>
        [
            .. question
                .GetProperty("options_history")
                .EnumerateArray()
                .Select(h => h[1].EnumerateArray().Select(o => o.GetString()!).ToArray()),
        ];
}
