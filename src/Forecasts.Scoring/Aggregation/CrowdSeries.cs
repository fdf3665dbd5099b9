using Forecasts.Scoring.Timeline;

namespace Forecasts.Scoring.Aggregation;

/// <summary>The crowd from an instant until the next point.</summary>
/// <param name="Standing">How many stand.</param>
/// <param name="Mean">Arithmetic mean per category; null where nobody stands.</param>
/// <param name="Median">Unweighted median; of several categories per category, renormalised with a floor: floor + (1 - n floor) (m -
/// floor)+ / sum of (m - floor)+, floor 0.001; the mean again for number and date claims.</param>
/// <param name="Lower">First quartile of the expected grades, as <see cref="WeightedPercentile.Of"/> has it. Null where it was not asked
/// for, the kind has no grades, or nobody stands.</param>
/// <param name="Upper">Third quartile.</param>
public sealed record CrowdPoint(
    DateTimeOffset At,
    int Standing,
    IReadOnlyList<double>? Mean,
    IReadOnlyList<double>? Median,
    double? Lower = null,
    double? Upper = null
);

/// <summary>A crowd of any kind from an instant until the next step.</summary>
/// <param name="Values">Null where nobody stands.</param>
public sealed record CrowdStep(DateTimeOffset At, int Standing, IReadOnlyList<double>? Values);

/// <summary>How the crowd moved.</summary>
public static class CrowdSeries
{
    /// <summary>One point per instant within [from, until) at which somebody's belief begins, changes or ends; O(F log F).</summary>
    /// <param name="kind">Fixes the form of the values.</param>
    /// <param name="forecasts">In any order; the result does not depend on it.</param>
    /// <param name="looks">Rising instants. Where given, of the points between two of them only the last is there, and the last of all: at
    /// each look the crowd is exact, and the points are not more than the looks and one.</param>
    /// <param name="spread">Quartiles too.</param>
    /// <exception cref="ArgumentException">A value is no probability, several do not sum to 1 within 1e-6, or the looks do not
    /// rise.</exception>
    public static IReadOnlyList<CrowdPoint> Compute(
        ClaimShape kind,
        IReadOnlyList<TimedForecast> forecasts,
        DateTimeOffset from,
        DateTimeOffset until,
        IReadOnlyList<DateTimeOffset>? looks = null,
        bool spread = false
    )
    {
        Guard.Forecasts(kind, forecasts);
        for (var i = 1; i < looks?.Count; i++)
            if (looks[i] <= looks[i - 1])
                throw new ArgumentException($"looks[{i}] is {looks[i]:O}; it must be after {looks[i - 1]:O}.", nameof(looks));
        return Over(kind, Intervals.Within(forecasts, from, until), until, looks, spread);
    }

    /// <summary>
    /// The same steps for any way to combine what stands, such as <see cref="GeometricMean.Of"/>; one call a step, so O(F n) for n who
    /// stand.
    /// </summary>
    /// <param name="combine">Given the values of those who stand, the oldest first (a confirmation leaves the age as it was).</param>
    public static IReadOnlyList<CrowdStep> Steps(
        ClaimShape kind,
        IReadOnlyList<TimedForecast> forecasts,
        DateTimeOffset from,
        DateTimeOffset until,
        Func<IReadOnlyList<IReadOnlyList<double>>, IReadOnlyList<double>> combine
    )
    {
        Guard.Forecasts(kind, forecasts);
        var intervals = Intervals.Within(forecasts, DateTimeOffset.MinValue, until);
        var standing = new SortedSet<int>();
        return Sweep(
            intervals,
            from,
            until,
            i => standing.Add(i),
            i => standing.Remove(i),
            () => combine([.. standing.Select(i => intervals.All[i].Values)])
        );
    }

    /// <summary>
    /// Medians weighted by <see cref="RecencyWeights"/>, options renormalised with the floor; number and date claims: the weighted mean.
    /// O(F n) for n who stand.
    /// </summary>
    public static IReadOnlyList<CrowdStep> RecencyWeighted(
        ClaimShape kind,
        IReadOnlyList<TimedForecast> forecasts,
        DateTimeOffset from,
        DateTimeOffset until
    )
    {
        Guard.Forecasts(kind, forecasts);
        var intervals = Intervals.Within(forecasts, DateTimeOffset.MinValue, until);
        var crowd = new RecencyCrowd([.. intervals.All.Select(i => i.Values.ToArray())], kind.IsContinuous());
        return Sweep(intervals, from, until, crowd.Add, crowd.Remove, crowd.Belief);
    }

