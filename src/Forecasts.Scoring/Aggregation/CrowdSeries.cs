using Forecasts.Scoring.Timeline;

namespace Forecasts.Scoring.Aggregation;

/// <summary>The crowd from an instant until the next point.</summary>
/// <param name="Standing">How many stand.</param>
/// <param name="Mean">Arithmetic mean per category; null where nobody stands.</param>
/// <param name="Median">Unweighted median; for three grades per category, renormalised with a floor: floor + (1 - 3 floor) (m - floor)+ / sum of (m - floor)+, floor 0.001.</param>
public sealed record CrowdPoint(DateTimeOffset At, int Standing, IReadOnlyList<double>? Mean, IReadOnlyList<double>? Median);

/// <summary>How the crowd moved.</summary>
public static class CrowdSeries
{
    private const double Floor = 0.001;

    /// <summary>One point per instant within [from, until) at which somebody's belief begins, changes or ends; O(F log F).</summary>
    /// <param name="kind">Fixes the form of the values.</param>
    /// <param name="forecasts">In any order; the result does not depend on it.</param>
    /// <exception cref="ArgumentException">A value is no probability, or three of them do not sum to 1 within 1e-6.</exception>
    public static IReadOnlyList<CrowdPoint> Compute(ClaimKind kind, IReadOnlyList<TimedForecast> forecasts, DateTimeOffset from, DateTimeOffset until)
    {
        Guard.Forecasts(kind, forecasts);
        return Over(kind, Intervals.Within(forecasts, from, until), until);
    }

    internal static IReadOnlyList<CrowdPoint> Over(ClaimKind kind, IReadOnlyList<TimedForecast> intervals, DateTimeOffset until)
    {
        var columns = Enumerable.Range(0, kind == ClaimKind.Three ? 3 : 1).Select(k => new StandingValues(intervals.Select(i => i.Values[k]))).ToArray();
        var ends = intervals.OrderBy(i => i.End).ThenBy(i => i.Forecaster, StringComparer.Ordinal).ToList();
        var points = new List<CrowdPoint>();
        var (next, last, standing) = (0, 0, 0);
        foreach (var at in intervals.SelectMany(i => new[] { i.Start, i.End!.Value }).Distinct().Order().Where(t => t < until))
        {
            for (; last < ends.Count && ends[last].End == at; last++, standing--)
                for (var k = 0; k < columns.Length; k++) columns[k].Remove(ends[last].Values[k]);
            for (; next < intervals.Count && intervals[next].Start == at; next++, standing++)
                for (var k = 0; k < columns.Length; k++) columns[k].Add(intervals[next].Values[k]);
            points.Add(standing == 0 ? new(at, 0, null, null) : new(at, standing, [.. columns.Select(c => c.Mean)], Median(columns)));
        }

        return points;
    }

    /// <summary>Medians of several categories need not sum to 1: what lies above the floor is scaled, so that the floor itself still holds.</summary>
    private static double[] Median(StandingValues[] columns)
    {
        if (columns.Length == 1) return [columns[0].Median];
        var above = columns.Select(c => Math.Max(c.Median - Floor, 0)).ToArray();
        var (sum, free) = (above.Sum(), 1 - (columns.Length * Floor));
        return [.. above.Select(a => Floor + (free * (sum > 0 ? a / sum : 1.0 / columns.Length)))];
    }
}
