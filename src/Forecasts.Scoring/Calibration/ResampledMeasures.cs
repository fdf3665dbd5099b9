namespace Forecasts.Scoring.Calibration;

/// <summary>Calibration measures as functions of the outcome sums of the distinct forecasts, everything else being worked out once.</summary>
internal sealed class ResampledMeasures
{
    private readonly OrderedCases cases;
    private readonly double[] forecasts, weights;
    private readonly int[] binEnds, pointTies;
    private readonly double squaredForecasts;
    private readonly PoolAdjacentViolators pool = new();
    private readonly (double X, double Y)[] curve;

    /// <param name="points">Rows, ascending, at whose forecasts the curve is wanted.</param>
    public ResampledMeasures(OrderedCases cases, EqualWidthBins bins, int[] points)
    {
        this.cases = cases;
        var ties = new List<(double P, double Weight)>();
        var (ends, at, point) = (new List<int>(), new List<int>(), 0);
        for (int from = 0, to, bin = -1; from < cases.Count; from = to)
        {
            to = from;
            var weight = 0.0;
            do weight += cases.WeightOf(to++);
            while (to < cases.Count && cases.P[to] == cases.P[from]);
            if (bins.Of(cases.P[from]) is var here && here != bin && ties.Count > 0) ends.Add(ties.Count);
            bin = here;
            if (point < points.Length && points[point] < to) at.Add(ties.Count);
            while (point < points.Length && points[point] < to) point++;
            ties.Add((cases.P[from], weight));
            squaredForecasts += weight * cases.P[from] * cases.P[from];
        }

        ends.Add(ties.Count);
        (forecasts, weights) = ([.. ties.Select(t => t.P)], [.. ties.Select(t => t.Weight)]);
        (binEnds, pointTies) = ([.. ends], [.. at]);
        curve = Array.ConvertAll(pointTies, tie => (forecasts[tie], 0.0));
    }

    /// <summary>Distinct forecasts.</summary>
    public int Ties => forecasts.Length;

    public double[] ObservedSums()
    {
        var (sums, tie) = (new double[Ties], 0);
        for (int from = 0, to; from < cases.Count; from = to, tie++)
        {
            to = cases.EndOfTie(from);
            for (var i = from; i < to; i++) sums[tie] += cases.WeightOf(i) * cases.Y[i];
        }

        return sums;
    }

    /// <summary>MCB = [sum w p^2 - 2 sum w p y + sum over blocks of (sum w y)^2 / sum w] / sum w, and the measures by bins.</summary>
    public (double Miscalibration, double Ece, double Reliability) Measure(double[] sums)
    {
        pool.Clear();
        double products = 0, ece = 0, reliability = 0;
        for (int bin = 0, tie = 0; bin < binEnds.Length; bin++)
        {
            double weight = 0, said = 0, seen = 0;
            for (; tie < binEnds[bin]; tie++)
            {
                var product = forecasts[tie] * sums[tie];
                products += product;
                weight += weights[tie];
                said += forecasts[tie] * weights[tie];
                seen += sums[tie];
                pool.Add(weights[tie], sums[tie], tie + 1);
            }

            ece += Math.Abs(said - seen);
            reliability += (said - seen) * (said - seen) / weight;
        }

        var n = cases.Weight;
        return (Math.Max(0, (squaredForecasts - (2 * products) + pool.SumOfSquares()) / n), ece / n, reliability / n);
    }

    /// <summary>The curve of the outcomes that were measured last; the next call writes over it.</summary>
    public (double X, double Y)[] CurveAtPoints()
    {
        for (int i = 0, block = 0; i < pointTies.Length; i++)
        {
            while (pool.End(block) <= pointTies[i]) block++;
            curve[i].Y = pool.Mean(block);
        }

        return curve;
    }
}
