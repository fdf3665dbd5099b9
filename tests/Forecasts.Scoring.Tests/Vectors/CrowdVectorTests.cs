using System.Text.Json;
using Forecasts.Scoring.Aggregation;

namespace Forecasts.Scoring.Tests.Vectors;

public class CrowdVectorTests
{
    public static IEnumerable<TheoryDataRow<string>> Crowds => Data.Crowds.GetProperty("crowds").EnumerateArray().Select(e => new TheoryDataRow<string>(e.Text("id")));

    [Theory, MemberData(nameof(Crowds))]
    public void The_crowd_is_that_of_a_service_that_is_widely_used(string id)
    {
        var entry = Data.Crowds.GetProperty("crowds").ById(id);
        var starts = entry.GetProperty("starts").EnumerateArray().Select(s => s.GetDateTimeOffset());
        var forecasts = entry.GetProperty("values").EnumerateArray().Zip(starts, (v, at) => (Values: v.Numbers(), At: at))
            .Select((f, i) => new TimedForecast($"f{i}", f.At, null, f.Values, false)).ToList();
        var kind = Enum.Parse<ClaimKind>(entry.Text("kind"), ignoreCase: true);

        var point = CrowdSeries.Compute(kind, forecasts, forecasts[0].Start, entry.Time("at")!.Value.AddDays(1))[^1];

        point.Standing.ShouldBe(entry.GetProperty("standing").GetInt32());
        point.Median!.ShouldBe(entry.GetProperty("median").Numbers(), Data.Crowds.Number("tolerance"));
        if (entry.GetProperty("mean").ValueKind == JsonValueKind.Array) point.Mean!.ShouldBe(entry.GetProperty("mean").Numbers(), Data.Crowds.Number("tolerance"));
    }
}
