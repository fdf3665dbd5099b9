using System.Runtime.InteropServices;

namespace Forecasts.Scoring.Calibration;

/// <summary>
/// Forecasts and outcomes in one order (by forecast, then outcome, then weight), so that no sum depends on the order in which they came
/// and equal forecasts stand together. Cases of weight 0 are left out.
/// </summary>
internal sealed class OrderedCases
{
    private OrderedCases(double[] p, double[] y, double[]? weights, bool binary)
    {
        (P, Y, Weights, IsBinary) = (p, y, weights, binary);
        var all = Over(0, Count);
        (Weight, MeanForecast, BaseRate) = (all.Weight, all.Forecast, all.Observed);
    }

    public double[] P { get; }

    public double[] Y { get; }

    /// <summary>Null where each case counts once.</summary>
    public double[]? Weights { get; }

    public int Count => P.Length;

    public double Weight { get; }

    public double MeanForecast { get; }

    public double BaseRate { get; }

    public static OrderedCases Of(ReadOnlySpan<double> p, ReadOnlySpan<double> y, ReadOnlySpan<double> weights)
    {
        Guard.Cases(p, y, weights);
        return weights.IsEmpty && Packed(p, y) is { } packed ? packed : General(p, y, weights);
    }

    /// <summary>The same with something that belongs to each case carried along; the last key of the order.</summary>
    public static (OrderedCases Cases, double[] Carried) Of(
        ReadOnlySpan<double> p,
        ReadOnlySpan<double> y,
        ReadOnlySpan<double> weights,
        double[] carried
    )
    {
        Guard.Cases(p, y, weights);
        var (ps, ys, ws) = (p.ToArray(), y.ToArray(), weights.ToArray());
        double WeightAt(int i) => ws.Length == 0 ? 1 : ws[i];
        var order = Enumerable.Range(0, ps.Length).Where(i => WeightAt(i) > 0).ToArray();
        Array.Sort(
            order,
            (a, b) =>
                ps[a] != ps[b] ? ps[a].CompareTo(ps[b])
                : ys[a] != ys[b] ? ys[a].CompareTo(ys[b])
                : WeightAt(a) != WeightAt(b) ? WeightAt(a).CompareTo(WeightAt(b))
                : carried[a].CompareTo(carried[b])
        );
        var outcomes = Array.ConvertAll(order, i => ys[i]);
        return (
            new(
                Array.ConvertAll(order, i => ps[i]),
                outcomes,
                ws.Length == 0 ? null : Array.ConvertAll(order, i => ws[i]),
                Binary(outcomes)
            ),
            Array.ConvertAll(order, i => carried[i])
        );
    }

    public double WeightOf(int i) => Weights is null ? 1 : Weights[i];

    /// <summary>Whether every outcome is yes or no.</summary>
    public bool IsBinary { get; }

    /// <summary>The cases summed up by distinct forecast.</summary>
    public Ties Ties => field ??= new(this);

    /// <summary>The share of forecasts that are exactly so.</summary>
    public double ShareAt(double forecast)
    {
        var weight = 0.0;
        for (var i = 0; i < Count; i++)
            weight += P[i] == forecast ? WeightOf(i) : 0;
        return weight / Weight;
    }

    /// <summary>The first case after <paramref name="from"/> with another forecast.</summary>
    public int EndOfTie(int from)
    {
        var to = from + 1;
        while (to < P.Length && P[to] == P[from])
            to++;
        return to;
    }

    /// <summary>Whether every outcome of [from, to) is yes or no.</summary>
    public bool AreBinary(int from, int to) => IsBinary || Binary(Y.AsSpan(from, to - from));

    /// <summary>Sums over the cases [from, to).</summary>
    public CaseGroup Over(int from, int to)
    {
        double weight = 0,
            forecasts = 0,
            outcomes = 0,
            squares = 0;
        for (var i = from; i < to; i++)
        {
            var (w, y) = (WeightOf(i), Y[i]);
            weight += w;
            forecasts += w * P[i];
            outcomes += w * y;
            squares += w * y * y;
        }

        return new(from, to, weight, forecasts, outcomes, squares);
    }

    // A double of 0..1 leaves the two highest bits free: they hold the grade, and one array of whole numbers is all there is to sort.
    private static OrderedCases? Packed(ReadOnlySpan<double> p, ReadOnlySpan<double> y)
    {
        var keys = GC.AllocateUninitializedArray<double>(p.Length);
        var bits = MemoryMarshal.Cast<double, ulong>(keys.AsSpan());
        var halves = 0UL;
        for (var i = 0; i < bits.Length; i++)
        {
            var twice = 2 * y[i];
            if (twice is not (0 or 1 or 2))
                return null;
            halves |= (ulong)twice & 1;
            bits[i] = (BitConverter.DoubleToUInt64Bits(p[i] + 0.0) << 2) | (ulong)twice;
        }

        var outcomes = GC.AllocateUninitializedArray<double>(p.Length);
        var sorted = RadixSort.Sort(bits, MemoryMarshal.Cast<double, ulong>(outcomes.AsSpan()));
        if (sorted)
            (keys, outcomes) = (outcomes, keys);
        bits = MemoryMarshal.Cast<double, ulong>(keys.AsSpan());
        for (var i = 0; i < bits.Length; i++)
        {
            var key = bits[i];
            keys[i] = BitConverter.UInt64BitsToDouble(key >> 2);
            outcomes[i] = (key & 3) * 0.5;
        }

        return new(keys, outcomes, null, halves == 0);
    }

    private static OrderedCases General(ReadOnlySpan<double> p, ReadOnlySpan<double> y, ReadOnlySpan<double> weights)
    {
        var kept = 0;
        var order = new int[p.Length];
        for (var i = 0; i < p.Length; i++)
        {
            if (weights.IsEmpty || weights[i] > 0)
                order[kept++] = i;
        }

        var (sorted, outcomes, counts) = (new double[kept], new double[kept], weights.IsEmpty ? null : new double[kept]);
        for (var i = 0; i < kept; i++)
            sorted[i] = p[order[i]] + 0.0;
        Array.Sort(sorted, order, 0, kept);
        for (var i = 0; i < kept; i++)
        {
            outcomes[i] = y[order[i]];
            if (counts is not null)
                counts[i] = weights[order[i]];
        }

        SortTies(sorted, outcomes, counts);
        return new(sorted, outcomes, counts, Binary(outcomes));
    }

    private static bool Binary(ReadOnlySpan<double> outcomes) => outcomes.IndexOfAnyExcept(0, 1) < 0;

    private static void SortTies(double[] sorted, double[] outcomes, double[]? counts)
    {
        for (int from = 0, to; from < sorted.Length; from = to)
        {
            to = from + 1;
            while (to < sorted.Length && sorted[to] == sorted[from])
                to++;
            if (to - from == 1)
                continue;
            if (counts is null)
            {
                Array.Sort(outcomes, from, to - from);
                continue;
            }

            Array.Sort(outcomes, counts, from, to - from);
            for (int first = from, last; first < to; first = last)
            {
                last = first + 1;
                while (last < to && outcomes[last] == outcomes[first])
                    last++;
                Array.Sort(counts, first, last - first);
            }
        }
    }
}
