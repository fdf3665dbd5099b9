using Forecasts.Scoring.Rules;

namespace Forecasts.Scoring.Timeline;

/// <summary>The rules of one claim, with its outcome known: every number that a belief scores at an instant.</summary>
internal sealed class Ruler(ClaimKind kind, double outcome, double floor)
{
    private readonly int category = (int)Math.Round(outcome * 2);

    /// <summary>(p - y)^2, or RPS/(K-1) for three grades; in 0..1.</summary>
    public double Brier(IReadOnlyList<double> values) =>
        kind == ClaimKind.Three ? RankedProbabilityScore.Of([.. values], category) / 2 : BrierScore.Binary(values[0], outcome);

    /// <summary>The unfloored log score.</summary>
    public double Log(IReadOnlyList<double> values) => kind switch
    {
        ClaimKind.Three => LogScore.Categorical([.. values], category),
        ClaimKind.Binary => LogScore.Binary(values[0], outcome),
        _ => LogScore.Expected(values[0], outcome),
    };

    /// <summary>ln p of the outcome with the floor; for expected grades minus the divergence. Higher is better; peer and baseline are made of it.</summary>
    public double Gain(IReadOnlyList<double> values, out bool floored)
    {
        if (kind == ClaimKind.Three) return Math.Log(Pmf.Floor([.. values], floor, out floored)[category]);
        var pmf = Pmf.Floor([1 - values[0], values[0]], floor, out floored);
        return kind == ClaimKind.Binary ? Math.Log(outcome == 1 ? pmf[1] : pmf[0]) : -LogScore.Expected(pmf[1], outcome);
    }

    /// <summary>100 ln(p n)/ln n; for expected grades 100 (KL(y, 1/2) - KL(y, p))/ln 2.</summary>
    public double Baseline(double gain) => kind switch
    {
        ClaimKind.Three => 100 * (gain + Math.Log(3)) / Math.Log(3),
        ClaimKind.Binary => 100 * (gain + Math.Log(2)) / Math.Log(2),
        _ => 100 * (LogScore.Expected(0.5, outcome) + gain) / Math.Log(2),
    };
}
