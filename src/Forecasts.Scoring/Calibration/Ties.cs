namespace Forecasts.Scoring.Calibration;

/// <summary>Ordered cases summed up by distinct forecast, ascending.</summary>
internal sealed class Ties
{
    public Ties(OrderedCases cases)
    {
        var count = 0;
        for (var i = 0; i < cases.Count; i = cases.EndOfTie(i))
            count++;
        (Starts, Forecasts, Weights, Outcomes) = (new int[count + 1], new double[count], new double[count], new double[count]);
        for (int tie = 0, i = 0; tie < count; tie++)
        {
            Starts[tie] = i;
            Forecasts[tie] = cases.P[i];
            for (var end = cases.EndOfTie(i); i < end; i++)
            {
                var w = cases.WeightOf(i);
                Weights[tie] += w;
                Outcomes[tie] += w * cases.Y[i];
            }
        }

        Starts[count] = cases.Count;
    }

    public int Count => Forecasts.Length;

    /// <summary>The first case of each, and one entry behind the last.</summary>
    public int[] Starts { get; }

    public double[] Forecasts { get; }

    public double[] Weights { get; }

    /// <summary>Weighted sums.</summary>
    public double[] Outcomes { get; }

    /// <summary>The one that holds a case.</summary>
    public int Of(int row)
    {
        var found = Array.BinarySearch(Starts, row);
        return found < 0 ? ~found - 1 : found;
    }
}
