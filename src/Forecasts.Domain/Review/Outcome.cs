using Forecasts.Domain.Predictions;

namespace Forecasts.Domain.Review;

/// <summary>
/// How a claim came out, in the words of the contract: <c>yes</c>, <c>no</c>, <c>inaccurate</c>, <c>half</c>,
/// <c>accurate</c>, or <c>void:CODE</c>.
/// </summary>
public sealed record Outcome(string Word)
{
    /// <summary>Why a claim may be void.</summary>
    public static readonly IReadOnlyList<string> VoidCodes =
        ["condition-not-met", "source-vanished", "criteria-defective", "not-decidable", "organiser"];

    public bool IsVoid => Word.StartsWith("void:", StringComparison.Ordinal);

    public string? VoidCode => IsVoid ? Word[5..] : null;

    /// <summary>The grade in 0..1: no and inaccurate 0, half 0.5, yes and accurate 1; null when void.</summary>
    public double? Grade => Word switch
    {
        "no" or "inaccurate" => 0,
        "half" => 0.5,
        "yes" or "accurate" => 1,
        _ => null,
    };

    public static Outcome Void(string code) => new("void:" + code);

    /// <summary>Null where the word does not fit the claim's type.</summary>
    public static Outcome? Parse(ClaimType type, string? word) =>
        word is null ? null
        : word.StartsWith("void:", StringComparison.Ordinal) ? (VoidCodes.Contains(word[5..]) ? new(word) : null)
        : (type, word) switch
        {
            (ClaimType.Binary, "yes" or "no") => new(word),
            (ClaimType.Three or ClaimType.Expected, "inaccurate" or "half" or "accurate") => new(word),
            _ => null,
        };

    public static string Words(ClaimType type) =>
        (type == ClaimType.Binary ? "yes, no" : "inaccurate, half, accurate") + ", void:CODE with CODE one of " + string.Join(", ", VoidCodes);
}
