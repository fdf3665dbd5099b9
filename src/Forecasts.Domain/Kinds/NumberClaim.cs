using Forecasts.Scoring.Timeline;
using Forecasts.Scoring.Words;

namespace Forecasts.Domain.Kinds;

/// <summary>A number within a range.</summary>
/// <param name="Log">Equal steps of the scale multiply.</param>
/// <param name="Tolerance">Verdicts that differ by no more agree.</param>
/// <param name="Step">Where it takes only some values: the distance between them.</param>
public sealed record NumberClaim(double Min, double Max, OpenEnds Open, bool Log, string? Unit, double Tolerance, double? Step)
    : RangedClaim
{
    private const double Largest = 1e15;

    // Of its ends: a range that is narrower has hardly a number within it.
    private const double Narrowest = 1e-9;
    private const int MostSteps = 200;

    public override string Word => "number";

    public override Bounds Bounds => new(Min, Max, Open);

    public override ClaimTerms Terms =>
        new(
            Word,
            Range: new(new(Min), new(Max)),
            Unit: Unit,
            Scale: Log ? "log" : null,
            OpenBounds: Bounds.OpenWord,
            Tolerance: Tolerance == 0 ? null : Tolerance,
            Step: Step
        );

    public override ClaimShape Shape => ClaimShape.Number;

    public override string Outcomes => "a number such as 42.5";

    protected override string Example => "12.5";

    /// <summary>A discrete number has a bucket for each of its values.</summary>
    public override ClaimRange Range =>
        Step is { } step ? new(Min - (step / 2), Max + (step / 2), null, Steps(step)) : new(Min, Max, Log ? 0 : null);

    protected override bool IsDiscrete => Step is not null;

    // A bucket is closed at its upper end, half a step above its value.
    protected override double Nearest(double place) =>
        Step is { } step ? Math.Clamp(Min + (Math.Ceiling(((place - Min) / step) - 0.5 - 1e-9) * step), Min, Max) : place;

    internal static (ClaimKind? Kind, Rejection? Refused) Read(ClaimTerms terms)
    {
        if (terms.Range?.Min.AsNumber is not { } min || terms.Range.Max.AsNumber is not { } max)
            return (null, Refuse.Invalid("claim.range", "'range' has two numbers: its least and its greatest value.", "range"));
        if (terms.Scale is not (null or "linear" or "log"))
            return (null, Refuse.Invalid("claim.scale", "'scale' is linear or log.", "scale"));
        var (open, refused) = Bounds.ReadOpen(terms.OpenBounds);
        return refused is not null
            ? (null, refused)
            : (new NumberClaim(min, max, open, terms.Scale == "log", terms.Unit, terms.Tolerance ?? 0, terms.Step), null);
    }

    public override Rejection? Validate() =>
        Domain.Check.First(
            Max - Min > Math.Max(Narrowest * Farthest, 1 / Largest) && Farthest <= Largest
                ? null
                : Refuse.Invalid("claim.range", "A range begins well below its end, both within 10^15 of 0.", "range"),
            Log && Min < 1 / Largest
                ? Refuse.Invalid("claim.range", "A range on a logarithmic scale begins above 0, at 10^-15 or more.", "range")
                : null,
            Domain.Check.Name(Unit, 30, "claim.unit", "unit"),
            Tolerance >= 0 && Tolerance < Max - Min
                ? null
                : Refuse.Invalid("claim.tolerance", "A tolerance is at least 0 and less than the range is wide.", "tolerance"),
            Step is null || IsStep(Step.Value)
                ? null
                : Refuse.Invalid(
                    "claim.step",
                    $"A step divides the range evenly, into at most {MostSteps} values, and its scale is linear.",
                    "step"
                )
        );

    public override double? Place(Scalar value) => value.AsNumber;

    public override Scalar At(double place) => new(place);

    public override double Place(Outcome outcome) => ((Outcome.Number)outcome).Value;

    public override Outcome? ReadSettled(string word) => ReadLoosely(word, decimalComma: false);

    // Adding 0 takes the sign from a zero.
    protected override Outcome? ReadLoosely(string text, bool decimalComma) =>
        Numeral.Read(text, decimalComma) is { } value and <= Largest and >= -Largest ? new Outcome.Number(value + 0.0) : null;

    public override Rejection? Check(Outcome outcome, string field) =>
        base.Check(outcome, field)
        ?? (
            Step is { } step
            && outcome is Outcome.Number { Value: var value }
            && Math.Abs(Math.Round((value - Min) / step) - ((value - Min) / step)) > 1e-6
                ? Refuse.Invalid(
                    "verdict.step",
                    Limits.Text($"The claim's values are {step} apart, from {Min} on; {outcome.Word} is none of them."),
                    field
                )
                : null
        );

    /// <summary>Numbers within the tolerance agree, at their median; void ones where they are equal.</summary>
    public override Outcome? Agreed(IReadOnlyList<Outcome> outcomes)
    {
        if (base.Agreed(outcomes) is { } same)
            return same;
        double[] values = [.. outcomes.OfType<Outcome.Number>().Select(o => o.Value).Order()];
        if (values.Length < outcomes.Count || values[^1] - values[0] > Tolerance * (1 + 1e-12))
            return null;
        var (lower, upper) = (values[(values.Length - 1) / 2], values[values.Length / 2]);
        // Between two values of a discrete number there is none.
        return new Outcome.Number(Step is null ? (lower + upper) / 2 : lower);
    }

    private double Farthest => Math.Max(Math.Abs(Min), Math.Abs(Max));

    private int Steps(double step) => (int)Math.Round((Max - Min) / step) + 1;

    private bool IsStep(double step) =>
        !Log && step > 0 && (Max - Min) / step is var steps && steps < MostSteps && Math.Abs(steps - Math.Round(steps)) < 1e-6;
}
