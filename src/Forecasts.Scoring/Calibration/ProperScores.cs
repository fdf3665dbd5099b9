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
    public double Of(double p, double y) => y == 1 ? 0 - Math.Log(p) : y == 0 ? 0 - Math.Log(1 - p) : LogScore.Expected(p, y);
}

/// <summary>1 - p_o/||p|| in 0..1 (Roby 1965); a graded outcome counts as the mean of yes and no with its weight, so it is proper for the mean outcome.</summary>
public readonly record struct SphericalLoss : IProperScore
{
    public double Of(double p, double y) => 1 - (((y * p) + ((1 - y) * (1 - p))) / Math.Sqrt((p * p) + ((1 - p) * (1 - p))));
}
