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
        var intervals = Intervals.Within(forecasts, DateTimeOffset.MinValue, until);
        var standing = new SortedSet<int>();
        return Sweep(intervals, from, until, i => standing.Add(i), i => standing.Remove(i), () => combine([.. standing.Select(i => intervals.All[i].Values)]));
    }

    /// <summary>Medians weighted by <see cref="RecencyWeights"/>, options renormalised with the floor; number and date claims: the weighted mean. O(F n) for n who stand.</summary>
    public static IReadOnlyList<CrowdStep> RecencyWeighted(ClaimKind kind, IReadOnlyList<TimedForecast> forecasts, DateTimeOffset from, DateTimeOffset until)
    {
        Guard.Forecasts(kind, forecasts);
        var intervals = Intervals.Within(forecasts, DateTimeOffset.MinValue, until);
        var crowd = new RecencyCrowd([.. intervals.All.Select(i => i.Values.ToArray())], kind.IsContinuous());
        return Sweep(intervals, from, until, crowd.Add, crowd.Remove, crowd.Belief);
    }

    /// <param name="intervals">By start, so that a higher index is newer; age counts from when a belief was stated, not from the beginning asked for.</param>
    private static List<CrowdStep> Sweep(
        Intervals intervals, DateTimeOffset from, DateTimeOffset until, Action<int> add, Action<int> remove, Func<IReadOnlyList<double>> belief)
    {
        var (starts, ends, byEnd) = (intervals.Starts, intervals.Ends, intervals.Changes.ByEnd);
        var steps = new List<CrowdStep>();
        var (next, last) = (0, 0);
        foreach (var at in intervals.Changes.At.ToArray().Select(t => Math.Max(t, from.UtcTicks)).Distinct().Where(t => t < until.UtcTicks))
        {
            for (; next < starts.Length && starts[next] <= at; next++) add(next);
            for (; last < ends.Length && ends[byEnd[last]] <= at; last++) remove(byEnd[last]);
            var standing = next - last;
            if (standing > 0 || steps.Count > 0) steps.Add(new(new(at, TimeSpan.Zero), standing, standing == 0 ? null : belief()));
        }

        return steps;
    }

    internal static IReadOnlyList<CrowdPoint> Over(ClaimKind kind, Intervals intervals, DateTimeOffset until)
    {
        var (all, starts, ends, byEnd, continuous) = (intervals.All, intervals.Starts, intervals.Ends, intervals.Changes.ByEnd, kind.IsContinuous());
        var columns = new StandingValues[all.Length == 0 ? 0 : all[0].Values.Count];
        for (var k = 0; k < columns.Length; k++) columns[k] = new StandingValues(continuous ? [] : Array.ConvertAll(all, f => f.Values[k]));
        var points = new List<CrowdPoint>(intervals.Changes.At.Length);
        var (next, last) = (0, 0);
        foreach (var at in intervals.Changes.At)
        {
            if (at >= until.UtcTicks) break;
            for (; last < ends.Length && ends[byEnd[last]] == at; last++)
                for (var k = 0; k < columns.Length; k++) columns[k].Remove(all[byEnd[last]].Values[k]);
            for (; next < starts.Length && starts[next] == at; next++)
                for (var k = 0; k < columns.Length; k++) columns[k].Add(all[next].Values[k]);
            points.Add(Point(new(at, TimeSpan.Zero), next - last, columns, continuous));
        }

        return points;
    }

    private static CrowdPoint Point(DateTimeOffset at, int standing, StandingValues[] columns, bool continuous)
    {
        if (standing == 0) return new(at, 0, null, null);
        var mean = Array.ConvertAll(columns, c => c.Mean);
        if (Array.Exists(columns, c => c.Count > 0 && c.Count < standing)) mean = Crowd.Normalised(mean);
        return new(at, standing, mean, continuous ? mean : Crowd.Renormalised(Array.ConvertAll(columns, c => c.Median)));
    }
}
