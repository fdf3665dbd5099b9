using Forecasts.Scoring.Comparison;
using MathNet.Numerics;

namespace Forecasts.Scoring.Calibration;

/// <param name="Z">0 in the mean under calibration; above 0 where the Brier score is worse than the forecasts themselves promise. NaN where
/// every forecast is 0, 1/2 or 1.</param>
/// <param name="P">Two-sided p-value.</param>
public sealed record Spiegelhalter(double Z, double P);

/// <summary>
/// Spiegelhalter's test of calibration (Spiegelhalter 1986, Statistics in Medicine 5). It sees over- and under-confidence and is blind to a
/// uniform shift, so it is shown beside <see cref="CoxRecalibration.InTheLarge"/>. Graded outcomes vary less than yes and no: the test is
/// conservative then.
/// </summary>
public static class SpiegelhalterTest
{
    /// <summary>Z = sum w (y - p)(1 - 2p) / sqrt(sum w (1 - 2p)^2 p (1 - p)).</summary>
    /// <param name="p">Forecasts in 0..1, at least one.</param>
    /// <param name="y">Outcomes in 0..1.</param>
    /// <param name="weights">A weight of w counts as w equal cases.</param>
    /// <param name="claims">Equal numbers stand for the same claim, whose one outcome its rows share: the variance is the sum of the
    /// claims' squared sums then. None: each row is a claim of its own.</param>
    public static Spiegelhalter Of(
        ReadOnlySpan<double> p,
        ReadOnlySpan<double> y,
        ReadOnlySpan<double> weights = default,
        ReadOnlySpan<int> claims = default
    )
    {
        Guard.Cases(p, y, weights);
        Guard.Clusters(claims, p.Length);
        double excess = 0,
            variance = 0;
        for (var i = 0; i < p.Length; i++)
        {
            var (w, tilt) = (weights.IsEmpty ? 1 : weights[i], 1 - (2 * p[i]));
            excess += w * (y[i] - p[i]) * tilt;
            variance += w * tilt * tilt * p[i] * (1 - p[i]);
        }

        if (!claims.IsEmpty)
            variance = Squares(p, y, weights, claims);
        // A forecast of 0 or 1 has no variance: where there is nothing else, a single miss is beyond chance.
        var z =
            variance > 0 ? excess / Math.Sqrt(variance)
            : excess > 0 ? double.PositiveInfinity
            : double.NaN;
        return new(z, SpecialFunctions.Erfc(Math.Abs(z) / Math.Sqrt(2)));
    }

    private static double Squares(ReadOnlySpan<double> p, ReadOnlySpan<double> y, ReadOnlySpan<double> weights, ReadOnlySpan<int> claims)
    {
        var claim = ClusterSums.Numbered(claims, p.Length, out var count);
        var sums = new double[count];
        for (var i = 0; i < p.Length; i++)
            sums[claim[i]] += (weights.IsEmpty ? 1 : weights[i]) * (y[i] - p[i]) * (1 - (2 * p[i]));
        return sums.Sum(s => s * s);
    }
}
