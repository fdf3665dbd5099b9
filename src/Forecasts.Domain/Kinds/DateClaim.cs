using System.Globalization;
using Forecasts.Scoring.Timeline;
using Forecasts.Scoring.Words;

namespace Forecasts.Domain.Kinds;

/// <summary>A day within a range.</summary>
public sealed record DateClaim(DateOnly From, DateOnly Until, OpenEnds Open) : RangedClaim
{
    public override string Word => "date";

    public override Bounds Bounds => new(From.DayNumber, Until.DayNumber, Open);

    public override ClaimTerms Terms => new(Word, Range: new(Scalar.Of(From), Scalar.Of(Until)), OpenBounds: Bounds.OpenWord);

    public override ClaimShape Shape => ClaimShape.Date;

    public override string Outcomes => "a day such as 2027-03-01";

    protected override string Example => "\"2027-03-01\"";

    public override ClaimRange Range => new(From.DayNumber, Until.DayNumber);

    public override string CellOutcomes => "a day such as 2027-03-01, or an instant";

    protected override Outcome? ReadLoosely(string text, bool decimalComma) =>
        Moment.Read(text) is { } moment ? ReadSettled(DateOnly.FromDateTime(moment.Utc.UtcDateTime).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)) : null;

    internal static (ClaimKind? Kind, Rejection? Refused) Read(ClaimTerms terms)
    {
        if (terms.Range?.Min.AsDay is not { } from || terms.Range.Max.AsDay is not { } until)
            return (null, Refuse.Invalid("claim.range", "'range' has two days such as 2027-03-01: its first and its last.", "range"));
        var (open, refused) = Bounds.ReadOpen(terms.OpenBounds);
        return refused is not null ? (null, refused) : (new DateClaim(from, until, open), null);
    }

    public override Rejection? Validate() =>
        From < Until && From.Year >= 1900 && Until.Year <= 2300 ? null
            : Refuse.Invalid("claim.range", "A range of days begins before it ends, within 1900 and 2300.", "range");

    public override double? Place(Scalar value) => value.AsDay?.DayNumber;

    // Between two days nothing is written down: the day before.
    public override Scalar At(double place) => Scalar.Of(DateOnly.FromDayNumber((int)Math.Floor(place)));

    public override double Place(Outcome outcome) => ((Outcome.Day)outcome).Value.DayNumber;

    public override Outcome? ReadSettled(string word) =>
        DateOnly.TryParseExact(word, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is >= 1900 and <= 2300
            ? new Outcome.Day(day) : null;
}
