using System.Globalization;
using System.Text.Json;
using Forecasts.Scoring.Timeline;

namespace Forecasts.Cli;

/// <summary>One question of a tournament file, read and checked.</summary>
/// <param name="Outcome">As <see cref="ClaimScores.Score"/> takes it.</param>
public sealed record Question(
    string Id,
    ClaimShape Kind,
    ClaimWindow Window,
    double Outcome,
    int OpenBounds,
    IReadOnlyList<TimedForecast> Forecasts
)
{
    /// <summary>void or open where nothing is settled: such a question is listed, and nothing more is asked of it.</summary>
    public string? Unsettled { get; private init; }

    private const double Tolerance = 1e-6;

    // A field that is given twice says two things.
    private static readonly JsonDocumentOptions Once = new() { AllowDuplicateProperties = false };

    private static readonly string[] Types = [.. Enum.GetNames<ClaimShape>().Select(n => n.ToLowerInvariant())];

    /// <summary>Reads a question.</summary>
    /// <exception cref="FieldException">A field does not hold what it must.</exception>
    /// <exception cref="JsonException">A field is given twice.</exception>
    public static Question Read(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json, Once);
        var fields = new Fields(document.RootElement, []);
        var id = fields.Text("id");
        var type = fields.Text("type");
        if (!Types.Contains(type))
            throw fields.Wrong("type", $"one of {string.Join(", ", Types)}");
        var kind = Enum.Parse<ClaimShape>(type, ignoreCase: true);
        if (QuestionOutcome.Unsettled(fields) is { } unsettled)
            return new(id, kind, default!, double.NaN, 0, []) { Unsettled = unsettled };
        var forecasts = Beliefs(kind, fields);
        var categories = forecasts.Count > 0 ? forecasts[0].Values.Count : (int?)null;
        var bounds = fields.Find("openBounds") is null ? 0 : fields.Whole("openBounds", 0, 2);
        return new(id, kind, Times(fields), QuestionOutcome.Read(kind, categories, fields), bounds, forecasts);
    }

    private static ClaimWindow Times(Fields fields)
    {
        var (opens, scheduled, closes) = (fields.Instant("opens"), fields.Instant("scheduledClose"), fields.Instant("closes"));
        if (closes > scheduled)
            throw fields.Wrong("closes", "an instant no later than scheduledClose");
        if (closes < opens)
            throw fields.Contradicts("closes", "an instant no earlier than opens", "question.window", fields.To("opens"));
        // A question that closed before its spot has it at the close.
        var spot = fields.InstantOrNone("spot") ?? closes;
        return new(opens, scheduled, closes, spot < closes ? spot : closes);
    }

    private static List<TimedForecast> Beliefs(ClaimShape kind, Fields fields)
    {
        var list = fields.List("forecasts");
        var beliefs = new List<TimedForecast>(list.GetArrayLength());
        int? categories = kind switch
        {
            ClaimShape.Binary or ClaimShape.Expected => 2,
            ClaimShape.Three => 3,
            _ => fields.Find("options") is { ValueKind: JsonValueKind.Array } options ? options.GetArrayLength() : null,
        };
        var first = new Dictionary<(string, DateTimeOffset), int>();
        foreach (var (i, forecast) in list.EnumerateArray().Index())
        {
            var path = fields.To("forecasts", i);
            if (forecast.ValueKind != JsonValueKind.Object)
                throw new FieldException(path, $"an object is expected{Fields.Found(forecast)}");
            var own = new Fields(forecast, path);
            var (start, end) = (own.Instant("start"), own.InstantOrNone("end"));
            if (end < start)
                throw own.Wrong("end", "an instant no earlier than start");
            var values = Values(kind, own, categories);
            if (values.Length > 1)
                categories ??= values.Length;
            var belief = new TimedForecast(own.Text("forecaster"), start, end, values, false);
            var when = (belief.Forecaster, start);
            if (!first.TryAdd(when, i) && first[when] is var earlier && !Same(beliefs[earlier], belief))
            {
                var expected = $"another start, or the same value, is expected: {belief.Forecaster} starts with two values at one instant";
                throw new FieldException(path, expected, "forecast.duplicate", fields.To("forecasts", earlier));
            }

            beliefs.Add(belief);
        }

        return beliefs;
    }

    private static bool Same(TimedForecast one, TimedForecast other) => one.End == other.End && one.Values.SequenceEqual(other.Values);

    private static double[] Values(ClaimShape kind, Fields own, int? categories)
    {
        var single = kind is ClaimShape.Binary or ClaimShape.Expected;
        if (single && own.Find("pmf") is null)
            return [own.Share("probability")];
        var pmf = own.List("pmf");
        var length = pmf.GetArrayLength();
        var lowest = kind.IsContinuous() ? 3 : 2;
        if (length < lowest || length != (categories ?? length))
            throw new FieldException(
                own.To("pmf"),
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{categories ?? lowest} entries{(categories is null ? " or more" : "")} are expected, not {length}"
                )
            );
        var values = new double[length];
        foreach (var (k, entry) in pmf.EnumerateArray().Index())
        {
            var open = entry.ValueKind != JsonValueKind.Null;
            if (!open && (!kind.HasOptions() || k == length - 1))
                throw new FieldException(
                    own.To("pmf", k),
                    "a number within 0 and 1 is expected, not null: only an option other than the last may be not open"
                );
            values[k] = !open
                ? double.NaN
                : Fields.ShareOf(entry)
                    ?? throw new FieldException(
                        own.To("pmf", k),
                        $"a number within 0 and 1 is expected{Fields.Found(entry)}",
                        "forecast.out-of-range"
                    );
        }

        if (values.Count(v => !double.IsNaN(v)) < 2)
            throw new FieldException(own.To("pmf"), "at least two open options are expected");
        var sum = values.Where(v => !double.IsNaN(v)).Sum();
        if (Math.Abs(sum - 1) > Tolerance)
            throw new FieldException(own.To("pmf"), string.Create(CultureInfo.InvariantCulture, $"a sum of 1 is expected, not {sum:R}"));
        return single ? [values[1]] : values;
    }
}
