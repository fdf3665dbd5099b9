namespace Forecasts.Scoring.Timeline;

/// <summary>Forecasts in one order, whatever order they came in, with what overlaps clipped: sorted by start, then forecaster.</summary>
/// <param name="All">Each with an end; those of one forecaster do not overlap.</param>
/// <param name="Starts">In ticks.</param>
/// <param name="Ends">In ticks.</param>
internal sealed record Intervals(TimedForecast[] All, long[] Starts, long[] Ends, Changes Changes)
{
    /// <summary>
    /// A later forecast of the same forecaster ends an earlier one; clipped to [from, until); what lasts no time is left out; one that
    /// repeats the value before it is one interval with it, so that a confirmation changes no bit.
    /// </summary>
    public static Intervals Within(IReadOnlyList<TimedForecast> forecasts, DateTimeOffset from, DateTimeOffset until)
    {
        var clipped = new List<TimedForecast>(forecasts.Count);
        foreach (var own in ByForecaster(forecasts))
            OfOne(own, from, until, clipped);
        var all = clipped.ToArray();
        var starts = Array.ConvertAll(all, f => f.Start.UtcTicks);
        Array.Sort(starts, all);
        for (var (i, begin) = (1, 0); i <= all.Length; i++)
        {
            if (i < all.Length && starts[i] == starts[begin])
                continue;
            if (i - begin > 1)
                all.AsSpan(begin, i - begin).Sort((a, b) => string.CompareOrdinal(a.Forecaster, b.Forecaster));
            begin = i;
        }

        var ends = Array.ConvertAll(all, f => f.End!.Value.UtcTicks);
        return new(all, starts, ends, new Changes(starts, ends, (a, b) => string.CompareOrdinal(all[a].Forecaster, all[b].Forecaster)));
    }

    private static Dictionary<string, List<TimedForecast>>.ValueCollection ByForecaster(IReadOnlyList<TimedForecast> forecasts)
    {
        var own = new Dictionary<string, List<TimedForecast>>(forecasts.Count, StringComparer.Ordinal);
        foreach (var forecast in forecasts)
        {
            if (own.TryGetValue(forecast.Forecaster, out var list))
                list.Add(forecast);
            else
                own.Add(forecast.Forecaster, [forecast]);
        }

        return own.Values;
    }

    private static void OfOne(List<TimedForecast> own, DateTimeOffset from, DateTimeOffset until, List<TimedForecast> result)
    {
        own.Sort(Order);
        var first = result.Count;
        for (var i = 0; i < own.Count; i++)
        {
            var forecast = own[i];
            if (i + 1 < own.Count && !(forecast.End <= own[i + 1].Start))
                forecast = forecast with { End = own[i + 1].Start, Withdrawn = false };
            if (forecast.Start < from)
                forecast = forecast with { Start = from };
            if (!(forecast.End <= until))
                forecast = forecast with { End = until, Withdrawn = false };
            if (!(forecast.End > forecast.Start))
                continue;
            if (result.Count > first && result[^1] is var last && last.End == forecast.Start && Same(last.Values, forecast.Values))
                result[^1] = forecast with { Start = last.Start };
            else
                result.Add(forecast);
        }
    }

    private static bool Same(IReadOnlyList<double> a, IReadOnlyList<double> b)
    {
        for (var k = 0; k < a.Count; k++)
            if (!a[k].Equals(b[k]))
                return false;
        return a.Count == b.Count;
    }

    /// <summary>
    /// By start; of several with one start the last of the order stands, and which one that is depends on themselves alone.
    /// </summary>
    internal static readonly Comparer<TimedForecast> Order = Comparer<TimedForecast>.Create(
        (a, b) =>
        {
            var by = a.Start.CompareTo(b.Start);
            if (by == 0)
                by = (a.End ?? DateTimeOffset.MaxValue).CompareTo(b.End ?? DateTimeOffset.MaxValue);
            for (var k = 0; by == 0 && k < a.Values.Count; k++)
                by = a.Values[k].CompareTo(b.Values[k]);
            return by != 0 ? by : b.Withdrawn.CompareTo(a.Withdrawn);
        }
    );
}
