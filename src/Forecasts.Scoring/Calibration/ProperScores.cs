using Forecasts.Scoring.Rules;

namespace Forecasts.Scoring.Calibration;

/// <summary>A proper score of a probability, lower is better: in the mean it is lowest where p is the mean outcome.</summary>
public interface IProperScore
{
    /// <summary>The score of forecast p in 0..1 at outcome y in 0..1.</summary>
    double Of(double p, double y);
}

/// <summary>(p - y)^2, see <see cref="BrierScore"/>.</summary>
public readonly record struct BrierLoss : IProperScore
{
    // Unchecked: this runs once per case in the innermost loops.
    public double Of(double p, double y) => (p - y) * (p - y);
}

/// <summary>-ln of the probability of what happened, unfloored; KL(y, p) where the outcome is graded, see <see cref="LogScore"/>.</summary>
public readonly record struct LogLoss : IProperScore
{
    public double Of(double p, double y) =>
        y == 1 ? 0 - Math.Log(p)
        : y == 0 ? 0 - Math.Log(1 - p)
        : LogScore.Expected(p, y);
}

/// <summary>
/// The spherical score; a graded outcome counts as the mean of yes and no with its weight, so it is proper for the mean outcome, see
/// <see cref="SphericalScore"/>.
/// </summary>
public readonly record struct SphericalLoss : IProperScore
{
    public double Of(double p, double y) =>
        y is 0 or 1 ? SphericalScore.Binary(p, y) : (y * SphericalScore.Binary(p, 1)) + ((1 - y) * SphericalScore.Binary(p, 0));
}
