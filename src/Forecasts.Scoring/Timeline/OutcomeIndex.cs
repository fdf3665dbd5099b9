using Forecasts.Scoring.Words;

namespace Forecasts.Scoring.Timeline;

/// <summary>
/// Where the word for an outcome points among the values of a belief; null for what settles nothing (void or still open).
/// A word that is none is an <see cref="ArgumentException"/>: it is a mistake, not a void.
/// </summary>
public static class OutcomeIndex
{
    /// <summary>Yes 1, no 0.</summary>
    public static int? YesNo(string? word) =>
        SettlesNothing(word) ? null : OutcomeWord.Read(word)?.YesNo ?? throw Unknown(word, $"one of {OutcomeWord.OfYesNo}");

    /// <summary>Among all options that were ever open.</summary>
    public static int? Option(string? word, IReadOnlyList<string> options)
    {
        for (var k = 0; k < options.Count; k++)
            if (options[k] == word)
                return k;
        return SettlesNothing(word) ? null : throw Unknown(word, "one of the options");
    }

    /// <summary>A number with a decimal point, <c>below_lower_bound</c> or <c>above_upper_bound</c>.</summary>
    public static int? Number(string? word, ClaimRange range) =>
        Outside(word, range) ?? (SettlesNothing(word) ? null : range.Bucket(Numeral.Read(word) ?? throw Unknown(word, "a number")));

    /// <summary>A day or instant, in UTC where it names no offset, or the same two words; the range is in seconds since 1970.</summary>
    public static int? Date(string? word, ClaimRange range) =>
        Outside(word, range)
        ?? (SettlesNothing(word) ? null : range.Bucket(Seconds(Moment.Read(word) ?? throw Unknown(word, "a day or an instant"))));

    /// <summary>
    /// All options that were ever open, in the order in which they came, the catch-all last: the categories of every belief in the claim.
    /// </summary>
    /// <param name="history">The lists of open options over time; the last entry of each is the catch-all ("other").</param>
    public static IReadOnlyList<string> AllOptions(IReadOnlyList<IReadOnlyList<string>> history)
    {
        Guard.NotEmpty(history.Count, nameof(history));
        var rest = history[^1][^1];
        return [.. history.SelectMany(options => options.Take(options.Count - 1)).Distinct(StringComparer.Ordinal), rest];
    }

    private static double Seconds(Moment moment) => (moment.Utc - DateTimeOffset.UnixEpoch).TotalSeconds;

    private static int? Outside(string? word, ClaimRange range) =>
        word switch
        {
            "below_lower_bound" => 0,
            "above_upper_bound" => range.Buckets + 1,
            _ => null,
        };

    private static bool SettlesNothing(string? word) => OutcomeWord.Read(word) is { SettlesNothing: true };

    private static ArgumentException Unknown(string? word, string expected) =>
        new($"word is '{word}'; it must be {expected}, or one of {OutcomeWord.OfVoid}.", nameof(word));
}
