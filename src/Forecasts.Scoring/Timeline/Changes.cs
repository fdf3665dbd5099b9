namespace Forecasts.Scoring.Timeline;

/// <summary>The instants at which something begins or ends, and which intervals do so in their order.</summary>
internal sealed class Changes
{
    /// <param name="starts">In ticks, not falling.</param>
    /// <param name="ends">In ticks, in the same order of intervals.</param>
    /// <param name="forecasters">Decides among intervals that end at once, so that sums do not depend on the order in which the data came.</param>
    public Changes(long[] starts, long[] ends, Comparison<int> forecasters)
    {
        ByEnd = new int[ends.Length];
        for (var i = 0; i < ends.Length; i++) ByEnd[i] = i;
        var sorted = (long[])ends.Clone();
        if (!IsSorted(sorted)) Array.Sort(sorted, ByEnd);
        // At the last end nobody is left, and the order of leaving makes no difference.
        for (var i = 0; i < sorted.Length && sorted[i] < sorted[^1];)
        {
            var from = i;
            while (sorted[i] == sorted[from]) i++;
            if (i - from > 1) ByEnd.AsSpan(from, i - from).Sort(forecasters);
        }

        var at = new long[2 * starts.Length];
        var count = 0;
        for (var (s, e) = (0, 0); e < sorted.Length;)
        {
            var next = s < starts.Length && starts[s] <= sorted[e] ? starts[s++] : sorted[e++];
            if (count == 0 || at[count - 1] != next) at[count++] = next;
        }

        At = at[..count];
    }

    public long[] At { get; }

    public int[] ByEnd { get; }

    private static bool IsSorted(long[] values)
    {
        for (var i = 1; i < values.Length; i++)
            if (values[i] < values[i - 1]) return false;
        return true;
    }
}
