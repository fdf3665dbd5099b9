namespace Forecasts.Scoring.Calibration;

/// <summary>
/// Standard deviations of the parts by the delta method (Siegert 2014, QJRMS 140): each part is a smooth function of sums over the cases,
/// so its variance is the sum of the squared (centred) effects that the single cases have on it.
/// </summary>
internal static class MurphyDeviations
{
    public static (MurphyParts Plain, MurphyParts Corrected, (double Variance, double Covariance) Within) Of(
        OrderedCases cases,
        List<CaseGroup> groups
    )
    {
        var (n, rate) = (cases.Weight, cases.BaseRate);
        Span<Spread> spreads = stackalloc Spread[6];
        spreads.Clear();
        double variance = 0,
            covariance = 0;
        foreach (var group in groups)
        {
            var (a, gap, seen) = (group.Weight, group.Gap, group.Observed);
            // The effects of a case's presence, outcome and squared outcome on the variance within its bin.
            var spread = Murphy.VarianceOf(group);
            var (here, outcome, square) = a > 1 ? (((seen * seen) - spread) / (a - 1), -2 * seen / (a - 1), 1 / (a - 1)) : (0, 0, 0);
            for (var i = group.From; i < group.To; i++)
            {
                var (w, p, y) = (cases.WeightOf(i), cases.P[i], cases.Y[i]);
                var reliability = (-gap * gap) + (2 * gap * (p - y));
                var resolution = (rate * rate) - (seen * seen) + (2 * (seen - rate) * y);
                var uncertainty = (y * y) - (2 * rate * y);
                var s = here + (outcome * y) + (square * y * y);
                var t = n > 1 ? uncertainty / (n - 1) : 0;
                spreads[0].Add(w, reliability);
                spreads[1].Add(w, resolution);
                spreads[2].Add(w, uncertainty);
                spreads[3].Add(w, reliability - s);
                spreads[4].Add(w, resolution - s + t);
                spreads[5].Add(w, uncertainty + t);
                variance += w * (p - group.Forecast) * (p - group.Forecast);
                covariance += w * (p - group.Forecast) * (y - seen);
            }
        }

        return (
            new(spreads[0].Deviation(n), spreads[1].Deviation(n), spreads[2].Deviation(n)),
            new(spreads[3].Deviation(n), spreads[4].Deviation(n), spreads[5].Deviation(n)),
            (variance / n, covariance / n)
        );
    }

    private struct Spread
    {
        private double sum,
            squares;

        public void Add(double weight, double effect)
        {
            sum += weight * effect;
            squares += weight * effect * effect;
        }

        public readonly double Deviation(double n) => Math.Sqrt(Math.Max(0, squares - (sum * sum / n))) / n;
    }
}
