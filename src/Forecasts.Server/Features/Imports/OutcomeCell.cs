using Forecasts.Domain;
using Forecasts.Domain.Predictions;
using Forecasts.Domain.Review;
using Forecasts.Scoring.Words;

namespace Forecasts.Server.Features.Imports;

/// <summary>The outcome of a claim as a file writes it, by the one vocabulary.</summary>
public static class OutcomeCell
{
    private const int LongestQuote = 60;

    /// <summary>Null where the claim is still open.</summary>
    public static (Outcome? Outcome, Rejection? Refused) Read(CsvRow row, ClaimType type)
    {
        if (row["outcome"] is not { } text) return (null, null);
        var outcome = OutcomeWord.Read(text, row.DecimalComma) is { } word ? Of(type, word) : null;
        if (outcome is not null) return (outcome, null);
        var message = $"'outcome' is '{Excerpt.Of(text, LongestQuote)}'; expected is one of {Words(type)}, or nothing while it is open.";
        return (null, Refuse.Invalid("verdict.unknown", message, "outcome"));
    }

    private static Outcome? Of(ClaimType type, OutcomeWord word) => (type, word) switch
    {
        // Most files say that it is void and not why.
        (_, { Said: OutcomeSaid.Void }) => Outcome.Parse(type, Outcome.Void(word.Reason ?? "not-decidable").Word),
        (ClaimType.Binary, { YesNo: { } yes }) => new(yes == 1 ? "yes" : "no"),
        (ClaimType.Three or ClaimType.Expected, { Said: OutcomeSaid.Grade }) => Graded(word.Share),
        // Of three grades a number might be the place.
        (ClaimType.Expected, { Said: OutcomeSaid.Number }) => Graded(word.Share),
        _ => null,
    };

    private static Outcome? Graded(double share) =>
        share switch { 0 => new("inaccurate"), 0.5 => new("half"), 1 => new("accurate"), _ => null };

    private static string Words(ClaimType type)
    {
        var words = type switch
        {
            ClaimType.Binary => OutcomeWord.OfYesNo,
            ClaimType.Three => OutcomeWord.OfGrades,
            _ => OutcomeWord.OfGrades + ", 0, 0.5, 1",
        };
        return $"{words}, {OutcomeWord.OfVoid} (CODE is one of {string.Join(", ", Outcome.VoidCodes)})";
    }
}
