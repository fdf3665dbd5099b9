using System.Numerics.Tensors;

namespace Forecasts.Scoring.Calibration;

/// <summary>
/// Calibration measures as functions of the outcome sums of the distinct forecasts, everything else being worked out once.
/// </summary>
internal sealed class ResampledMeasures
{
    private readonly Ties ties;
    private readonly List<(int From, int To, double Weight, double Said)> bins = [];
    private readonly int[] points;
    private readonly double weight,
        squaredForecasts;
    private readonly PoolAdjacentViolators pool = new();

    /// <param name="rows">Cases, ascending, at whose forecasts the curve is wanted.</param>
    public ResampledMeasures(OrderedCases cases, EqualWidthBins edges, IEnumerable<int> rows)
    {
        (ties, weight) = (cases.Ties, cases.Weight);
        points = [.. rows.Select(ties.Of).Distinct()];
        X = Array.ConvertAll(points, tie => ties.Forecasts[tie]);
        foreach (var group in Partition.EqualWidth(cases, edges))
            bins.Add((ties.Of(group.From), ties.Of(group.To), group.Weight, group.Forecasts));
        for (var tie = 0; tie < ties.Count; tie++)
            squaredForecasts += ties.Weights[tie] * ties.Forecasts[tie] * ties.Forecasts[tie];
    }

    /// <summary>The forecasts at which the curve is drawn.</summary>
    public double[] X { get; }

    /// <summary>MCB = [sum w p^2 - 2 sum w p y + sum over blocks of (sum w y)^2 / sum w] / sum w, and the measures by bins.</summary>
    public (double Miscalibration, double Ece, double Reliability) Measure(ReadOnlySpan<double> sums)
    {
        double ece = 0,
            reliability = 0;
        foreach (var bin in bins)
        {
            var gap = bin.Said - TensorPrimitives.Sum(sums[bin.From..bin.To]);
            ece += Math.Abs(gap);
            reliability += gap * gap / bin.Weight;
        }

        pool.Pool(ties.Weights, sums);
        var miscalibration = squaredForecasts - (2 * TensorPrimitives.Dot(ties.Forecasts, sums)) + pool.SumOfSquares();
        return (Math.Max(0, miscalibration / weight), ece / weight, reliability / weight);
    }

    /// <summary>The curve of the outcomes that were measured last, at each X.</summary>
    public void Curve(Action<int, double> point)
    {
        for (int i = 0, block = 0; i < points.Length; i++)
        {
            while (pool.End(block) <= points[i])
                block++;
            point(i, pool.Mean(block));
        }
    }
}
