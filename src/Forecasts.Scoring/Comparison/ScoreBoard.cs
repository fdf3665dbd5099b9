namespace Forecasts.Scoring.Comparison;

/// <summary>Scores of all forecasters on all claims, as weighted sums per cluster of claims.</summary>
internal sealed class ScoreBoard
{
    private readonly double[] sums;
    private readonly double[] weights;

    private ScoreBoard(int forecasters, double[] sums, double[] weights) =>
        (Forecasters, this.sums, this.weights) = (forecasters, sums, weights);

    public int Forecasters { get; }

    public int Clusters => weights.Length;

    public double Weight(int cluster) => weights[cluster];

    public ReadOnlySpan<double> Sums(int cluster) => sums.AsSpan(cluster * Forecasters, Forecasters);

    /// <summary>In an order that depends neither on the claims' nor on the forecasters', so that neither changes a resampled bit.</summary>
    /// <param name="scores">Forecaster by forecaster, each with all claims.</param>
    public static ScoreBoard Of(ReadOnlySpan<double> scores, int forecasters, ReadOnlySpan<double> weights, ReadOnlySpan<int> clusters)
    {
        Check(scores, forecasters, weights, clusters, out var claims);
        var columns = new List<Column>(claims);
        for (var c = 0; c < claims; c++)
        {
            var w = weights.IsEmpty ? 1 : weights[c];
            if (w == 0)
                continue;
            var own = new double[forecasters];
            for (var f = 0; f < forecasters; f++)
                own[f] = w * scores[(f * claims) + c];
            columns.Add(new(clusters.IsEmpty ? c : clusters[c], w, own, [.. own.Order()]));
        }

        columns.Sort(ByCluster);
        var together = new List<Column>();
        foreach (var column in columns)
        {
            if (together is not [.., var last] || last.Cluster != column.Cluster)
            {
                together.Add(column);
                continue;
            }

            var sum = last.Scores.Zip(column.Scores, (a, b) => a + b).ToArray();
            together[^1] = new(last.Cluster, last.Weight + column.Weight, sum, [.. sum.Order()]);
        }

        together.Sort(BySize);
        return new(forecasters, [.. together.SelectMany(c => c.Scores)], [.. together.Select(c => c.Weight)]);
    }

    public static void Check(
        ReadOnlySpan<double> scores,
        int forecasters,
        ReadOnlySpan<double> weights,
        ReadOnlySpan<int> clusters,
        out int claims
    )
    {
        Guard.AtLeast(forecasters, 1, nameof(forecasters));
        Guard.NotEmpty(scores.Length, nameof(scores));
        Guard.Finite(scores, nameof(scores));
        claims = scores.Length / forecasters;
        if (claims * forecasters != scores.Length)
            throw new ArgumentException(
                $"scores has {scores.Length} entries; that is no multiple of {forecasters} forecasters.",
                nameof(scores)
            );
        Guard.Weights(weights, claims);
        Guard.Clusters(clusters, claims);
    }

    private sealed record Column(int Cluster, double Weight, double[] Scores, double[] Sorted);

    private static readonly Comparison<Column> BySize = (x, y) =>
    {
        var by = x.Weight.CompareTo(y.Weight);
        if (by == 0)
            by = x.Sorted.AsSpan().SequenceCompareTo(y.Sorted);
        return by != 0 ? by : x.Scores.AsSpan().SequenceCompareTo(y.Scores);
    };

    private static readonly Comparison<Column> ByCluster = (x, y) => x.Cluster != y.Cluster ? x.Cluster.CompareTo(y.Cluster) : BySize(x, y);
}
