using Forecasts.Scoring.Timeline;

namespace Forecasts.Scoring.Aggregation;

/// <summary>The crowd from an instant until the next point.</summary>
/// <param name="Standing">How many stand.</param>
/// <param name="Mean">Arithmetic mean per category; null where nobody stands.</param>
/// <param name="Median">Unweighted median; of several categories per category, renormalised with a floor: floor + (1 - n floor) (m - floor)+ / sum of (m - floor)+, floor 0.001; the mean again for number and date claims.</param>
public sealed record CrowdPoint(DateTimeOffset At, int Standing, IReadOnlyList<double>? Mean, IReadOnlyList<double>? Median);

/// <summary>A crowd of any kind from an instant until the next step.</summary>
/// <param name="Values">Null where nobody stands.</param>
public sealed record CrowdStep(DateTimeOffset At, int Standing, IReadOnlyList<double>? Values);

/// <summary>How the crowd moved.</summary>
public static class CrowdSeries
{
    /// <summary>One point per instant within [from, until) at which somebody's belief begins, changes or ends; O(F log F).</summary>
    /// <param name="kind">Fixes the form of the values.</param>
    /// <param name="forecasts">In any order; the result does not depend on it.</param>
    /// <exception cref="ArgumentException">A value is no probability, or several do not sum to 1 within 1e-6.</exception>
    public static IReadOnlyList<CrowdPoint> Compute(ClaimKind kind, IReadOnlyList<TimedForecast> forecasts, DateTimeOffset from, DateTimeOffset until)
    {
        Guard.Forecasts(kind, forecasts);
        return Over(kind, Intervals.Within(forecasts, from, until), until);
    }

    /// <summary>The same steps for any way to combine what stands, such as <see cref="GeometricMean.Of"/>; one call a step, so O(F n) for n who stand.</summary>
    /// <param name="combine">Given the values of those who stand, the oldest first (a confirmation leaves the age as it was).</param>
    public static IReadOnlyList<CrowdStep> Steps(
        ClaimKind kind, IReadOnlyList<TimedForecast> forecasts, DateTimeOffset from, DateTimeOffset until, Func<IReadOnlyList<IReadOnlyList<double>>, IReadOnlyList<double>> combine)
    {
        Guard.Forecasts(kind, forecasts);
        var standing = new List<TimedForecast>();
        var steps = new List<CrowdStep>();
        // Age counts from when a belief was stated, so what stood before is not cut at the beginning.
        var intervals = Intervals.Within(forecasts, DateTimeOffset.MinValue, until);
        var ends = intervals.OrderBy(i => i.End).ThenBy(i => i.Forecaster, StringComparer.Ordinal).ToList();
        var (next, last) = (0, 0);
        foreach (var at in Changes(intervals, until).Select(t => t < from ? from : t).Distinct())
        {
            for (; next < intervals.Count && intervals[next].Start <= at; next++) standing.Add(intervals[next]);
            for (; last < ends.Count && ends[last].End <= at; last++) standing.Remove(ends[last]);
            if (standing.Count == 0 && steps.Count == 0) continue;
            steps.Add(new(at, standing.Count, standing.Count == 0 ? null : combine([.. standing.Select(s => s.Values)])));
        }

        return steps;
    }

    /// <summary>Medians weighted by <see cref="RecencyWeights"/>, options renormalised with the floor; number and date claims: the weighted mean.</summary>
    public static IReadOnlyList<CrowdStep> RecencyWeighted(ClaimKind kind, IReadOnlyList<TimedForecast> forecasts, DateTimeOffset from, DateTimeOffset until) =>
        Steps(kind, forecasts, from, until, kind.IsContinuous()
            ? members => Crowd.Mean(members, RecencyWeights.Of(members.Count))
            : members => Crowd.RecencyWeightedMedian(members));

    internal static IReadOnlyList<CrowdPoint> Over(ClaimKind kind, IReadOnlyList<TimedForecast> intervals, DateTimeOffset until)
    {
        var columns = Enumerable.Range(0, intervals.Count == 0 ? 0 : intervals[0].Values.Count)
            .Select(k => new StandingValues(kind.IsContinuous() ? [] : intervals.Select(i => i.Values[k]))).ToArray();
        var ends = intervals.OrderBy(i => i.End).ThenBy(i => i.Forecaster, StringComparer.Ordinal).ToList();
        var points = new List<CrowdPoint>();
        var (next, last, standing) = (0, 0, 0);
        foreach (var at in Changes(intervals, until))
        {
            for (; last < ends.Count && ends[last].End == at; last++, standing--)
                for (var k = 0; k < columns.Length; k++) columns[k].Remove(ends[last].Values[k]);
            for (; next < intervals.Count && intervals[next].Start == at; next++, standing++)
                for (var k = 0; k < columns.Length; k++) columns[k].Add(intervals[next].Values[k]);
            if (standing == 0)
            {
                points.Add(new(at, 0, null, null));
                continue;
            }

            double[] mean = [.. columns.Select(c => c.Mean)];
            if (columns.Any(c => c.Count > 0 && c.Count < standing)) mean = Crowd.Normalised(mean);
            points.Add(new(at, standing, mean, kind.IsContinuous() ? mean : Crowd.Renormalised([.. columns.Select(c => c.Median)])));
        }

        return points;
    }

    private static IEnumerable<DateTimeOffset> Changes(IReadOnlyList<TimedForecast> intervals, DateTimeOffset until) =>
        intervals.SelectMany(i => new[] { i.Start, i.End!.Value }).Distinct().Order().Where(t => t < until);
}
