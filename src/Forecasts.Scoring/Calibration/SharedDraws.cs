namespace Forecasts.Scoring.Calibration;

/// <summary>
/// Several forecasts of one claim share its one outcome: a number is thrown per claim, and each of its forecasts reads off it what it holds for
/// that likely. Each is right by itself then, and they hang together as closely as they can, so that many forecasters of few claims do not pass
/// for many claims.
/// </summary>
internal sealed class SharedDraws : IOutcomeDraws
{
    private readonly Ties ties;
    private readonly double[] accurate, half, weights, thrown;
    private readonly int[] claims;

    private SharedDraws(OrderedCases cases, int[] claims, double[] half)
    {
        (ties, this.claims, this.half) = (cases.Ties, claims, half);
        accurate = [.. cases.P.Zip(half, (p, h) => p - (h / 2))];
        weights = [.. Enumerable.Range(0, cases.Count).Select(cases.WeightOf)];
        thrown = new double[claims.Max() + 1];
    }

    /// <param name="half">The probability of "half right" of each row; none: all are yes or no.</param>
    public static (OrderedCases Cases, IOutcomeDraws Draws) Of(
        ReadOnlySpan<double> p, ReadOnlySpan<double> y, ReadOnlySpan<double> weights, ReadOnlySpan<double> half, ReadOnlySpan<int> claims)
    {
        var (names, halves) = (claims.ToArray(), half.IsEmpty ? new double[p.Length] : half.ToArray());
        // Both are carried along as the place of their pair among all pairs, which does not depend on the order of rows.
        var pairs = names.Zip(halves).Distinct().Order().ToArray();
        var place = pairs.Index().ToDictionary(x => x.Item, x => (double)x.Index);
        var (cases, carried) = OrderedCases.Of(p, y, weights, [.. names.Zip(halves).Select(pair => place[pair])]);
        var known = names.Distinct().Order().ToArray();
        var numbers = pairs.Select(pair => Array.BinarySearch(known, pair.First)).ToArray();
        return (cases, new SharedDraws(cases, Array.ConvertAll(carried, c => numbers[(int)c]), Array.ConvertAll(carried, c => pairs[(int)c].Second)));
    }

    public void Next(ref Seeded random, double[] sums)
    {
        for (var claim = 0; claim < thrown.Length; claim++) thrown[claim] = random.NextDouble();
        var starts = ties.Starts;
        for (var tie = 0; tie < sums.Length; tie++)
        {
            var sum = 0.0;
            for (var i = starts[tie]; i < starts[tie + 1]; i++)
            {
                var u = thrown[claims[i]];
                sum += u < accurate[i] ? weights[i] : u < accurate[i] + half[i] ? weights[i] / 2 : 0;
            }

            sums[tie] = sum;
        }
    }
}
