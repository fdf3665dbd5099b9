namespace Forecasts.Scoring.Timeline;

/// <summary>Forecasts in one order, whatever order they came in, with what overlaps clipped.</summary>
internal static class Intervals
{
    /// <summary>
    /// Sorted by start, then forecaster; a later forecast of the same forecaster ends an earlier one; clipped to [from, until); what
    /// lasts no time is left out; one that repeats the value before it is one interval with it, so that a confirmation changes no bit.
    /// </summary>
    public static IReadOnlyList<TimedForecast> Within(IEnumerable<TimedForecast> forecasts, DateTimeOffset from, DateTimeOffset until) =>
        [.. forecasts.GroupBy(f => f.Forecaster, StringComparer.Ordinal).SelectMany(own => OfOne(own, from, until))
            .OrderBy(f => f.Start).ThenBy(f => f.Forecaster, StringComparer.Ordinal)];

    private static List<TimedForecast> OfOne(IEnumerable<TimedForecast> own, DateTimeOffset from, DateTimeOffset until)
    {
        var sorted = own.Order(Order).ToList();
        var result = new List<TimedForecast>();
        for (var i = 0; i < sorted.Count; i++)
        {
            var forecast = sorted[i];
            if (i + 1 < sorted.Count && !(forecast.End <= sorted[i + 1].Start)) forecast = forecast with { End = sorted[i + 1].Start, Withdrawn = false };
            if (forecast.Start < from) forecast = forecast with { Start = from };
            if (!(forecast.End <= until)) forecast = forecast with { End = until, Withdrawn = false };
            if (!(forecast.End > forecast.Start)) continue;
            if (result is [.., var last] && last.End == forecast.Start && last.Values.SequenceEqual(forecast.Values)) result[^1] = forecast with { Start = last.Start };
            else result.Add(forecast);
        }

        return result;
    }

    /// <summary>By start; of several with one start the last of the order stands, and which one that is depends on themselves alone.</summary>
    internal static readonly IComparer<TimedForecast> Order = Comparer<TimedForecast>.Create((a, b) =>
    {
        var by = a.Start.CompareTo(b.Start);
        if (by == 0) by = (a.End ?? DateTimeOffset.MaxValue).CompareTo(b.End ?? DateTimeOffset.MaxValue);
        for (var k = 0; by == 0 && k < a.Values.Count; k++) by = a.Values[k].CompareTo(b.Values[k]);
        return by != 0 ? by : b.Withdrawn.CompareTo(a.Withdrawn);
    });
}
