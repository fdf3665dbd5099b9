using System.Text.Json;
using Forecasts.Scoring.Timeline;
using Forecasts.Scoring.Words;

namespace Forecasts.Cli;

/// <summary>The outcome of a question in a tournament file: JSON's own values, and the words that every format takes.</summary>
public static class QuestionOutcome
{
    private const string Field = "outcome";

    /// <summary>
    /// void or open; null where the outcome is to be read. A null in the file is void: whoever leaves an outcome open leaves it out.
    /// </summary>
    public static string? Unsettled(Fields fields)
    {
        if (!fields.Object.TryGetProperty(Field, out var outcome))
            return "open";
        if (outcome.ValueKind == JsonValueKind.Null)
            return "void";
        if (outcome.ValueKind != JsonValueKind.String)
            return null;
        return OutcomeWord.Read(outcome.GetString())?.Said switch
        {
            OutcomeSaid.Void => "void",
            OutcomeSaid.Open => "open",
            _ => null,
        };
    }

    /// <summary>As <see cref="ClaimScores.Score"/> takes it.</summary>
    /// <param name="categories">How many entries a belief has, null where nobody forecast.</param>
    public static double Read(ClaimShape kind, int? categories, Fields fields)
    {
        var outcome = fields.Find(Field)!.Value;
        var word = outcome.ValueKind == JsonValueKind.String ? OutcomeWord.Read(outcome.GetString()) : null;
        var number = outcome.ValueKind == JsonValueKind.Number && outcome.TryGetDouble(out var value) ? value : double.NaN;
        switch (kind)
        {
            case ClaimShape.Binary:
                return outcome.ValueKind == JsonValueKind.True || number == 1 || word?.YesNo == 1 ? 1
                    : outcome.ValueKind == JsonValueKind.False || number == 0 || word?.YesNo == 0 ? 0
                    : throw Unknown(OutcomeWord.OfYesNo);
            case ClaimShape.Expected:
                return number is 0 or 0.5 or 1 ? number
                    : word is { Said: OutcomeSaid.Grade or OutcomeSaid.Number, Share: 0 or 0.5 or 1 } grade ? grade.Share
                    : throw Unknown($"0, 0.5, 1, {OutcomeWord.OfGrades}");
            case ClaimShape.Three:
                // A number is the place among the three.
                return number is 0 or 1 or 2 ? number / 2
                    : word is { Said: OutcomeSaid.Grade } third ? third.Share
                    : throw Unknown($"0, 1, 2, {OutcomeWord.OfGrades}");
            default:
                var last = (categories ?? int.MaxValue) - 1;
                return number >= 0 && number <= last && number == Math.Floor(number)
                    ? number
                    : throw Unknown($"the whole numbers within 0 and {Cells.Whole(last)}");
        }

        FieldException Unknown(string words) =>
            fields.Wrong(Field, $"one of {words}, {OutcomeWord.OfVoid}, or nothing while it is open", "outcome.unknown");
    }
}
