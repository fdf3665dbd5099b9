using System.Text.Json;

namespace Forecasts.Scoring.Tests.Vectors;

/// <summary>Reference values measured or published elsewhere; each entry names its source.</summary>
public static class Data
{
    /// <summary>
    /// Every reference value of rules, calibration, comparison and aggregation; entries of the measure "dataset" hold inputs that others
    /// name.
    /// </summary>
    public static readonly JsonElement Scoring = Load("scoring");

    /// <summary>Every reference value of whole questions: scores over time, spots, crowds, ranges.</summary>
    public static readonly JsonElement Tournament = Load("tournament");

    public static JsonElement ById(this JsonElement entries, string id) => entries.EnumerateArray().Single(e => e.Text("id") == id);

    public static IEnumerable<TheoryDataRow<string, string>> Ids(this JsonElement entries, Func<string, bool> measure) =>
        entries
            .EnumerateArray()
            .Where(e => measure(e.Text("measure")))
            .Select(e => new TheoryDataRow<string, string>(e.Text("measure"), e.Text("id")));

    /// <summary>Kind and id of the entries of some kinds of question.</summary>
    public static IEnumerable<TheoryDataRow<string, string>> Kinds(IReadOnlySet<string> kinds) =>
        Tournament
            .EnumerateArray()
            .Where(e => kinds.Contains(e.Text("kind")))
            .Select(e => new TheoryDataRow<string, string>(e.Text("kind"), e.Text("id")));

    /// <summary>An input of the entry, from the data set that it names or its own.</summary>
    public static JsonElement Input(this JsonElement entry, string name)
    {
        var inputs = entry.GetProperty("inputs");
        if (inputs.TryGetProperty(name, out var own))
            return own;
        return Scoring.ById(inputs.GetProperty("dataset").GetString()!).GetProperty("inputs").GetProperty(name);
    }

    public static double[] Numbers(this JsonElement array) =>
        [.. array.EnumerateArray().Select(x => x.ValueKind == JsonValueKind.Null ? double.NaN : x.GetDouble())];

    public static string Text(this JsonElement entry, string name) => entry.GetProperty(name).GetString()!;

    public static double Number(this JsonElement entry, string name) => entry.GetProperty(name).GetDouble();

    public static DateTimeOffset? Time(this JsonElement entry, string name) =>
        entry.TryGetProperty(name, out var at) && at.ValueKind == JsonValueKind.String ? at.GetDateTimeOffset() : null;

    /// <summary>
    /// Within the tolerance that the entry states: absolute (a number, or decimals to round to), relative and absolute together, or exact.
    /// </summary>
    public static void ShouldMeet(this double actual, double expected, JsonElement entry)
    {
        var tolerance = entry.GetProperty("tolerance");
        if (double.IsNaN(expected))
        {
            actual.ShouldBe(double.NaN);
            return;
        }

        actual.ShouldBe(
            expected,
            tolerance.ValueKind == JsonValueKind.Number
                ? tolerance.GetDouble()
                : tolerance.Text("mode") switch
                {
                    "isclose" => tolerance.Number("atol") + (tolerance.Number("rtol") * Math.Abs(expected)),
                    "round_decimals" => Math.Pow(10, -tolerance.Number("value")),
                    _ => 0,
                }
        );
    }

    public static void ShouldMeet(this IReadOnlyList<double> actual, double[] expected, JsonElement entry)
    {
        actual.Count.ShouldBe(expected.Length);
        for (var i = 0; i < expected.Length; i++)
            actual[i].ShouldMeet(expected[i], entry);
    }

    private static JsonElement Load(string name)
    {
        using var stream = typeof(Data).Assembly.GetManifestResourceStream(name)!;
        using var document = JsonDocument.Parse(stream);
        return document.RootElement.Clone();
    }
}
