namespace Forecasts.Scoring.Calibration;

/// <summary>Outcomes as they might have been had every forecast been right, for the cases in their order.</summary>
internal interface IOutcomeDraws
{
    /// <summary>Fills the weighted sum of the outcomes of each distinct forecast.</summary>
    void Next(ref Seeded random, double[] sums);
}

/// <summary>Yes or no with the stated chance; equal forecasts of equal weight are drawn as one binomial.</summary>
internal sealed class YesNoDraws : IOutcomeDraws
{
    private const double Scale = 1UL << 53;
    private readonly Ties ties;
    private readonly (int Tie, double Weight, BinomialDraw Draw)[] together;

    public YesNoDraws(OrderedCases cases)
    {
        ties = cases.Ties;
        var draws = new List<(int, double, BinomialDraw)>();
        for (var tie = 0; tie < ties.Count; tie++)
        {
            var (from, to) = (ties.Starts[tie], ties.Starts[tie + 1]);
            if (to - from == 1)
                continue;
            if (cases.Weights is null)
                draws.Add((tie, 1, new(to - from, ties.Forecasts[tie])));
            else
                foreach (var equal in cases.Weights[from..to].CountBy(w => w).OrderBy(w => w.Key))
                    draws.Add((tie, equal.Key, new(equal.Value, ties.Forecasts[tie])));
        }

        together = [.. draws];
    }

    public void Next(ref Seeded random, double[] sums)
    {
        var (own, forecasts, weights) = (random, ties.Forecasts, ties.Weights);
        for (var tie = 0; tie < sums.Length; tie++)
        {
            // 1 where 53 random bits lie below p x 2^53, without a branch that nobody could foretell.
            var yes = ((own.NextUInt64() >> 11) - (ulong)(forecasts[tie] * Scale)) >> 63;
            sums[tie] = (long)yes * weights[tie];
        }

        random = own;
        foreach (var (tie, _, _) in together)
            sums[tie] = 0;
        foreach (var (tie, weight, draw) in together)
            sums[tie] += weight * draw.Next(ref random);
    }
}

/// <summary>One of three grades with the stated chances.</summary>
internal sealed class GradeDraws(OrderedCases cases, double[] half) : IOutcomeDraws
{
    public void Next(ref Seeded random, double[] sums)
    {
        var starts = cases.Ties.Starts;
        for (var tie = 0; tie < sums.Length; tie++)
        {
            var sum = 0.0;
            for (var i = starts[tie]; i < starts[tie + 1]; i++)
            {
                var (u, accurate) = (random.NextDouble(), cases.P[i] - (half[i] / 2));
                if (u < accurate + half[i])
                    sum += cases.WeightOf(i) * (u < accurate ? 1 : 0.5);
            }

            sums[tie] = sum;
        }
    }
}

/// <summary>
/// Expected grades say nothing of the spread: the misses that were seen are kept and their signs thrown, one throw per cluster (wild
/// bootstrap, Wu 1986; clusters as in Cameron, Gelbach and Miller 2008).
/// </summary>
internal sealed class SignDraws(OrderedCases cases, int[] clusters, int count) : IOutcomeDraws
{
    private readonly double[] signs = new double[count];

    public void Next(ref Seeded random, double[] sums)
    {
        for (var i = 0; i < signs.Length; i++)
            signs[i] = (random.NextUInt64() & 1) == 0 ? 1 : -1;
        var starts = cases.Ties.Starts;
        for (var tie = 0; tie < sums.Length; tie++)
        {
            var sum = 0.0;
            for (var i = starts[tie]; i < starts[tie + 1]; i++)
                sum += cases.WeightOf(i) * (cases.P[i] + (signs[clusters[i]] * (cases.Y[i] - cases.P[i])));
            sums[tie] = sum;
        }
    }
}
