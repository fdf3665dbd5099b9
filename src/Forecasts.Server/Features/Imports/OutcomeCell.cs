using Forecasts.Domain;
using Forecasts.Record.Export;
using Forecasts.Scoring.Words;

namespace Forecasts.Server.Features.Imports;

/// <summary>The outcome of a claim as a file writes it, by the one vocabulary.</summary>
public static class OutcomeCell
{
    private const int LongestQuote = 60;

    /// <summary>Null where the claim is still open.</summary>
    public static (Outcome? Outcome, Rejection? Refused) Read(CsvRow row, ClaimKind kind)
    {
        if (row[ClaimColumns.Outcome] is not { } text)
            return (null, null);
        if (kind.ReadCell(text, row.DecimalComma) is { } outcome)
            return (outcome, null);
        var words = $"{kind.CellOutcomes}, {OutcomeWord.OfVoid} (CODE is one of {string.Join(", ", Outcome.Void.Codes)})";
        var message = $"'outcome' is '{Excerpt.Of(text, LongestQuote)}'; expected is one of {words}, or nothing while it is open.";
        return (null, Refuse.Invalid("verdict.unknown", message, "outcome"));
    }
}
