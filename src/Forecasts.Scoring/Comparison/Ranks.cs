namespace Forecasts.Scoring.Comparison;

/// <summary>Places from scores.</summary>
public static class Ranks
{
    /// <summary>
    /// 1 + how many are better: equal scores share the better place and the next one is left out (1, 2, 2, 4). Scores that differ by no
    /// more than rounding does (1e-12 of the largest) are equal. NaN, no score at all, comes last.
    /// </summary>
    /// <param name="scores">One per forecaster; empty gives no ranks.</param>
    /// <param name="higherIsBetter">As for peer, baseline and relative Brier.</param>
    public static int[] Of(ReadOnlySpan<double> scores, bool higherIsBetter = true)
    {
        var ranks = new int[scores.Length];
        Into(scores, higherIsBetter, ranks, new double[scores.Length], new int[scores.Length]);
        return ranks;
    }

    /// <summary>For many rankings in a row, with room that the caller lends.</summary>
    internal static void Into(ReadOnlySpan<double> scores, bool higherIsBetter, Span<int> ranks, Span<double> keys, Span<int> order)
    {
        var near = 0.0;
        for (var i = 0; i < scores.Length; i++)
        {
            keys[i] =
                double.IsNaN(scores[i]) ? double.PositiveInfinity
                : higherIsBetter ? -scores[i]
                : scores[i];
            order[i] = i;
            near = Math.Max(near, double.IsFinite(scores[i]) ? Math.Abs(scores[i]) * 1e-12 : 0);
        }

        keys.Sort(order);
        for (int k = 0, first = 0; k < order.Length; k++)
        {
            if (keys[k] > keys[first] + near)
                first = k;
            ranks[order[k]] = first + 1;
        }
    }
}
