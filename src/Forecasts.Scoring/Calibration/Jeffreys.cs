using MathNet.Numerics.Distributions;

namespace Forecasts.Scoring.Calibration;

/// <summary>
/// Bayes' interval for a proportion with Jeffreys' prior (Brown, Cai and DasGupta 2001, Stat. Science 16), for display; near its nominal
/// coverage in the mean.
/// </summary>
public static class Jeffreys
{
    /// <summary>Quantiles of Beta(k+1/2, n-k+1/2).</summary>
    /// <param name="k">Successes, 0..n.</param>
    /// <param name="n">Trials, at least 1.</param>
    /// <param name="confidence">Two-sided confidence, above 0 and below 1.</param>
    /// <param name="modified">Whether 0 of n begins at 0 and n of n ends at 1, as its authors recommend; the plain quantiles
    /// otherwise.</param>
    public static Interval Interval(int k, int n, double confidence = 0.95, bool modified = true)
    {
        Guard.Trials(k, n, confidence);
        var tail = (1 - confidence) / 2;
        return new(
            modified && k == 0 ? 0 : Beta.InvCDF(k + 0.5, n - k + 0.5, tail),
            modified && k == n ? 1 : 1 - Beta.InvCDF(n - k + 0.5, k + 0.5, tail)
        );
    }
}
