namespace Forecasts.Scoring.Calibration;

/// <summary>
/// The area under the ROC curve as the ordinal concordance (Hanley and McNeil 1982, Radiology 143; Harrell's C). Higher is better; it asks
/// only for the order.
/// </summary>
public static class Concordance
{
    /// <summary>
    /// Over all pairs with different outcomes: the share in which the better outcome had the higher forecast, equal forecasts counting
    /// half. In 0..1, 0.5 by chance; NaN where all outcomes are equal.
    /// </summary>
    /// <param name="p">Forecasts in 0..1, at least one.</param>
    /// <param name="y">Outcomes in 0..1.</param>
    /// <param name="weights">A weight of w counts as w equal cases.</param>
    public static double Of(ReadOnlySpan<double> p, ReadOnlySpan<double> y, ReadOnlySpan<double> weights = default) =>
        Of(OrderedCases.Of(p, y, weights));

    internal static double Of(OrderedCases cases)
    {
        var levels = Levels(cases.Y);
        // A tree of cumulative weights by outcome: of the forecasts below, and of those below or equal.
        var (below, reached, all) = (new double[levels.Length + 1], new double[levels.Length + 1], new double[levels.Length + 1]);
        for (var i = 0; i < cases.Count; i++)
            Add(all, Level(levels, cases.Y[i]), cases.WeightOf(i));
        double concordant = 0,
            pairs = 0;
        for (int from = 0, to; from < cases.Count; from = to)
        {
            to = cases.EndOfTie(from);
            for (var i = from; i < to; i++)
                Add(reached, Level(levels, cases.Y[i]), cases.WeightOf(i));
            for (var i = from; i < to; i++)
            {
                var (w, level) = (cases.WeightOf(i), Level(levels, cases.Y[i]));
                concordant += w * (Before(below, level) + Before(reached, level)) / 2;
                pairs += w * Before(all, level);
            }

            for (var i = from; i < to; i++)
                Add(below, Level(levels, cases.Y[i]), cases.WeightOf(i));
        }

        return pairs > 0 ? concordant / pairs : double.NaN;
    }

    private static double[] Levels(double[] y)
    {
        if (y.AsSpan().IndexOfAnyExcept(0, 0.5, 1) < 0)
            return [0, 0.5, 1];
        return [.. y.Distinct().Order()];
    }

    private static int Level(double[] levels, double y) =>
        levels.Length == 3 && levels[1] == 0.5 ? (int)(2 * y) : Array.BinarySearch(levels, y);

    private static void Add(double[] tree, int level, double weight)
    {
        for (var i = level + 1; i < tree.Length; i += i & -i)
            tree[i] += weight;
    }

    private static double Before(double[] tree, int level)
    {
        var sum = 0.0;
        for (var i = level; i > 0; i -= i & -i)
            sum += tree[i];
        return sum;
    }
}
