namespace Forecasts.Scoring.Calibration;

/// <param name="MeanConfidence">How sure, in 0.5..1.</param>
/// <param name="HitRate">How often the side that was held more likely came true, in 0..1.</param>
public sealed record Confidence(double MeanConfidence, double HitRate)
{
    /// <summary>Above 0: over-confident. The one number that people read easily.</summary>
    public double Excess => MeanConfidence - HitRate;
}

/// <summary>Calibration of the favoured side (Lichtenstein, Fischhoff and Phillips 1982). Near 0 is better; not proper.</summary>
public static class FoldedConfidence
{
    /// <summary>
    /// Mean of max(p, 1 - p) and the share of cases where the favoured side came true; at 1/2 either side counts half, a grade counts as
    /// such.
    /// </summary>
    /// <param name="p">Forecasts in 0..1, at least one.</param>
    /// <param name="y">Outcomes in 0..1.</param>
    /// <param name="weights">A weight of w counts as w equal cases.</param>
    public static Confidence Of(ReadOnlySpan<double> p, ReadOnlySpan<double> y, ReadOnlySpan<double> weights = default)
    {
        Guard.Cases(p, y, weights);
        double sure = 0,
            hits = 0,
            weight = 0;
        for (var i = 0; i < p.Length; i++)
        {
            var w = weights.IsEmpty ? 1 : weights[i];
            weight += w;
            sure += w * Math.Max(p[i], 1 - p[i]);
            hits +=
                w
                * (
                    p[i] > 0.5 ? y[i]
                    : p[i] < 0.5 ? 1 - y[i]
                    : 0.5
                );
        }

        return new(sure / weight, hits / weight);
    }
}
