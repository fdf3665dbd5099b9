namespace Forecasts.Scoring.Timeline;

/// <summary>One interval with the numbers it scores.</summary>
internal readonly record struct Scored(TimedForecast Forecast, double Gain, double Baseline, double Brier, bool Floored);

/// <summary>
/// Who stood when, as prefix integrals over the sorted change points: the scores of all forecasters over all time follow from
/// differences of two prefixes, in O(F log F) together. Where nobody stands, the integrals do not grow.
/// </summary>
internal sealed class Presence
{
    private readonly long[] at;
    private readonly Sums[] sums;

    private readonly record struct Sums(double Pull, double PeerGain, double PeerBrier, double Present, double MeanGain, double MeanBrier);

    public Presence(IReadOnlyList<Scored> intervals)
    {
        var starts = intervals.ToList();
        var ends = intervals.OrderBy(i => i.Forecast.End).ThenBy(i => i.Forecast.Forecaster, StringComparer.Ordinal).ToList();
        at = [.. intervals.SelectMany(i => new[] { i.Forecast.Start.UtcTicks, i.Forecast.End!.Value.UtcTicks }).Distinct().Order()];
        sums = new Sums[at.Length];
        var (n, gain, brier, next, last) = (0, default(Compensated), default(Compensated), 0, 0);
        for (var k = 0; k < at.Length; k++)
        {
            if (k > 0) sums[k] = Grow(sums[k - 1], n, gain.Value, brier.Value, at[k] - at[k - 1]);
            for (; last < ends.Count && ends[last].Forecast.End!.Value.UtcTicks == at[k]; last++, n--)
            {
                gain = gain.Plus(-ends[last].Gain);
                brier = brier.Plus(-ends[last].Brier);
            }

            // What rounding has left behind ends with the last forecast.
            if (n == 0) (gain, brier) = (default, default);
            for (; next < starts.Count && starts[next].Forecast.Start.UtcTicks == at[k]; next++, n++)
            {
                gain = gain.Plus(starts[next].Gain);
                brier = brier.Plus(starts[next].Brier);
            }
        }
    }

    /// <summary>Integrals in ticks for a member of those who stand, over [from, until).</summary>
    public (double Peer, double RelativeBrier) Member(DateTimeOffset from, DateTimeOffset until, double gain, double brier)
    {
        var (a, b) = (sums[At(from)], sums[At(until)]);
        return ((gain * (b.Pull - a.Pull)) - (b.PeerGain - a.PeerGain), b.PeerBrier - a.PeerBrier - (brier * (b.Pull - a.Pull)));
    }

    /// <summary>The same for the crowd or anybody else who is not in the geometric mean.</summary>
    public (double Peer, double RelativeBrier) Outsider(DateTimeOffset from, DateTimeOffset until, double gain, double brier)
    {
        var (a, b) = (sums[At(from)], sums[At(until)]);
        return ((gain * (b.Present - a.Present)) - (b.MeanGain - a.MeanGain), b.MeanBrier - a.MeanBrier - (brier * (b.Present - a.Present)));
    }

    private static Sums Grow(Sums before, int n, double gain, double brier, long ticks)
    {
        double t = ticks;
        if (n == 0) return before;
        var (pull, peerGain, peerBrier) = n == 1 ? (0.0, 0.0, 0.0) : (t * n / (n - 1), t * gain / (n - 1), t * brier / (n - 1));
        return new(
            before.Pull + pull, before.PeerGain + peerGain, before.PeerBrier + peerBrier,
            before.Present + t, before.MeanGain + (t * gain / n), before.MeanBrier + (t * brier / n));
    }

    private int At(DateTimeOffset time) => Array.BinarySearch(at, time.UtcTicks);
}

/// <summary>A running sum that keeps what rounding would lose (Neumaier 1974, ZAMM 54), so that what is added can be taken away again.</summary>
internal readonly record struct Compensated(double Sum, double Lost)
{
    public double Value => Sum + Lost;

    public Compensated Plus(double x)
    {
        var sum = Sum + x;
        return new(sum, Lost + (Math.Abs(Sum) >= Math.Abs(x) ? Sum - sum + x : x - sum + Sum));
    }
}
