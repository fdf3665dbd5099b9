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
    public double Of(double p, double y) => BrierScore.Binary(p, y);
}

/// <summary>-ln of the probability of what happened, unfloored; KL(y, p) where the outcome is graded, see <see cref="LogScore"/>.</summary>
public readonly record struct LogLoss : IProperScore
{
    public double Of(double p, double y) => y is 0 or 1 ? LogScore.Binary(p, y) : LogScore.Expected(p, y);
}
