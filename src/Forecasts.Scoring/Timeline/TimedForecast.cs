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
    public bool IsScored => Closes > Opens && ScheduledClose > Opens;
}

/// <param name="Floor">Log-based scores use at least this probability, renormalised.</param>
public sealed record ScoreOptions(double Floor = 0.001);

/// <summary>Forecasts in one order, whatever order they came in, with what overlaps clipped.</summary>
public static class Intervals
{
    /// <summary>Sorted by start, then forecaster; a later forecast of the same forecaster ends an earlier one; clipped to [from, until).</summary>
    public static IReadOnlyList<TimedForecast> Within(IEnumerable<TimedForecast> forecasts, DateTimeOffset from, DateTimeOffset until)
    {
        var clipped = new List<TimedForecast>();
        foreach (var own in forecasts.GroupBy(f => f.Forecaster, StringComparer.Ordinal))
        {
            var sorted = own.OrderBy(f => f.Start).ToList();
            for (var i = 0; i < sorted.Count; i++)
            {
                var forecast = sorted[i];
                if (i + 1 < sorted.Count && !(forecast.End <= sorted[i + 1].Start)) forecast = forecast with { End = sorted[i + 1].Start, Withdrawn = false };
                if (forecast.Start < from) forecast = forecast with { Start = from };
                if (!(forecast.End <= until)) forecast = forecast with { End = until, Withdrawn = false };
                if (forecast.End > forecast.Start) clipped.Add(forecast);
            }
        }

        return [.. clipped.OrderBy(f => f.Start).ThenBy(f => f.Forecaster, StringComparer.Ordinal)];
    }
}
