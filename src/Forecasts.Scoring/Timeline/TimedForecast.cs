namespace Forecasts.Scoring.Timeline;

public enum ClaimShape
{
    /// <summary>Yes or no; values [p].</summary>
    Binary,

    /// <summary>Inaccurate, half right, accurate; values of the three.</summary>
    Three,

    /// <summary>The same grades; values [expected grade].</summary>
    Expected,

    /// <summary>
    /// One of several options without an order; values of all that ever open, NaN for one not open then, the last one "other".
    /// </summary>
    Choice,

    /// <summary>One of several options in their order; values likewise.</summary>
    Ordered,

    /// <summary>A number; values: the mass below the range, of each bucket, and above the range.</summary>
    Number,

    /// <summary>A day; values likewise.</summary>
    Date,
}

public static class ClaimShapes
{
    /// <summary>True where a belief is a distribution over a range: mass below it, in each bucket, above it.</summary>
    public static bool IsContinuous(this ClaimShape kind) => kind is ClaimShape.Number or ClaimShape.Date;

    /// <summary>True where a belief has a share for each option.</summary>
    public static bool HasOptions(this ClaimShape kind) => kind is ClaimShape.Choice or ClaimShape.Ordered;

    /// <summary>How many values a belief has; null where the claim itself says so.</summary>
    public static int? Categories(this ClaimShape kind) =>
        kind switch
        {
            ClaimShape.Binary or ClaimShape.Expected => 1,
            ClaimShape.Three => 3,
            _ => null,
        };
}

public static class Grades
{
    /// <summary>
    /// What a belief expects of a claim with grades 0, 1/2 and 1: P(accurate) + P(half right)/2 of three, else the one value itself; 0..1.
    /// </summary>
    /// <param name="values">[p], or the probabilities of inaccurate, half right and accurate.</param>
    public static double Expected(ClaimShape shape, IReadOnlyList<double> values) =>
        shape == ClaimShape.Three ? values[2] + (values[1] / 2) : values[0];
}

/// <summary>One belief that stands on [Start, End).</summary>
/// <param name="End">Null: until further notice.</param>
/// <param name="Values">[p], or the probabilities of all categories; see <see cref="ClaimShape"/>.</param>
/// <param name="Withdrawn">It ended because it was withdrawn.</param>
public sealed record TimedForecast(
    string Forecaster,
    DateTimeOffset Start,
    DateTimeOffset? End,
    IReadOnlyList<double> Values,
    bool Withdrawn
);

/// <param name="Opens">o: from when forecasts count.</param>
/// <param name="ScheduledClose">e: until when they would count by the calendar.</param>
/// <param name="Closes">c: the earlier of e and the moment the outcome was public; exclusive.</param>
/// <param name="Spot">The earlier of the reveal and c.</param>
public sealed record ClaimWindow(DateTimeOffset Opens, DateTimeOffset ScheduledClose, DateTimeOffset Closes, DateTimeOffset Spot)
{
    /// <summary>False where the claim was decided before anyone could forecast it.</summary>
    internal bool IsScored => Closes > Opens && ScheduledClose > Opens;

    /// <summary>
    /// Before the close the spot is inclusive: a forecast made exactly then counts. At the close it is the limit from the left.
    /// </summary>
    internal bool StandsAtSpot(TimedForecast forecast) =>
        Spot < Closes ? forecast.Start <= Spot && forecast.End > Spot : forecast.Start < Spot && forecast.End >= Spot;
}

/// <param name="Floor">Log-based scores use at least this probability, renormalised.</param>
public sealed record ScoreOptions(double Floor = 0.001);
