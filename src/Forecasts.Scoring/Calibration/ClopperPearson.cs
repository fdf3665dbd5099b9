using MathNet.Numerics.Distributions;

namespace Forecasts.Scoring.Calibration;

/// <summary>
/// The exact interval for a proportion (Clopper and Pearson 1934, Biometrika 26): covers at least as often as it says, so it is wide.
/// </summary>
public static class ClopperPearson
{
    /// <summary>Quantiles of Beta(k, n-k+1) and Beta(k+1, n-k); 0 below at k = 0, 1 above at k = n.</summary>
    /// <param name="k">Successes, 0..n.</param>
    /// <param name="n">Trials, at least 1.</param>
    /// <param name="confidence">Two-sided confidence, above 0 and below 1.</param>
    public static Interval Interval(int k, int n, double confidence = 0.95)
    {
        Guard.Trials(k, n, confidence);
        var tail = (1 - confidence) / 2;
        return new(k == 0 ? 0 : Beta.InvCDF(k, n - k + 1, tail), k == n ? 1 : 1 - Beta.InvCDF(n - k, k + 1, tail));
    }
}
