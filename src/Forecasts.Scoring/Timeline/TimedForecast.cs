namespace Forecasts.Scoring.Timeline;

public enum ClaimKind
{
    /// <summary>Yes or no; values [p].</summary>
    Binary,
    /// <summary>Inaccurate, half right, accurate; values of the three.</summary>
    Three,
    /// <summary>The same grades; values [expected grade].</summary>
    Expected,
}

/// <summary>One belief that stands on [Start, End).</summary>
/// <param name="End">Null: until further notice.</param>
/// <param name="Values">[p], or the three grades' probabilities.</param>
/// <param name="Withdrawn">It ended because it was withdrawn.</param>
public sealed record TimedForecast(string Forecaster, DateTimeOffset Start, DateTimeOffset? End, IReadOnlyList<double> Values, bool Withdrawn);

/// <param name="Opens">o: from when forecasts count.</param>
/// <param name="ScheduledClose">e: until when they would count by the calendar.</param>
/// <param name="Closes">c: the earlier of e and the moment the outcome was public; exclusive.</param>
/// <param name="Spot">The earlier of the reveal and c.</param>
public sealed record ClaimWindow(DateTimeOffset Opens, DateTimeOffset ScheduledClose, DateTimeOffset Closes, DateTimeOffset Spot)
{
    /// <summary>False where the claim was decided before anyone could forecast it.</summary>
    internal bool IsScored => Closes > Opens && ScheduledClose > Opens;

    /// <summary>Before the close the spot is inclusive: a forecast made exactly then counts. At the close it is the limit from the left.</summary>
    internal bool StandsAtSpot(TimedForecast forecast) =>
        Spot < Closes ? forecast.Start <= Spot && forecast.End > Spot : forecast.Start < Spot && forecast.End >= Spot;
}

/// <param name="Floor">Log-based scores use at least this probability, renormalised.</param>
public sealed record ScoreOptions(double Floor = 0.001);
