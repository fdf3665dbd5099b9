using Forecasts.Scoring.Timeline;

namespace Forecasts.Scoring.Aggregation;

/// <summary>The crowd from an instant until the next point.</summary>
/// <param name="Standing">How many stand.</param>
/// <param name="Mean">Arithmetic mean per category; null where nobody stands.</param>
/// <param name="Median">Unweighted median; for three grades per category, at least 0.001, renormalised.</param>
public sealed record CrowdPoint(DateTimeOffset At, int Standing, IReadOnlyList<double>? Mean, IReadOnlyList<double>? Median);

/// <summary>How the crowd moved.</summary>
public static class CrowdSeries
{
    private const double Floor = 0.001;

    /// <summary>One point per instant within [from, until) at which the crowd changes.</summary>
    public static IReadOnlyList<CrowdPoint> Compute(ClaimKind kind, IReadOnlyList<TimedForecast> forecasts, DateTimeOffset from, DateTimeOffset until) =>
        Over(kind, Intervals.Within(forecasts, from, until), until);

    internal static IReadOnlyList<CrowdPoint> Over(ClaimKind kind, IReadOnlyList<TimedForecast> intervals, DateTimeOffset until)
    {
        var columns = Enumerable.Range(0, kind == ClaimKind.Three ? 3 : 1).Select(_ => new Column()).ToArray();
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

    private static double[] Median(Column[] columns)
    {
        if (columns.Length == 1) return [columns[0].Median];
        var raised = columns.Select(c => Math.Max(c.Median, Floor)).ToArray();
        var sum = raised.Sum();
        return [.. raised.Select(p => p / sum)];
    }

    /// <summary>The values of one category that stand, in order.</summary>
    private sealed class Column
    {
        private readonly List<double> sorted = [];
        private Compensated sum;

        public double Mean => Math.Clamp(sum.Value / sorted.Count, 0, 1);

        public double Median => sorted.Count % 2 == 1 ? sorted[sorted.Count / 2] : (sorted[(sorted.Count / 2) - 1] + sorted[sorted.Count / 2]) / 2;

        public void Add(double value)
        {
            var index = sorted.BinarySearch(value);
            sorted.Insert(index < 0 ? ~index : index, value);
            sum = sum.Plus(value);
        }

        public void Remove(double value)
        {
            sorted.RemoveAt(sorted.BinarySearch(value));
            sum = sorted.Count == 0 ? default : sum.Plus(-value);
        }
    }
}
