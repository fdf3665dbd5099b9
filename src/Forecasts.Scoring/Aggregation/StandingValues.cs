using Forecasts.Scoring.Timeline;

namespace Forecasts.Scoring.Aggregation;

/// <summary>
/// The values of one category that stand, counted over the sorted distinct values that ever stand (a Fenwick tree: Fenwick 1994,
/// Software: Practice and Experience 24). One change, or one median, costs O(log F). An option that is not open (NaN) does not count.
/// </summary>
internal sealed class StandingValues
{
    private readonly double[] values;
    private readonly int[] tree;
    private readonly int top;
    private int count;
    private Compensated sum;

    /// <param name="all">Every value that will ever stand, in any order, which is lost; none where no median will be asked for.</param>
    public StandingValues(double[] all)
    {
        values = all;
        Array.Sort(values);
        // NaN sorts first.
        var distinct = 0;
        foreach (var value in values)
            if (!double.IsNaN(value) && (distinct == 0 || values[distinct - 1] != value))
                values[distinct++] = value;
        values = values[..distinct];
        tree = new int[values.Length + 1];
        top = values.Length == 0 ? 0 : 1 << int.Log2(values.Length);
    }

    public int Count => count;

    public double Mean => count == 0 ? double.NaN : Math.Clamp(sum.Value / count, 0, 1);

    /// <summary>The middle value, or the mean of the two in the middle.</summary>
    public double Median =>
        count == 0 ? double.NaN
        : count % 2 == 1 ? Smallest((count / 2) + 1)
        : (Smallest(count / 2) + Smallest((count / 2) + 1)) / 2;

    /// <summary>Quartiles as <see cref="WeightedPercentile"/> has them: where a quarter ends between two values, their mean.</summary>
    public double Lower => count % 4 == 0 ? (Smallest(count / 4) + Smallest((count / 4) + 1)) / 2 : Smallest((count + 3) / 4);

    public double Upper => count % 4 == 0 ? (Smallest(3 * count / 4) + Smallest((3 * count / 4) + 1)) / 2 : Smallest((3 * count / 4) + 1);

    public void Add(double value) => Change(value, 1);

    public void Remove(double value) => Change(value, -1);

    private void Change(double value, int by)
    {
        if (double.IsNaN(value))
            return;
        count += by;
        // What rounding has left behind ends with the last value.
        sum = count == 0 ? default : sum.Plus(by * value);
        if (values.Length == 0)
            return;
        for (var i = Array.BinarySearch(values, value) + 1; i < tree.Length; i += i & -i)
            tree[i] += by;
    }

    /// <summary>The k-th smallest, counted from 1.</summary>
    private double Smallest(int k)
    {
        var below = 0;
        for (var step = top; step > 0; step /= 2)
        {
            if (below + step >= tree.Length || tree[below + step] >= k)
                continue;
            below += step;
            k -= tree[below];
        }

        return values[below];
    }
}
