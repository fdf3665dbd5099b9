using System.Globalization;

namespace Forecasts.Scoring.Timeline;

/// <summary>Where the word for an outcome points among the values of a belief; null for what settles nothing (void, annulled, ambiguous, still open).</summary>
public static class OutcomeIndex
{
    /// <summary>yes 1, no 0.</summary>
    public static int? YesNo(string? word) => word switch { "yes" => 1, "no" => 0, _ => null };

    /// <summary>Among all options that were ever open.</summary>
    public static int? Option(string? word, IReadOnlyList<string> options)
    {
        for (var k = 0; k < options.Count; k++)
            if (options[k] == word) return k;
        return null;
    }

    /// <summary>A number with a decimal point, <c>below_lower_bound</c> or <c>above_upper_bound</c>.</summary>
    public static int? Number(string? word, ClaimRange range) => word switch
    {
        "below_lower_bound" => 0,
        "above_upper_bound" => range.Buckets + 1,
        _ => double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) ? range.Bucket(value) : null,
    };

    /// <summary>A day or instant as in ISO 8601, taken as UTC where it names no zone, or the same two words; the range is in seconds since 1970.</summary>
    public static int? Date(string? word, ClaimRange range) =>
        DateTimeOffset.TryParse(word, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
            ? range.Bucket((at - DateTimeOffset.UnixEpoch).TotalSeconds)
            : Number(word, range) is var outside && (outside == 0 || outside == range.Buckets + 1) ? outside : null;

    /// <summary>All options that were ever open, in the order in which they came, the catch-all last: the categories of every belief in the claim.</summary>
    /// <param name="history">The lists of open options over time; the last entry of each is the catch-all ("other").</param>
    public static IReadOnlyList<string> AllOptions(IReadOnlyList<IReadOnlyList<string>> history)
    {
        Guard.NotEmpty(history.Count, nameof(history));
        var rest = history[^1][^1];
        return [.. history.SelectMany(options => options.Take(options.Count - 1)).Distinct(StringComparer.Ordinal), rest];
    }
}
