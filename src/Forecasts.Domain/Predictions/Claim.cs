using Forecasts.Domain.Seasons;

namespace Forecasts.Domain.Predictions;

/// <summary>One statement that can be settled.</summary>
/// <param name="Number">1..99 within its prediction.</param>
/// <param name="Due">The day the answer is due; the instant is the first one after that day.</param>
/// <param name="Weight">Its weight in the season's standings; 1 by default.</param>
/// <param name="Cluster">Claims that hang together share one; the prediction's id where none is given.</param>
/// <param name="FiledAt">When it was filed.</param>
public sealed record Claim(
    int Number,
    LocalText Statement,
    ClaimKind Kind,
    LocalText Criteria,
    CalendarDay Due,
    double Weight,
    string? Cluster,
    DateTimeOffset FiledAt
)
{
    public const int HighestNumber = 99;

    /// <summary>True where another one was filed in the same words; options that came later do not count.</summary>
    public bool SaysTheSame(Claim filed) =>
        this with { FiledAt = filed.FiledAt, Kind = Kind is ChoiceClaim choice ? choice.AsFiled : Kind } == filed;

    /// <summary>With one option more.</summary>
    public Claim With(ClaimOption option) => this with { Kind = ((ChoiceClaim)Kind).With(option) };

    public Rejection? Validate(Season season) =>
        Check.First(
            Number is < 1 or > HighestNumber
                ? Refuse.Invalid("claim.number", $"A claim's number lies within 1 and {HighestNumber}.", "claim")
                : null,
            Check.Text(Statement, "statement", 1_000),
            Check.Text(Criteria, "criteria", 4_000),
            Kind.Validate(),
            Kind is ChoiceClaim choice && choice != choice.AsFiled
                ? Refuse.Invalid("claim.options", "An option is a string: its name.", "options")
                : null,
            double.IsFinite(Weight) && Weight is > 0 and <= 1_000
                ? null
                : Refuse.Invalid("claim.weight", "A weight lies above 0 and at most at 1000.", "weight"),
            Check.Name(Cluster, 100, "claim.cluster", "cluster"),
            Due.Local < season.Calendar.Opens.Local
                ? Refuse.Invalid(
                    "claim.due-before-opening",
                    $"The due day {Due.Local:O} lies before the season's opening, {season.Calendar.Opens.Local:O}.",
                    "due"
                )
                : null,
            Due.Local.Year > season.Year + Calendar.LongestHorizon
                ? Refuse.Invalid("claim.due-too-far", $"The due day {Due.Local:O} lies more than 30 years ahead.", "due")
                : null
        );
}

/// <summary>Where a claim stands in the system: its prediction and its number, written <c>{prediction}/{n}</c>.</summary>
public readonly record struct ClaimRef(string Prediction, int Number)
{
    public override string ToString() => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Prediction}/{Number}");

    public static ClaimRef Parse(string text)
    {
        var slash = text.LastIndexOf('/');
        return new(text[..slash], int.Parse(text.AsSpan(slash + 1), System.Globalization.CultureInfo.InvariantCulture));
    }
}
