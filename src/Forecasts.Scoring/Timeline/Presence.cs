namespace Forecasts.Scoring.Timeline;

/// <summary>
/// Who stood when, as prefix integrals over the sorted change points: the scores of all forecasters over all time follow from
/// differences of two prefixes, in O(F log F) together. Where nobody stands, the integrals do not grow.
/// </summary>
internal sealed class Presence
{
    private readonly Changes changes;
    private readonly Sums[] sums;
    private readonly int[] begins;
    private readonly int[] finishes;

    private readonly record struct Sums(double Pull, double PeerGain, double PeerBrier, double Present, double MeanGain, double MeanBrier);

    public Presence(long[] starts, long[] ends, ReadOnlySpan<double> gains, ReadOnlySpan<double> briers, Changes changes)
    {
        this.changes = changes;
        var at = changes.At;
        sums = GC.AllocateUninitializedArray<Sums>(at.Length);
        (begins, finishes) = (new int[starts.Length], new int[starts.Length]);
        var byEnd = changes.ByEnd;
        var (n, gain, brier, next, last) = (0, default(Compensated), default(Compensated), 0, 0);
        for (var k = 0; k < at.Length; k++)
        {
            sums[k] = k == 0 ? default : Grow(sums[k - 1], n, gain.Value, brier.Value, at[k] - at[k - 1]);
            for (; last < byEnd.Length && ends[byEnd[last]] == at[k]; last++, n--)
            {
                gain = gain.Plus(-gains[byEnd[last]]);
                brier = brier.Plus(-briers[byEnd[last]]);
                finishes[byEnd[last]] = k;
            }

            // What rounding has left behind ends with the last forecast.
            if (n == 0)
                (gain, brier) = (default, default);
            for (; next < starts.Length && starts[next] == at[k]; next++, n++)
            {
                gain = gain.Plus(gains[next]);
                brier = brier.Plus(briers[next]);
                begins[next] = k;
            }
        }
    }

    /// <summary>Integrals in ticks of the i-th interval for a member of those who stand.</summary>
    public (double Peer, double RelativeBrier) Member(int i, double gain, double brier)
    {
        ref readonly var a = ref sums[begins[i]];
        ref readonly var b = ref sums[finishes[i]];
        return ((gain * (b.Pull - a.Pull)) - (b.PeerGain - a.PeerGain), b.PeerBrier - a.PeerBrier - (brier * (b.Pull - a.Pull)));
    }

    /// <summary>The same over [from, until) for the crowd or anybody else who is not in the geometric mean.</summary>
    public (double Peer, double RelativeBrier) Outsider(long from, long until, double gain, double brier)
    {
        var (a, b) = (sums[changes.At.BinarySearch(from)], sums[changes.At.BinarySearch(until)]);
        return (
            (gain * (b.Present - a.Present)) - (b.MeanGain - a.MeanGain),
            b.MeanBrier - a.MeanBrier - (brier * (b.Present - a.Present))
        );
    }

    private static Sums Grow(in Sums before, int n, double gain, double brier, long ticks)
    {
        if (n == 0)
            return before;
        double t = ticks;
        // Two divisions serve all six sums: this runs once for every change.
        var (each, other) = (t / n, n == 1 ? 0 : t / (n - 1));
        return new(
            before.Pull + (other * n),
            before.PeerGain + (other * gain),
            before.PeerBrier + (other * brier),
            before.Present + t,
            before.MeanGain + (each * gain),
            before.MeanBrier + (each * brier)
        );
    }
}

/// <summary>
/// A running sum that keeps what rounding would lose, without a branch (Knuth 1969, TAOCP 2, 4.2.2), so that what is added can be taken
/// away again.
/// </summary>
internal readonly record struct Compensated(double Sum, double Lost)
{
    public double Value => Sum + Lost;

    public Compensated Plus(double x)
    {
        var sum = Sum + x;
        var added = sum - Sum;
        return new(sum, Lost + (Sum - (sum - added) + (x - added)));
    }
}
