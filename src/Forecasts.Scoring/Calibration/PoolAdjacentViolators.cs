namespace Forecasts.Scoring.Calibration;

/// <summary>
/// Pool adjacent violators (Ayer et al. 1955, Ann. Math. Stat. 26; de Leeuw, Hornik and Mair 2009, J. Stat. Software 32), fed one value at a
/// time from the left: blocks whose means do not rise are joined, equal means too.
/// </summary>
internal sealed class PoolAdjacentViolators
{
    private double[] weights = new double[64], sums = new double[64];
    private int[] ends = new int[64];

    public int Blocks { get; private set; }

    public void Clear() => Blocks = 0;

    /// <param name="weight">Above 0.</param>
    /// <param name="sum">The weighted sum of the values.</param>
    /// <param name="end">The position behind the values.</param>
    public void Add(double weight, double sum, int end)
    {
        var top = Blocks - 1;
        while (top >= 0 && sums[top] * weight >= sum * weights[top])
        {
            weight += weights[top];
            sum += sums[top];
            top--;
        }

        if (++top == ends.Length) Grow();
        (weights[top], sums[top], ends[top]) = (weight, sum, end);
        Blocks = top + 1;
    }

    public int End(int block) => ends[block];

    public double Mean(int block) => sums[block] / weights[block];

    /// <summary>Sum over the blocks of weight x mean^2.</summary>
    public double SumOfSquares()
    {
        var total = 0.0;
        for (var block = 0; block < Blocks; block++) total += sums[block] * sums[block] / weights[block];
        return total;
    }

    private void Grow()
    {
        Array.Resize(ref weights, 2 * weights.Length);
        Array.Resize(ref sums, 2 * sums.Length);
        Array.Resize(ref ends, 2 * ends.Length);
    }
}
