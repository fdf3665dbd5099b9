using Forecasts.Scoring.Timeline;

namespace Forecasts.Domain.Kinds;

/// <summary>A day within a range.</summary>
public sealed record DateClaim(DateOnly From, DateOnly Until, OpenEnds Open) : RangedClaim
{
    private const int Earliest = 1900,
        Latest = 2300;

    public override string Word => "date";

    public override Bounds Bounds => new(From.DayNumber, Until.DayNumber, Open);

    public override ClaimTerms Terms => new(Word, Range: new(Scalar.Of(From), Scalar.Of(Until)), OpenBounds: Bounds.OpenWord);

    public override ClaimShape Shape => ClaimShape.Date;

    public override string Outcomes => "a day such as 2027-03-01";

    protected override string Example => "\"2027-03-01\"";

    public override ClaimRange Range => new(From.DayNumber, Until.DayNumber);

    internal static (ClaimKind? Kind, Rejection? Refused) Read(ClaimTerms terms)
    {
        if (terms.Range?.Min.AsDay is not { } from || terms.Range.Max.AsDay is not { } until)
            return (null, Refuse.Invalid("claim.range", "'range' has two days such as 2027-03-01: its first and its last.", "range"));
        var (open, refused) = Bounds.ReadOpen(terms.OpenBounds);
        return refused is not null ? (null, refused) : (new DateClaim(from, until, open), null);
    }

    public override Rejection? Validate() =>
        From < Until && From.Year >= Earliest && Until.Year <= Latest
            ? null
            : Refuse.Invalid("claim.range", $"A range of days begins before it ends, within {Earliest} and {Latest}.", "range");

    public override double? Place(Scalar value) => value.AsDay?.DayNumber;

    // Between two days nothing is written down: the day before.
    public override Scalar At(double place) => Scalar.Of(DateOnly.FromDayNumber((int)Math.Floor(place)));

    public override double Place(Outcome outcome) => ((Outcome.Day)outcome).Value.DayNumber;

    public override Outcome? ReadSettled(string word) =>
        new Scalar(double.NaN, word).AsDay is { Year: >= Earliest and <= Latest } day ? new Outcome.Day(day) : null;
}
