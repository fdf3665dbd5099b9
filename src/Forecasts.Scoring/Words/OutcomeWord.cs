namespace Forecasts.Scoring.Words;

/// <summary>What an outcome's word says.</summary>
public enum OutcomeSaid
{
    /// <summary>Nothing yet: the text is empty.</summary>
    Open,

    /// <summary>It will never settle anything.</summary>
    Void,

    /// <summary>It came true or not.</summary>
    YesNo,

    /// <summary>Inaccurate, half right or accurate.</summary>
    Grade,

    /// <summary>A number within 0 and 1.</summary>
    Number,
}

/// <summary>The one vocabulary of outcomes, in any case, for every format of file.</summary>
/// <param name="Share">No, inaccurate 0; half 0.5; yes, accurate 1; or the number. NaN where nothing is settled.</param>
/// <param name="Reason">Of a void outcome: what stands behind <c>void:</c>, null where nothing does.</param>
public readonly record struct OutcomeWord(OutcomeSaid Said, double Share, string? Reason = null)
{
    /// <summary>The words of claims that come true or not.</summary>
    public const string OfYesNo = "yes, no, true, false, 1, 0";

    /// <summary>The words of claims with three grades.</summary>
    public const string OfGrades = "inaccurate, half, accurate";

    /// <summary>The words for what settles nothing.</summary>
    public const string OfVoid = "void, void:CODE, annulled, ambiguous, n/a";

    /// <summary>All of them, for a refusal.</summary>
    public const string All = $"{OfYesNo}, {OfGrades}, a number within 0 and 1, {OfVoid}, or nothing while it is open";

    /// <summary>Void, or still open.</summary>
    public bool SettlesNothing => Said is OutcomeSaid.Open or OutcomeSaid.Void;

    /// <summary>Null where the text is none of the words.</summary>
    public static OutcomeWord? Read(string? text, bool decimalComma = false)
    {
        var word = text?.Trim().ToLowerInvariant() ?? "";
        return word switch
        {
            "" => new(OutcomeSaid.Open, double.NaN),
            "yes" or "true" => new(OutcomeSaid.YesNo, 1),
            "no" or "false" => new(OutcomeSaid.YesNo, 0),
            "inaccurate" => new(OutcomeSaid.Grade, 0),
            "half" => new(OutcomeSaid.Grade, 0.5),
            "accurate" => new(OutcomeSaid.Grade, 1),
            "void" or "annulled" or "ambiguous" or "n/a" => new(OutcomeSaid.Void, double.NaN),
            ['v', 'o', 'i', 'd', ':', _, ..] => new(OutcomeSaid.Void, double.NaN, word["void:".Length..]),
            _ => Numeral.Share(word, decimalComma) is { } share and >= 0 and <= 1 ? new OutcomeWord(OutcomeSaid.Number, share) : null,
        };
    }

    /// <summary>1 or 0 of a claim that comes true or not; null for any other word.</summary>
    public int? YesNo => Said is OutcomeSaid.YesNo or OutcomeSaid.Number && Share is 0 or 1 ? (int)Share : null;
}
