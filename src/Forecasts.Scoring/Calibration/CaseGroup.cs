namespace Forecasts.Scoring.Calibration;

/// <summary>The sums over the ordered cases [From, To): weight, weighted forecasts, outcomes and squared outcomes.</summary>
internal readonly record struct CaseGroup(int From, int To, double Weight, double Forecasts, double Outcomes, double Squares)
{
    public int Count => To - From;

    public double Forecast => Forecasts / Weight;

    // A sum of products may miss 1 by a rounding.
    public double Observed => Math.Min(1, Outcomes / Weight);

    public double Gap => Forecast - Observed;
}

/// <summary>Ways to cut ordered cases into groups of neighbours; equal forecasts are never parted.</summary>
internal static class Partition
{
    /// <summary>One group per distinct forecast.</summary>
    public static IEnumerable<CaseGroup> ByForecast(OrderedCases cases)
    {
        for (int from = 0, to; from < cases.Count; from = to)
        {
            to = cases.EndOfTie(from);
            yield return cases.Over(from, to);
        }
    }

    /// <summary>Equal widths over 0..1; empty ones are left out.</summary>
    public static IEnumerable<CaseGroup> EqualWidth(OrderedCases cases, EqualWidthBins bins)
    {
        for (int from = 0, to; from < cases.Count; from = to)
        {
            to = EndOfBin(cases, bins, from);
            yield return cases.Over(from, to);
        }
    }

    /// <summary>
    /// Equal numbers (the first n mod k groups have one more), each cut moved to the end of its tie; equal weights where there are weights.
    /// </summary>
    public static IEnumerable<CaseGroup> EqualMass(OrderedCases cases, int bins)
    {
        var (from, passed) = (0, 0.0);
        for (var bin = 1; bin <= bins && from < cases.Count; bin++)
        {
            var to = from;
            if (cases.Weights is null)
            {
                to = Math.Max(to, (bin * (cases.Count / bins)) + Math.Min(bin, cases.Count % bins));
            }
            else
            {
                var until = cases.Weight * bin / bins * (1 - 1e-12);
                while (to < cases.Count && passed < until)
                    passed += cases.Weights[to++];
            }

            if (bin == bins)
                to = cases.Count;
            if (to == from)
                continue;
            var end = cases.EndOfTie(to - 1);
            for (; to < end; to++)
                passed += cases.WeightOf(to);
            yield return cases.Over(from, to);
            from = to;
        }
    }

    private static int EndOfBin(OrderedCases cases, EqualWidthBins bins, int from)
    {
        var (bin, low, high) = (bins.Of(cases.P[from]), from + 1, cases.Count);
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            if (bins.Of(cases.P[middle]) == bin)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }
}
