using System.Text.Json.Serialization;
using Forecasts.Scoring.Timeline;
using Forecasts.Scoring.Words;

namespace Forecasts.Domain.Kinds;

/// <summary>
/// What kind of answer a claim takes. A kind owns how a belief is read, checked, stored and turned into the numbers that scoring
/// takes; which outcomes exist, how they are read, compared and indexed; and what of it calibration may count.
/// </summary>
[JsonConverter(typeof(ClaimKindJson))]
public abstract record ClaimKind
{
    private protected ClaimKind() { }

    /// <summary>Its word in every contract: binary, three, expected, choice, ordered, number, date.</summary>
    public abstract string Word { get; }

    /// <summary>All that was said of it when it was filed, or added since, as files and the API say it.</summary>
    public abstract ClaimTerms Terms { get; }

    /// <summary>Its terms as a reader sees them; options in the order in which they are shown.</summary>
    public virtual ClaimTerms Shown => Terms;

    /// <summary>What scoring makes of it.</summary>
    public abstract ClaimShape Shape { get; }

    /// <summary>How many bounds of its range the outcome may lie beyond; 0 where it has none.</summary>
    public virtual int OpenBounds => 0;

    /// <summary>True where beliefs have a Brier score; numbers and dates have none.</summary>
    public virtual bool HasBrier => true;

    /// <summary>Null where its terms make sense.</summary>
    public virtual Rejection? Validate() => null;

    /// <summary>A belief as somebody states it.</summary>
    /// <param name="lowest">Lowest probability allowed (the season's floor; 0 for imports); the highest is 1 minus it.</param>
    /// <param name="at">From when it is to stand: options may have come since the claim was filed.</param>
    public abstract (Belief? Belief, Rejection? Refused) Read(StatedBelief stated, double lowest, DateTimeOffset at);

    /// <summary>The belief that a row stands for (<see cref="Kinds.Belief.Row"/>).</summary>
    public abstract Belief Belief(double[] row);

    /// <summary>A row as the numbers that scoring takes.</summary>
    public virtual double[] Values(double[] row) => row;

    /// <summary>The words of its outcomes, for a refusal.</summary>
    public abstract string Outcomes { get; }

    /// <summary>An outcome that is not void, in the contract's words; null where the word is none of them.</summary>
    public abstract Outcome? ReadSettled(string word);

    /// <summary>Any outcome in the contract's words, void ones included.</summary>
    public Outcome? ReadOutcome(string? word) => word is null ? null : Outcome.Void.Read(word) ?? ReadSettled(word);

    /// <summary>An outcome as a file writes it, in the one vocabulary that all files share; null where the text is none.</summary>
    public Outcome? ReadCell(string text, bool decimalComma) =>
        // An option, or a number, may look like a word of that vocabulary.
        ReadLoosely(text.Trim(), decimalComma)
        ?? (OutcomeWord.Read(text) is { Said: OutcomeSaid.Void } word ? Outcome.Void.Read($"void:{word.Reason ?? Unsaid}") : null);

    // Most files say that a claim is void and not why.
    private const string Unsaid = "not-decidable";

    /// <summary>What files write for an outcome that is not void.</summary>
    protected virtual Outcome? ReadLoosely(string text, bool decimalComma) => ReadSettled(text);

    /// <summary>The words of a file, for a refusal.</summary>
    public virtual string CellOutcomes => Outcomes;

    /// <summary>Null where the claim can come out like that.</summary>
    public virtual Rejection? Check(Outcome outcome, string field) =>
        ReadOutcome(outcome.Word) == outcome
            ? null
            : Refuse.Invalid("verdict.unknown", $"A verdict on this claim is one of {Outcomes}, {Outcome.Void.Words}.", field);

    /// <summary>An outcome as scoring takes it: the grade, or the place among the values.</summary>
    public abstract double Index(Outcome outcome);

    /// <summary>The outcome on which all of these agree; null where they do not.</summary>
    public virtual Outcome? Agreed(IReadOnlyList<Outcome> outcomes) => outcomes.All(o => o == outcomes[0]) ? outcomes[0] : null;

    /// <summary>
    /// What calibration counts of a belief: probabilities, each with what came of it. None where the kind has no expectation.
    /// </summary>
    /// <param name="values">As <see cref="Values"/> gives them.</param>
    /// <param name="index">As <see cref="Index"/> gives it.</param>
    public virtual IReadOnlyList<CalibrationPair> Pairs(IReadOnlyList<double> values, double index) => [];
}

/// <summary>A probability or expected grade, and what came of it.</summary>
/// <param name="Half">The probability of "half right" where three grades were given; null where nothing says it.</param>
/// <param name="Before">Of one of several options, against the rest: the probability of those before it; null where it is the claim's one
/// pair.</param>
public readonly record struct CalibrationPair(double Forecast, double Outcome, double? Half = null, double? Before = null);
