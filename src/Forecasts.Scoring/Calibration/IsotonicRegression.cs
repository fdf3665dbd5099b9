namespace Forecasts.Scoring.Calibration;

/// <summary>The rising function nearest to the values in the (weighted) mean square.</summary>
public static class IsotonicRegression
{
    /// <summary>Fits values that stand in their order.</summary>
    /// <param name="y">Finite values; none gives none.</param>
    /// <param name="weights">Not negative; a value of weight 0 takes the fit of the next one that counts (behind them all, of the last).</param>
    /// <returns>One fitted value per value, never falling.</returns>
    public static double[] Fit(ReadOnlySpan<double> y, ReadOnlySpan<double> weights = default)
    {
        Guard.Finite(y, nameof(y));
        Guard.Weights(weights, y.Length);
        var pool = new PoolAdjacentViolators();
        for (var i = 0; i < y.Length; i++)
        {
            var weight = weights.IsEmpty ? 1 : weights[i];
            if (weight > 0) pool.Add(weight, weight * y[i], i + 1);
        }

        var fitted = new double[y.Length];
        for (int block = 0, from = 0; block < pool.Blocks; block++)
        {
            var to = block == pool.Blocks - 1 ? y.Length : pool.End(block);
            fitted.AsSpan(from, to - from).Fill(pool.Mean(block));
            from = to;
        }

        return fitted;
    }

    /// <summary>
    /// The recalibrated forecasts: the share observed as a rising function of the forecast. Equal forecasts are pooled first, so the result does
    /// not depend on the order of the rows.
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
        for (var i = 0; i < p.Length; i++) result[i] = At(cases, blocks, p[i]).Observed;
        return result;
    }

    /// <summary>The blocks of the fit, one after the other.</summary>
    internal static List<CaseGroup> Blocks(OrderedCases cases)
    {
        var pool = new PoolAdjacentViolators();
        // A run that does not rise ends in one block whatever stands around it, so it is handed over as one.
        double run = 0, runSum = 0;
        for (int from = 0, to; from < cases.Count; from = to)
        {
            double weight = 0, sum = 0;
            to = from;
            do
            {
                var w = cases.WeightOf(to);
                weight += w;
                sum += w * cases.Y[to];
                to++;
            }
            while (to < cases.Count && cases.P[to] == cases.P[from]);
            if (from > 0 && sum * run > runSum * weight)
            {
                pool.Add(run, runSum, from);
                (run, runSum) = (0, 0);
            }

            run += weight;
            runSum += sum;
        }

        pool.Add(run, runSum, cases.Count);
        var blocks = new List<CaseGroup>(pool.Blocks);
        for (int block = 0, from = 0; block < pool.Blocks; from = pool.End(block++)) blocks.Add(cases.Over(from, pool.End(block)));
        return blocks;
    }

    // The last block that begins at or below the forecast.
    private static CaseGroup At(OrderedCases cases, List<CaseGroup> blocks, double forecast)
    {
        var (low, high) = (0, blocks.Count - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (cases.P[blocks[middle].From] <= forecast) low = middle;
            else high = middle - 1;
        }

        return blocks[low];
    }
}
