using System.Text.Json;

namespace Forecasts.Scoring.Tests.Vectors;

public class ClaimVectorTests
{
    public static IEnumerable<TheoryDataRow<string, string>> Scored => Data.Claims.GetProperty("claims").Ids(_ => true);

    [Theory, MemberData(nameof(Scored))]
    public void A_claim_scores_as_it_does_in_a_service_that_is_widely_used(string measure, string id)
    {
        var entry = Data.Claims.GetProperty("claims").ById(id);
        var sheet = ClaimScores.Score(Enum.Parse<ClaimKind>(entry.Text("kind"), ignoreCase: true), entry.Number("outcome"), WindowOf(entry), Forecasts(entry), Usual);

        sheet.IsScored.ShouldBeTrue();
        var expected = entry.GetProperty("expected").EnumerateArray().ToList();
        for (var i = 0; i < expected.Count; i++)
        {
            var row = sheet.Forecasters.SingleOrDefault(f => f.Forecaster == Name(i));
            Score(measure, row).ShouldBe(expected[i].Number("score"), Data.Claims.Number("tolerance"));
            Coverage(measure, row).ShouldBe(expected[i].Number("coverage"), Data.Claims.Number("tolerance"));
        }

        sheet.Forecasters.Count.ShouldBeLessThanOrEqualTo(expected.Count);
    }

    public static IEnumerable<TheoryDataRow<string, string>> AtOneTime => Data.Rules.Ids(m => m.StartsWith("metaculus_", StringComparison.Ordinal));

    [Theory, MemberData(nameof(AtOneTime))]
    public void Baseline_and_peer_of_published_examples(string measure, string id)
    {
        var entry = Data.Rules.ById(id);
        var p = entry.Input("p") is { ValueKind: JsonValueKind.Array } several ? several.Numbers() : [entry.Input("p").GetDouble()];
        var days = entry.GetProperty("inputs").TryGetProperty("start_day", out var start) ? start.Numbers() : new double[p.Length];
        var sheet = YesNo(entry.Input("outcome").GetDouble(), Window(), [.. p.Select((x, i) => Says(Name(i), x, days[i]))]);
        var scores = sheet.Forecasters.Select(f => measure == "metaculus_baseline_binary" ? f.Baseline : f.Peer);
        scores.ShouldBe(p.Length == 1 ? [entry.Number("expected")] : entry.GetProperty("expected").Numbers(), entry.Number("tolerance"));
    }

    private static double Score(string measure, ForecasterScore? row) => measure switch
    {
        "baseline" => row?.Baseline,
        "peer" => row?.Peer,
        "spot_baseline" => row?.SpotBaseline,
        _ => row?.SpotPeer,
    } ?? 0;

    private static double Coverage(string measure, ForecasterScore? row) =>
        measure.StartsWith("spot_", StringComparison.Ordinal) ? (row?.SpotPeer is null ? 0 : 1) : row?.Coverage ?? 0;

    private static ClaimWindow WindowOf(JsonElement entry) =>
        new(entry.Time("opens")!.Value, entry.Time("scheduledClose")!.Value, entry.Time("closes")!.Value, entry.Time("spot") ?? entry.Time("closes")!.Value);

    private static TimedForecast[] Forecasts(JsonElement entry) =>
        [.. entry.GetProperty("forecasts").EnumerateArray().Select((f, i) => new TimedForecast(Name(i), f.Time("start")!.Value, f.Time("end"), f.GetProperty("values").Numbers(), false))];

    private static string Name(int i) => $"f{i:000}";
}
