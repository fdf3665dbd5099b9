using Forecasts.Scoring.Timeline;
using Forecasts.Scoring.Words;

namespace Forecasts.Domain.Kinds;

/// <summary>Inaccurate, half right, accurate: three probabilities, or one expected grade.</summary>
/// <param name="Expected">One expected grade in 0..1 instead of three probabilities.</param>
public sealed record GradedClaim(bool Expected) : ClaimKind
{
    public override string Word => Expected ? "expected" : "three";

    public override ClaimTerms Terms => new(Word);

    public override ClaimShape Shape => Expected ? ClaimShape.Expected : ClaimShape.Three;

    public override string Outcomes => "inaccurate, half, accurate";

    public override (Belief? Belief, Rejection? Refused) Read(StatedBelief stated, double lowest, DateTimeOffset at)
    {
        if (Expected)
            return stated.MustBe("This claim takes 'probability': the expected grade between 0 and 1.", "probability") is { } wrong
                    ? (null, wrong)
                : Limits.Of(stated.Probability!.Value, lowest, "probability") is { } outside ? (null, outside)
                : (new Belief.Probability(stated.Probability.Value), null);

        if (stated.MustBe("This claim takes 'grades': three probabilities for inaccurate, half right and accurate.", "grades") is { } form)
            return (null, form);
        if (stated.Grades is not [var inaccurate, var half, var accurate])
            return (
                null,
                Refuse.Invalid("forecast.form", "'grades' holds three probabilities: inaccurate, half right, accurate.", "grades")
            );
        foreach (var p in stated.Grades)
            if (Limits.Of(p, lowest, "grades") is { } outside)
                return (null, outside);
        return Limits.Sum(stated.Grades, "The three probabilities", "grades") is { } off
            ? (null, off)
            : (new Belief.Grades(inaccurate, half, accurate), null);
    }

    public override Belief Belief(double[] row) => Expected ? new Belief.Probability(row[0]) : new Belief.Grades(row[0], row[1], row[2]);

    public override Outcome? ReadSettled(string word) => Outcome.Grade.Read(word);

    public override string CellOutcomes => Expected ? OutcomeWord.OfGrades + ", 0, 0.5, 1" : OutcomeWord.OfGrades;

    // Of three grades a number might be the place.
    protected override Outcome? ReadLoosely(string text, bool decimalComma) =>
        OutcomeWord.Read(text, decimalComma) is { Share: 0 or 0.5 or 1 } word
        && (word.Said == OutcomeSaid.Grade || (Expected && word.Said == OutcomeSaid.Number))
            ? new Outcome.Grade(word.Share)
            : null;

    public override double Index(Outcome outcome) => ((Outcome.Grade)outcome).Value;

    public override IReadOnlyList<CalibrationPair> Pairs(IReadOnlyList<double> values, double index) =>
        [new(Grades.Expected(Shape, values), index, Expected ? null : values[1])];
}
