namespace Forecasts.Scoring.Calibration;

/// <summary>The rising function nearest to the values in the (weighted) mean square.</summary>
public static class IsotonicRegression
{
    // Ties are summed up and pooled piece by piece, so that there is no third array beside the sorted forecasts and outcomes.
    private const int Piece = 512;

    /// <summary>Fits values that stand in their order.</summary>
    /// <param name="y">Finite values; none gives none.</param>
    /// <param name="weights">Not negative; a value of weight 0 takes the fit of the next one that counts (behind them all, of the
    /// last).</param>
    /// <returns>One fitted value per value, never falling.</returns>
    public static double[] Fit(ReadOnlySpan<double> y, ReadOnlySpan<double> weights = default)
    {
        Guard.Finite(y, nameof(y));
        Guard.Weights(weights, y.Length);
        var rows = Enumerable.Range(0, y.Length).ToArray();
        if (!weights.IsEmpty)
        {
            var all = weights.ToArray();
            rows = Array.FindAll(rows, i => all[i] > 0);
        }

        var (counts, sums) = (new double[rows.Length], new double[rows.Length]);
        for (var i = 0; i < rows.Length; i++)
        {
            counts[i] = weights.IsEmpty ? 1 : weights[rows[i]];
            sums[i] = counts[i] * y[rows[i]];
        }

        var pool = new PoolAdjacentViolators();
        pool.Pool(counts, sums);
        var fitted = new double[y.Length];
        for (int block = 0, from = 0; block < pool.Blocks; block++)
        {
            var to = block == pool.Blocks - 1 ? y.Length : rows[pool.End(block) - 1] + 1;
            fitted.AsSpan(from, to - from).Fill(pool.Mean(block));
            from = to;
        }

        return fitted;
    }

    /// <summary>
    /// The recalibrated forecasts: the share observed as a rising function of the forecast. Equal forecasts are pooled first, so the result
    /// does not depend on the order of the rows.
    /// </summary>
    /// <param name="p">Forecasts in 0..1, in any order; at least one.</param>
    /// <param name="y">Outcomes in 0..1.</param>
    /// <param name="weights">A weight of w counts as w equal cases; a forecast of weight 0 takes the fit of its neighbour.</param>
    /// <returns>One value in 0..1 per row, in the rows' order.</returns>
    public static double[] Recalibrate(ReadOnlySpan<double> p, ReadOnlySpan<double> y, ReadOnlySpan<double> weights = default)
    {
        var cases = OrderedCases.Of(p, y, weights);
        var blocks = Blocks(cases);
        var result = new double[p.Length];
        for (var i = 0; i < p.Length; i++)
            result[i] = At(cases, blocks, p[i]).Observed;
        return result;
    }

    /// <summary>The blocks of the fit, one after the other.</summary>
    internal static List<CaseGroup> Blocks(OrderedCases cases)
    {
        var pool = new PoolAdjacentViolators();
        Span<double> weights = stackalloc double[Piece];
        Span<double> sums = stackalloc double[Piece];
        Span<int> ends = stackalloc int[Piece];
        pool.Begin();
        for (var row = 0; row < cases.Count; )
        {
            var ties = 0;
            for (; ties < Piece && row < cases.Count; ties++)
            {
                double weight = 0,
                    sum = 0;
                var forecast = cases.P[row];
                do
                {
                    var w = cases.WeightOf(row);
                    weight += w;
                    sum += w * cases.Y[row];
                } while (++row < cases.Count && cases.P[row] == forecast);
                (weights[ties], sums[ties], ends[ties]) = (weight, sum, row);
            }

            pool.Add(weights[..ties], sums[..ties], ends[..ties]);
        }

        pool.Finish();
        var blocks = new List<CaseGroup>(pool.Blocks);
        for (int block = 0, from = 0; block < pool.Blocks; from = pool.End(block++))
            blocks.Add(cases.Over(from, pool.End(block)));
        return blocks;
    }

    // The last block that begins at or below the forecast.
    private static CaseGroup At(OrderedCases cases, List<CaseGroup> blocks, double forecast)
    {
        var (low, high) = (0, blocks.Count - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (cases.P[blocks[middle].From] <= forecast)
                low = middle;
            else
                high = middle - 1;
        }

        return blocks[low];
    }
}
