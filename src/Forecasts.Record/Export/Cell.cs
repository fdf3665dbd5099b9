using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Forecasts.Domain;

namespace Forecasts.Record.Export;

/// <summary>How a value is written into a table: the same value gives the same text, and an import reads it as that value.</summary>
public static class Cell
{
    private static readonly JsonSerializerOptions Said = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>Between options.</summary>
    public const char Bar = '|';

    /// <summary>Between the ends of a range.</summary>
    public const string Between = "..";

    /// <summary>Of a text in several languages the first one; the events have them all.</summary>
    public static string Of(LocalText text) => text.Text;

    /// <summary>The fewest digits that read back as the same double; what is infinite by its name.</summary>
    public static string? Of(double? number) =>
        number switch
        {
            null => null,
            double.PositiveInfinity => "Infinity",
            double.NegativeInfinity => "-Infinity",
            { } finite => CanonicalNumber.Of(finite),
        };

    public static string? Of(int? number) => number?.ToString(CultureInfo.InvariantCulture);

    public static string Of(bool value) => value ? "true" : "false";

    public static string Of(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>In UTC, with as much of a second as there is.</summary>
    public static string? Of(DateTimeOffset? instant) =>
        instant?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);

    public static string? Of(StatedRange? range) => range is null ? null : Of(range.Min) + Between + Of(range.Max);

    /// <summary>Their names; since when each could be chosen is in the events.</summary>
    public static string? Of(IReadOnlyList<ClaimOption>? options) => options is null ? null : string.Join(Bar, options.Select(o => o.Name));

    /// <summary>In the contract's words.</summary>
    public static string? Of(Outcome? outcome) => outcome is Outcome.Number { Value: var number } ? Of(number) : outcome?.Word;

    /// <summary>The canonical JSON (RFC 8785) of a belief, in the form in which the API takes it.</summary>
    public static string Of(StatedBelief belief) => Encoding.UTF8.GetString(CanonicalJson.Of(belief, Said));

    private static string Of(Scalar end) => end.AsNumber is { } number ? CanonicalNumber.Of(number) : end.ToString();
}
