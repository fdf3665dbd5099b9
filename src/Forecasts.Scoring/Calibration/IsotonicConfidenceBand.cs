namespace Forecasts.Scoring.Calibration;

/// <summary>A band that holds the whole calibration curve at once, provided that it rises; a step function.</summary>
/// <param name="Confidence">Its confidence.</param>
/// <param name="Lows">From each forecast on, the curve is at least so high.</param>
/// <param name="Highs">Up to each forecast, the curve is at most so high.</param>
public sealed record IsotonicBand(
    double Confidence,
    IReadOnlyList<(double From, double Low)> Lows,
    IReadOnlyList<(double To, double High)> Highs
)
{
    /// <summary>The band at a forecast.</summary>
    public Interval At(double forecast) =>
        new(Lows.LastOrDefault(l => l.From <= forecast).Low, Highs.FirstOrDefault(h => h.To >= forecast, (1, 1)).High);
}

/// <summary>
/// Simultaneous confidence band for the calibration curve (Dimitriadis, Duembgen, Henzi, Puke and Ziegel 2023, Biometrika 110): exact
/// binomial bounds over all runs of neighbouring groups of cases, by Bonferroni. For yes and no only; it assumes nothing but that the curve
/// rises.
/// </summary>
public static class IsotonicConfidenceBand
{
    private const int MostGroups = 50;

    /// <summary>Cuts the cases into at most 50 groups of equal number and bounds the curve before and behind each run of them.</summary>
    /// <param name="p">Forecasts in 0..1, at least one.</param>
    /// <param name="y">Outcomes, 0 or 1.</param>
    /// <param name="confidence">Above 0 and below 1.</param>
    public static IsotonicBand Of(ReadOnlySpan<double> p, ReadOnlySpan<double> y, double confidence = 0.9)
    {
        Guard.Confidence(confidence);
        var cases = OrderedCases.Of(p, y, default);
        Guard.YesOrNo(y, nameof(y));
        var groups = Partition.EqualMass(cases, MostGroups).ToArray();
        var single = 1 - (2 * (1 - confidence) / (groups.Length * (groups.Length + 1.0)));
        var (lows, highs) = (new double[groups.Length], Enumerable.Repeat(1.0, groups.Length).ToArray());
        for (var first = 0; first < groups.Length; first++)
        {
            var (k, n) = (0, 0);
            for (var last = first; last < groups.Length; last++)
            {
                k += (int)groups[last].Outcomes;
                n += groups[last].Count;
                var bounds = ClopperPearson.Interval(k, n, single);
                lows[last] = Math.Max(lows[last], bounds.Lower);
                highs[first] = Math.Min(highs[first], bounds.Upper);
            }
        }

        for (var i = 1; i < groups.Length; i++)
            lows[i] = Math.Max(lows[i], lows[i - 1]);
        for (var i = groups.Length - 2; i >= 0; i--)
            highs[i] = Math.Min(highs[i], highs[i + 1]);
        return new(
            confidence,
            [.. groups.Select((g, i) => (cases.P[g.To - 1], lows[i]))],
            [.. groups.Select((g, i) => (cases.P[g.From], highs[i]))]
        );
    }
}
