using System.Numerics;
using System.Numerics.Tensors;

namespace Forecasts.Scoring.Timeline;

/// <summary>The instants at which something begins or ends, and which intervals do so in their order.</summary>
internal sealed class Changes
{
    private readonly long[] all;
    private readonly int count;

    /// <param name="starts">In ticks, not falling.</param>
    /// <param name="ends">In ticks, in the same order of intervals.</param>
    /// <param name="forecasters">Decides among intervals that end at once, so that sums do not depend on the order in which the data
    /// came.</param>
    public Changes(long[] starts, long[] ends, Comparison<int> forecasters)
    {
        ByEnd = new int[ends.Length];
        var sorted = (long[])ends.Clone();
        Sort(sorted, ByEnd);
        // At the last end nobody is left, and the order of leaving makes no difference.
        for (var i = 0; i < sorted.Length && sorted[i] < sorted[^1]; )
        {
            var from = i;
            while (sorted[i] == sorted[from])
                i++;
            if (i - from > 1)
                ByEnd.AsSpan(from, i - from).Sort(forecasters);
        }

        var at = new long[2 * starts.Length];
        var count = 0;
        for (var (s, e) = (0, 0); e < sorted.Length; )
        {
            var next = s < starts.Length && starts[s] <= sorted[e] ? starts[s++] : sorted[e++];
            if (count == 0 || at[count - 1] != next)
                at[count++] = next;
        }

        (all, this.count) = (at, count);
    }

    /// <summary>The instants, ascending, each once.</summary>
    public ReadOnlySpan<long> At => all.AsSpan(0, count);

    public int[] ByEnd { get; }

    // A time and its place share one word where they fit (all of a year beside 32,000 places), and words sort faster than pairs.
    private static void Sort(long[] values, int[] places)
    {
        for (var i = 0; i < places.Length; i++)
            places[i] = i;
        if (IsSorted(values))
            return;
        var (low, high) = (TensorPrimitives.Min<long>(values), TensorPrimitives.Max<long>(values));
        var bits = BitOperations.Log2((uint)values.Length) + 1;
        if (BitOperations.LeadingZeroCount((ulong)(high - low)) < bits)
        {
            Array.Sort(values, places);
            return;
        }

        var keys = new ulong[values.Length];
        for (var i = 0; i < keys.Length; i++)
            keys[i] = ((ulong)(values[i] - low) << bits) | (uint)i;
        keys.AsSpan().Sort();
        for (var i = 0; i < keys.Length; i++)
            (values[i], places[i]) = ((long)(keys[i] >> bits) + low, (int)(keys[i] & ((1UL << bits) - 1)));
    }

    public static bool IsSorted(ReadOnlySpan<long> values)
    {
        for (var i = 1; i < values.Length; i++)
            if (values[i] < values[i - 1])
                return false;
        return true;
    }
}
