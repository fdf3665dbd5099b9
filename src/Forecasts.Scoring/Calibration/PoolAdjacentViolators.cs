namespace Forecasts.Scoring.Calibration;

/// <summary>
/// Pool adjacent violators (Ayer et al. 1955, Ann. Math. Stat. 26; de Leeuw, Hornik and Mair 2009, J. Stat. Software 32):
/// blocks whose means do not rise are joined, equal means too.
/// </summary>
internal sealed class PoolAdjacentViolators
{
    private double[] weights = new double[64],
        sums = new double[64];
    private int[] ends = new int[64];
    private double runWeight,
        runSum;
    private int taken;

    public int Blocks { get; private set; }

    /// <summary>Pools values from the left to the right; what was pooled before is forgotten.</summary>
    /// <param name="weights">Above 0.</param>
    /// <param name="sums">The weighted sums of the values.</param>
    public void Pool(ReadOnlySpan<double> weights, ReadOnlySpan<double> sums)
    {
        Begin();
        Add(weights, sums);
        Finish();
    }

    /// <summary>Begins anew, for values that are handed over piece by piece.</summary>
    public void Begin() => (Blocks, taken, runWeight, runSum) = (0, 0, 0, 0);

    /// <summary>Takes the next values.</summary>
    /// <param name="ends">Where each ends, to be found again in <see cref="End"/>; none: they are counted.</param>
    public void Add(ReadOnlySpan<double> weights, ReadOnlySpan<double> sums, ReadOnlySpan<int> ends = default)
    {
        // A run that does not rise ends in one block whatever stands around it, so it is pushed as one.
        var (weight, sum, end) = (runWeight, runSum, taken);
        for (var i = 0; i < sums.Length; i++)
        {
            if (sums[i] * weight > sum * weights[i])
            {
                Push(weight, sum, end);
                (weight, sum) = (0, 0);
            }

            weight += weights[i];
            sum += sums[i];
            end = ends.IsEmpty ? end + 1 : ends[i];
        }

        (runWeight, runSum, taken) = (weight, sum, end);
    }

    /// <summary>No value follows.</summary>
    public void Finish()
    {
        if (runWeight > 0)
            Push(runWeight, runSum, taken);
    }

    public int End(int block) => ends[block];

    public double Mean(int block) => sums[block] / weights[block];

    /// <summary>Sum over the blocks of weight x mean^2.</summary>
    public double SumOfSquares()
    {
        var total = 0.0;
        for (var block = 0; block < Blocks; block++)
            total += sums[block] * sums[block] / weights[block];
        return total;
    }

    private void Push(double weight, double sum, int end)
    {
        var top = Blocks - 1;
        while (top >= 0 && sums[top] * weight >= sum * weights[top])
        {
            weight += weights[top];
            sum += sums[top];
            top--;
        }

        if (++top == ends.Length)
            Grow();
        (weights[top], sums[top], ends[top]) = (weight, sum, end);
        Blocks = top + 1;
    }

    private void Grow()
    {
        Array.Resize(ref weights, 2 * weights.Length);
        Array.Resize(ref sums, 2 * sums.Length);
        Array.Resize(ref ends, 2 * ends.Length);
    }
}
