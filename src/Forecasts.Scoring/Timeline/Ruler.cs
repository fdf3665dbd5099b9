using Forecasts.Scoring.Rules;

namespace Forecasts.Scoring.Timeline;

/// <summary>The rules of one claim, with its outcome known: every number that a belief scores at an instant.</summary>
/// <param name="outcome">The grade, or the index of the option or bucket that came.</param>
internal sealed class Ruler(ClaimShape kind, double outcome, double floor, int openBounds = 0)
{
    private const double BucketFloor = 0.01;

    private readonly int category = (int)Math.Round(kind == ClaimShape.Three ? outcome * 2 : outcome);

    public double PeerScale => PeerScore.Scale(kind.IsContinuous());

    public Scored Rate(TimedForecast forecast)
    {
        var gain = Gain(forecast.Values, out var floored);
        return new(forecast, gain, Baseline(forecast.Values, gain), Brier(forecast.Values), floored);
    }

    /// <summary>The unfloored log score.</summary>
    public double Log(IReadOnlyList<double> values) =>
        kind switch
        {
            ClaimShape.Binary => LogScore.Binary(values[0], outcome),
            ClaimShape.Expected => LogScore.Expected(values[0], outcome),
            _ => LogScore.Categorical(Open(values, out var came), came),
        };

    /// <summary>100 ln(p n)/ln n; for expected grades 100 (KL(y, 1/2) - KL(y, p))/ln 2; for number and date 50 ln(p/b).</summary>
    public double Baseline(IReadOnlyList<double> values, double gain) =>
        kind switch
        {
            ClaimShape.Binary => BaselineScore.OfOption(gain, Math.Log(2)),
            ClaimShape.Expected => BaselineScore.OfGrade(gain, outcome),
            _ when kind.IsContinuous() => BaselineScore.OfBucket(gain, values.Count - 2, openBounds, Outside(category, values)),
            _ => BaselineScore.OfOption(gain, Math.Log(values.Count(v => !double.IsNaN(v)))),
        };

    /// <summary>
    /// (p - y)^2, RPS/(K-1) for grades and ordered options, half the Brier score of options; in 0..1. None (NaN) for number and date.
    /// </summary>
    private double Brier(IReadOnlyList<double> values)
    {
        if (kind is ClaimShape.Binary or ClaimShape.Expected)
            return BrierScore.Binary(values[0], outcome);
        if (kind.IsContinuous())
            return double.NaN;
        var open = Open(values, out var came);
        return kind == ClaimShape.Choice ? BrierScore.Categorical(open, came) / 2 : RankedProbabilityScore.Normalised(open, came);
    }

    /// <summary>
    /// ln p of the outcome with the floor; for expected grades minus the divergence. Higher is better; peer and baseline are made of it.
    /// </summary>
    private double Gain(IReadOnlyList<double> values, out bool floored)
    {
        if (kind.IsContinuous())
            return Math.Log(Bucket(values, out floored));
        if (kind is not (ClaimShape.Binary or ClaimShape.Expected))
        {
            var open = Open(values, out var came);
            return Math.Log(Pmf.Floor(open, Math.Min(floor, 1.0 / open.Length), out floored)[came]);
        }

        var (no, yes) = Pmf.Floor(values[0], floor, out floored);
        return kind == ClaimShape.Binary ? Math.Log(outcome == 1 ? yes : no) : -LogScore.Expected(yes, outcome);
    }

    /// <summary>
    /// The options that were open, and where among them the outcome is read: the last one, "other", stands for an option that was not.
    /// </summary>
    private double[] Open(IReadOnlyList<double> values, out int came)
    {
        double[] all = [.. values];
        came = category;
        if (!kind.HasOptions() || !all.Any(double.IsNaN))
            return all;
        double[] open = [.. all.Where(v => !double.IsNaN(v))];
        came = double.IsNaN(all[category]) ? open.Length - 1 : all.Take(category).Count(v => !double.IsNaN(v));
        return open;
    }

    /// <summary>
    /// At least 0.01/N in each bucket and where the outcome lies, renormalised; the outside without it keeps what it was given, for there a
    /// bound may be closed.
    /// </summary>
    private double Bucket(IReadOnlyList<double> values, out bool floored)
    {
        var lowest = BucketFloor / (values.Count - 2);
        var (sum, came) = (0.0, 0.0);
        floored = false;
        for (var k = 0; k < values.Count; k++)
        {
            var raised = Outside(k, values) && k != category ? values[k] : Math.Max(values[k], lowest);
            floored |= raised > values[k];
            sum += raised;
            if (k == category)
                came = raised;
        }

        return floored ? came / sum : came;
    }

    private static bool Outside(int k, IReadOnlyList<double> values) => k == 0 || k == values.Count - 1;
}
