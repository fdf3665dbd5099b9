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
    private readonly (int Tie, double Weight, BinomialDraw Draw)[] together;
    private readonly (int Tie, double Weight, ulong Below)[] alone;

    public YesNoDraws(OrderedCases cases)
    {
        var (tie, many, single) = (0, new List<(int, double, BinomialDraw)>(), new List<(int, double, ulong)>());
        void Add(double p, double weight, int count)
        {
            if (count > 1) many.Add((tie, weight, new(count, p)));
            else single.Add((tie, weight, (ulong)Math.Ceiling(p * (1UL << 53))));
        }

        for (int from = 0, to; from < cases.Count; from = to, tie++)
        {
            to = cases.EndOfTie(from);
            if (cases.Weights is null) Add(cases.P[from], 1, to - from);
            else foreach (var equal in cases.Weights[from..to].CountBy(w => w).OrderBy(w => w.Key)) Add(cases.P[from], equal.Key, equal.Value);
        }

        (together, alone) = ([.. many], [.. single]);
    }

    public void Next(ref Seeded random, double[] sums)
    {
        Array.Clear(sums);
        foreach (var (tie, weight, below) in alone)
        {
            if (random.NextUInt64() >> 11 < below) sums[tie] += weight;
        }

        foreach (var (tie, weight, draw) in together) sums[tie] += weight * draw.Next(ref random);
    }
}

/// <summary>One of three grades with the stated chances.</summary>
internal sealed class GradeDraws(OrderedCases cases, double[] half) : IOutcomeDraws
{
    public void Next(ref Seeded random, double[] sums)
    {
        var tie = 0;
        for (int from = 0, to; from < cases.Count; from = to, tie++)
        {
            to = cases.EndOfTie(from);
            var sum = 0.0;
            for (var i = from; i < to; i++)
            {
                var (u, accurate) = (random.NextDouble(), cases.P[i] - (half[i] / 2));
                if (u < accurate + half[i]) sum += cases.WeightOf(i) * (u < accurate ? 1 : 0.5);
            }

            sums[tie] = sum;
        }
    }
}

/// <summary>
/// Expected grades say nothing of the spread: the misses that were seen are kept and their signs thrown, one throw per cluster (wild bootstrap,
/// Wu 1986; clusters as in Cameron, Gelbach and Miller 2008).
/// </summary>
internal sealed class SignDraws(OrderedCases cases, int[] clusters, int count) : IOutcomeDraws
{
    private readonly double[] signs = new double[count];

    public void Next(ref Seeded random, double[] sums)
    {
        for (var i = 0; i < signs.Length; i++) signs[i] = (random.NextUInt64() & 1) == 0 ? 1 : -1;
        var tie = 0;
        for (int from = 0, to; from < cases.Count; from = to, tie++)
        {
            to = cases.EndOfTie(from);
            var sum = 0.0;
            for (var i = from; i < to; i++) sum += cases.WeightOf(i) * (cases.P[i] + (signs[clusters[i]] * (cases.Y[i] - cases.P[i])));
            sums[tie] = sum;
        }
    }
}
