namespace Forecasts.Scoring.Comparison;

/// <summary>Of one cluster: its weight and the weighted sums of the two values of its rows.</summary>
internal readonly record struct ClusterLine(int Cluster, double A, double B, double Weight);

/// <summary>Rows as one line per cluster, which is all that a comparison of means needs.</summary>
internal static class ClusterSums
{
    /// <summary>
    /// In an order that depends on the sums alone, so that neither the order of rows nor the names of clusters change a resampled bit.
    /// What weighs nothing is left out. Without clusters each row is its own.
    /// </summary>
    public static ClusterLine[] Of(ReadOnlySpan<double> a, ReadOnlySpan<double> b, ReadOnlySpan<double> weights, ReadOnlySpan<int> clusters)
    {
        var rows = new List<ClusterLine>(a.Length);
        for (var i = 0; i < a.Length; i++)
        {
            var w = weights.IsEmpty ? 1 : weights[i];
            if (w > 0)
                rows.Add(new(clusters.IsEmpty ? 0 : clusters[i], w * a[i], w * b[i], w));
        }

        rows.Sort(Order);
        if (clusters.IsEmpty)
            return [.. rows];
        var lines = new List<ClusterLine>();
        var current = rows[0].Cluster;
        double sumA = 0,
            sumB = 0,
            weight = 0;
        foreach (var row in rows)
        {
            if (row.Cluster != current)
            {
                lines.Add(new(0, sumA, sumB, weight));
                (current, sumA, sumB, weight) = (row.Cluster, 0, 0, 0);
            }

            (sumA, sumB, weight) = (sumA + row.A, sumB + row.B, weight + row.Weight);
        }

        lines.Add(new(0, sumA, sumB, weight));
        lines.Sort(Order);
        return [.. lines];
    }

    public static ClusterLine Total(this ReadOnlySpan<ClusterLine> lines)
    {
        double a = 0,
            b = 0,
            weight = 0;
        foreach (ref readonly var line in lines)
            (a, b, weight) = (a + line.A, b + line.B, weight + line.Weight);
        return new(0, a, b, weight);
    }

    /// <summary>A number from 0 on for each row's cluster.</summary>
    public static int[] Numbered(ReadOnlySpan<int> clusters, int n, out int count)
    {
        var numbers = new int[n];
        var known = new Dictionary<int, int>();
        for (var i = 0; i < n; i++)
        {
            if (clusters.IsEmpty)
                numbers[i] = i;
            else if (!known.TryGetValue(clusters[i], out numbers[i]))
                known.Add(clusters[i], numbers[i] = known.Count);
        }

        count = clusters.IsEmpty ? n : known.Count;
        return numbers;
    }

    private static readonly Comparison<ClusterLine> Order = (x, y) =>
    {
        var by = x.Cluster.CompareTo(y.Cluster);
        if (by == 0)
            by = x.A.CompareTo(y.A);
        if (by == 0)
            by = x.B.CompareTo(y.B);
        return by != 0 ? by : x.Weight.CompareTo(y.Weight);
    };
}