    /// <param name="intervals">By start, so that a higher index is newer; age counts from when a belief was stated, not from the beginning
    /// asked for.</param>
    private static List<CrowdStep> Sweep(
        Intervals intervals,
        DateTimeOffset from,
        DateTimeOffset until,
        Action<int> add,
        Action<int> remove,
        Func<IReadOnlyList<double>> belief
    )
    {
        var (starts, ends, byEnd) = (intervals.Starts, intervals.Ends, intervals.Changes.ByEnd);
        var steps = new List<CrowdStep>();
        var (next, last) = (0, 0);
        foreach (var at in intervals.Changes.At.ToArray().Select(t => Math.Max(t, from.UtcTicks)).Distinct().Where(t => t < until.UtcTicks))
        {
            for (; next < starts.Length && starts[next] <= at; next++)
                add(next);
            for (; last < ends.Length && ends[byEnd[last]] <= at; last++)
                remove(byEnd[last]);
            var standing = next - last;
            if (standing > 0 || steps.Count > 0)
                steps.Add(new(new(at, TimeSpan.Zero), standing, standing == 0 ? null : belief()));
        }

        return steps;
    }

    internal static IReadOnlyList<CrowdPoint> Over(
        ClaimShape kind,
        Intervals intervals,
        DateTimeOffset until,
        IReadOnlyList<DateTimeOffset>? looks = null,
        bool spread = false
    )
    {
        var (all, starts, ends, byEnd, continuous) = (
            intervals.All,
            intervals.Starts,
            intervals.Ends,
            intervals.Changes.ByEnd,
            kind.IsContinuous()
        );
        var columns = new StandingValues[all.Length == 0 ? 0 : all[0].Values.Count];
        for (var k = 0; k < columns.Length; k++)
            columns[k] = new StandingValues(continuous ? [] : Array.ConvertAll(all, f => f.Values[k]));
        var grades =
            spread && kind.Categories() is not null
                ? new StandingValues(Array.ConvertAll(all, f => Grades.Expected(kind, f.Values)))
                : null;
        var changes = intervals.Changes.At;
        var points = new List<CrowdPoint>(Math.Min(changes.Length, looks?.Count + 1 ?? changes.Length));
        var (next, last, look) = (0, 0, 0);
        for (var i = 0; i < changes.Length && changes[i] < until.UtcTicks; i++)
        {
            var at = changes[i];
            for (; last < ends.Length && ends[byEnd[last]] == at; last++)
            {
                for (var k = 0; k < columns.Length; k++)
                    columns[k].Remove(all[byEnd[last]].Values[k]);
                grades?.Remove(Grades.Expected(kind, all[byEnd[last]].Values));
            }

            for (; next < starts.Length && starts[next] == at; next++)
            {
                for (var k = 0; k < columns.Length; k++)
                    columns[k].Add(all[next].Values[k]);
                grades?.Add(Grades.Expected(kind, all[next].Values));
            }

            while (look < looks?.Count && looks[look].UtcTicks < at)
                look++;
            var seen =
                looks is null
                || i + 1 == changes.Length
                || changes[i + 1] >= until.UtcTicks
                || (look < looks.Count && looks[look].UtcTicks < changes[i + 1]);
            if (seen)
                points.Add(Point(new(at, TimeSpan.Zero), next - last, columns, continuous, grades));
        }

        return points;
    }

    private static CrowdPoint Point(DateTimeOffset at, int standing, StandingValues[] columns, bool continuous, StandingValues? grades)
    {
        if (standing == 0)
            return new(at, 0, null, null);
        var mean = Array.ConvertAll(columns, c => c.Mean);
        if (Array.Exists(columns, c => c.Count > 0 && c.Count < standing))
            mean = Crowd.Normalised(mean);
        return new(
            at,
            standing,
            mean,
            continuous ? mean : Crowd.Renormalised(Array.ConvertAll(columns, c => c.Median)),
            grades?.Lower,
            grades?.Upper
        );
    }
}
