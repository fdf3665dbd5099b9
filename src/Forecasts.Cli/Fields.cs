using System.Globalization;
using System.Text.Json;
using Forecasts.Scoring.Words;

namespace Forecasts.Cli;

/// <summary>One JSON object with the way to it, so that what is wrong can be named.</summary>
public readonly record struct Fields(JsonElement Object, IReadOnlyList<object> Path)
{
    /// <summary>The way to a field.</summary>
    public IReadOnlyList<object> To(params ReadOnlySpan<object> steps) => [.. Path, .. steps];

    /// <summary>The field, null where it is missing or null.</summary>
    public JsonElement? Find(string name) =>
        Object.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    /// <summary>A text that is not empty.</summary>
    public string Text(string name) =>
        Find(name) is { ValueKind: JsonValueKind.String } value && value.GetString() is { Length: > 0 } text
            ? text
            : throw Wrong(name, "a text that is not empty");

    /// <summary>An instant, in UTC where it names no offset; a day is none, for it has a beginning and an end.</summary>
    public DateTimeOffset Instant(string name) => InstantOrNone(name) ?? throw Wrong(name, Instants, "time.unreadable");

    /// <summary>The same, null where the field is missing or null.</summary>
    public DateTimeOffset? InstantOrNone(string name)
    {
        if (Find(name) is not { } value)
            return null;
        return value.ValueKind == JsonValueKind.String && Moment.Read(value.GetString()) is { IsDay: false } moment
            ? moment.Utc
            : throw Wrong(name, Instants, "time.unreadable");
    }

    /// <summary>A number within 0 and 1, or a text that is one or a percentage.</summary>
    public double Share(string name) =>
        Find(name) is { } value && ShareOf(value) is { } share
            ? share
            : throw Wrong(name, "a number within 0 and 1", "forecast.out-of-range");

    /// <summary>The same of a value; null where it is none.</summary>
    public static double? ShareOf(JsonElement value)
    {
        var share = value.ValueKind switch
        {
            JsonValueKind.Number when value.TryGetDouble(out var number) => number,
            JsonValueKind.String => Numeral.Share(value.GetString()),
            _ => null,
        };
        return share is >= 0 and <= 1 ? share : null;
    }

    /// <summary>A whole number within bounds.</summary>
    public int Whole(string name, int min, int max) =>
        Find(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt32(out var number) && number >= min && number <= max
            ? number
            : throw Wrong(name, string.Create(CultureInfo.InvariantCulture, $"a whole number within {min} and {max}"));

    /// <summary>An array.</summary>
    public JsonElement List(string name) => Find(name) is { ValueKind: JsonValueKind.Array } list ? list : throw Wrong(name, "an array");

    /// <summary>What was expected of a field, and what stands there.</summary>
    public FieldException Wrong(string name, string expected, string code = FieldException.Unfit) =>
        new(To(name), $"{expected} is expected{Found(Object.TryGetProperty(name, out var value) ? value : null)}", code);

    /// <summary>The same, of a field that contradicts another one.</summary>
    public FieldException Contradicts(string name, string expected, string code, IReadOnlyList<object> other) =>
        new(To(name), Wrong(name, expected).Message, code, other);

    /// <summary>What stands there, short.</summary>
    public static string Found(JsonElement? value) =>
        value switch
        {
            null => ", and the field is missing",
            { ValueKind: JsonValueKind.Object } => ", not an object",
            { ValueKind: JsonValueKind.Array } => ", not an array",
            { } other => $", not {(other.GetRawText() is { Length: > 60 } text ? text[..60] + "…" : other.GetRawText())}",
        };

    private const string Instants = "an instant with its offset, such as 2026-03-01T09:00:00Z,";
}
