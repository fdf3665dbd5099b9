namespace Forecasts.Scoring.Calibration;

/// <summary>
/// Several forecasts of one claim share its one outcome: a number is thrown per claim, and each of its forecasts reads off it what it holds
/// for that likely. Each is right by itself then, and they hang together as closely as they can, so that many forecasters of few claims do
/// not pass for many claims. Of one of several options a row reads whether the number falls into its own part: of a claim's options exactly
/// one comes.
/// </summary>
internal sealed class SharedDraws : IOutcomeDraws
{
    private readonly int[] starts,
        claims;
    private readonly double[] accurate,
        reached,
        weights,
        thrown;
    private readonly double[]? begins;

    /// <param name="cases">The same rows in their order.</param>
    /// <param name="half">The probability of "half right" of each row; none: all are yes or no.</param>
    /// <param name="before">Of one of several options the probability of those before it; none: there are no options.</param>
    public SharedDraws(
        OrderedCases cases,
        ReadOnlySpan<double> p,
        ReadOnlySpan<double> weight,
        ReadOnlySpan<double> half,
        ReadOnlySpan<int> claim,
        ReadOnlySpan<double> before
    )
    {
        var (keys, rows) = (new List<double>(p.Length), new List<int>(p.Length));
        for (var i = 0; i < p.Length; i++)
        {
            if (!weight.IsEmpty && weight[i] == 0)
                continue;
            keys.Add(p[i]);
            rows.Add(i);
        }

        var order = rows.ToArray();
        Array.Sort(keys.ToArray(), order);
        // By name: numbers by first appearance would depend on the order of rows.
        var names = new HashSet<int>(claim.ToArray()).Order().ToArray();
        starts = cases.Ties.Starts;
        (claims, accurate, reached, weights, thrown) = (
            new int[order.Length],
            new double[order.Length],
            new double[order.Length],
            new double[order.Length],
            new double[names.Length]
        );
        begins = before.IsEmpty ? null : new double[order.Length];
        for (var k = 0; k < order.Length; k++)
        {
            var (i, h) = (order[k], half.IsEmpty ? 0 : half[order[k]]);
            var from = before.IsEmpty ? 0 : before[i];
            (accurate[k], reached[k], weights[k]) = (from + p[i] - (h / 2), from + p[i] + (h / 2), weight.IsEmpty ? 1 : weight[i]);
            if (begins is not null)
                begins[k] = from;
            claims[k] = Array.BinarySearch(names, claim[i]);
        }
    }

    public void Next(ref Seeded random, double[] sums)
    {
        for (var claim = 0; claim < thrown.Length; claim++)
            thrown[claim] = random.NextDouble();
        for (var tie = 0; tie < sums.Length; tie++)
        {
            var sum = 0.0;
            for (var i = starts[tie]; i < starts[tie + 1]; i++)
            {
                var u = thrown[claims[i]];
                // The sign bits: a half for each bound that lies above, without a branch that nobody could foretell.
                var halves =
                    (BitConverter.DoubleToUInt64Bits(u - accurate[i]) >> 63) + (BitConverter.DoubleToUInt64Bits(u - reached[i]) >> 63);
                sum += halves * weights[i];
            }

            sums[tie] = sum / 2;
        }

        if (begins is not null)
            TakeBefore(begins, sums);
    }

    private void TakeBefore(double[] begins, double[] sums)
    {
        for (var tie = 0; tie < sums.Length; tie++)
        {
            for (var i = starts[tie]; i < starts[tie + 1]; i++)
                if (thrown[claims[i]] < begins[i])
                    sums[tie] -= weights[i];
        }
    }
}
