namespace Forecasts.Scoring.Aggregation;

/// <summary>
/// The recency-weighted crowd as people come and go. Every change shifts the weights of all who are newer, so each look costs O(n) for n
/// who stand: a walk through them in the order of age and one in the order of each category's values, both kept sorted.
/// </summary>
/// <param name="values">Of all who will ever stand, by index; a higher index is newer.</param>
internal sealed class RecencyCrowd(double[][] values, bool continuous)
{
    private const double Tie = 1e-12;

    // exp(sqrt(i) - sqrt(n)) for all n at once: only ratios matter.
    private readonly double[] weights = RecencyWeights.Of(values.Length);
    private readonly double[] own = new double[values.Length];
    private readonly List<int> byAge = [];
    private readonly List<int>[] byValue =
    [
        .. Enumerable.Range(0, continuous || values.Length == 0 ? 0 : values[0].Length).Select(_ => new List<int>()),
    ];

    public void Add(int index)
    {
        byAge.Insert(~byAge.BinarySearch(index), index);
        for (var k = 0; k < byValue.Length; k++)
            if (!double.IsNaN(values[index][k]))
                byValue[k].Insert(~Find(k, index), index);
    }

    public void Remove(int index)
    {
        byAge.RemoveAt(byAge.BinarySearch(index));
        for (var k = 0; k < byValue.Length; k++)
            if (!double.IsNaN(values[index][k]))
                byValue[k].RemoveAt(Find(k, index));
    }

    /// <summary>The weighted medians, renormalised with the floor; for number and date claims the weighted mean.</summary>
    public double[] Belief()
    {
        var total = 0.0;
        // Two have equal weights.
        for (var i = 0; i < byAge.Count; i++)
            total += own[byAge[i]] = byAge.Count <= 2 ? 1 : weights[i];
        return continuous ? Mean(total) : Crowd.Renormalised([.. byValue.Select((order, k) => Median(order, k, total))]);
    }

    private double Median(List<int> order, int k, double total)
    {
        if (order.Count == 0)
            return double.NaN;
        if (order.Count < byAge.Count)
            total = order.Sum(i => own[i]);
        var sum = 0.0;
        for (var i = 0; i < order.Count; i++)
        {
            sum += own[order[i]];
            if (sum > (total / 2) + (Tie * total))
                return values[order[i]][k];
            if (sum >= (total / 2) - (Tie * total) && i + 1 < order.Count)
                return (values[order[i]][k] + values[order[i + 1]][k]) / 2;
        }

        return values[order[^1]][k];
    }

    private double[] Mean(double total)
    {
        var mean = new double[values[byAge[0]].Length];
        foreach (var index in byAge)
        {
            var (member, share) = (values[index], own[index] / total);
            for (var k = 0; k < mean.Length; k++)
                mean[k] += share * member[k];
        }

        return mean;
    }

    /// <summary>
    /// Where an index stands in a category's order, by value and then age; the complement of where it belongs if it does not.
    /// </summary>
    private int Find(int k, int index)
    {
        var (order, value, low, high) = (byValue[k], values[index][k], 0, byValue[k].Count - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var by = values[order[middle]][k].CompareTo(value);
            if (by == 0)
                by = order[middle].CompareTo(index);
            if (by == 0)
                return middle;
            if (by < 0)
                low = middle + 1;
            else
                high = middle - 1;
        }

        return ~low;
    }
}
