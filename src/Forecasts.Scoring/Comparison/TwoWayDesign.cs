namespace Forecasts.Scoring.Comparison;

/// <summary>Forecasters, or claims: sorted numbers, with the count, weight and weighted score of their rows.</summary>
internal sealed record TwoWaySide(int[] Ids, int[] Rows, double[] Weights, double[] Sums);

/// <summary>Who answered what: one line per row that weighs something, sorted by forecaster, then claim, then score.</summary>
internal sealed record TwoWayDesign(TwoWaySide Forecasters, TwoWaySide Claims, TwoWayDesign.Row[] Rows)
{
    internal readonly record struct Row(int Forecaster, int Claim, double Score, double Weight);

    public static TwoWayDesign Of(
        ReadOnlySpan<int> forecasters,
        ReadOnlySpan<int> claims,
        ReadOnlySpan<double> scores,
        ReadOnlySpan<double> weights
    )
    {
        var rows = new List<Row>(scores.Length);
        for (var i = 0; i < scores.Length; i++)
        {
            var w = weights.IsEmpty ? 1 : weights[i];
            if (w > 0)
                rows.Add(new(forecasters[i], claims[i], scores[i], w));
        }

        var people = Numbers(rows.Select(r => r.Forecaster));
        var questions = Numbers(rows.Select(r => r.Claim));
        var sorted = rows.Select(r => r with { Forecaster = people[r.Forecaster], Claim = questions[r.Claim] }).ToArray();
        Array.Sort(sorted, Order);
        return new(Side(people, sorted, r => r.Forecaster), Side(questions, sorted, r => r.Claim), sorted);
    }

    /// <summary>
    /// The component of each forecaster, then of each claim, counted from 0 in the order of forecasters (disjoint sets, Tarjan 1975, J. ACM
    /// 22).
    /// </summary>
    public int[] Components(out int count)
    {
        var parent = Enumerable.Range(0, Forecasters.Ids.Length + Claims.Ids.Length).ToArray();
        foreach (var row in Rows)
            parent[Root(row.Forecaster)] = Root(Forecasters.Ids.Length + row.Claim);
        var numbers = new Dictionary<int, int>();
        var component = new int[parent.Length];
        for (var node = 0; node < component.Length; node++)
        {
            var root = Root(node);
            if (!numbers.TryGetValue(root, out component[node]))
                numbers.Add(root, component[node] = numbers.Count);
        }

        count = numbers.Count;
        return component;

        int Root(int node)
        {
            for (; parent[node] != node; node = parent[node])
                parent[node] = parent[parent[node]];
            return node;
        }
    }

    private static Dictionary<int, int> Numbers(IEnumerable<int> ids) =>
        ids.Distinct().Order().Select((id, k) => (id, k)).ToDictionary(x => x.id, x => x.k);

    private static TwoWaySide Side(Dictionary<int, int> numbers, Row[] rows, Func<Row, int> of)
    {
        var side = new TwoWaySide([.. numbers.Keys.Order()], new int[numbers.Count], new double[numbers.Count], new double[numbers.Count]);
        foreach (var row in rows)
        {
            var k = of(row);
            side.Rows[k]++;
            side.Weights[k] += row.Weight;
            side.Sums[k] += row.Weight * row.Score;
        }

        return side;
    }

    private static readonly Comparison<Row> Order = (x, y) =>
    {
        var by = x.Forecaster.CompareTo(y.Forecaster);
        if (by == 0)
            by = x.Claim.CompareTo(y.Claim);
        if (by == 0)
            by = x.Score.CompareTo(y.Score);
        return by != 0 ? by : x.Weight.CompareTo(y.Weight);
    };
}
