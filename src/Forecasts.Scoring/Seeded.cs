namespace Forecasts.Scoring;

/// <summary>
/// The one source of chance: SplitMix64 (Steele, Lea and Flood 2014, OOPSLA, doi 10.1145/2660193.2660195). One seed gives one sequence,
/// on every machine and in every version.
/// </summary>
/// <remarks>A struct: pass it by reference, for a copy repeats the sequence.</remarks>
internal struct Seeded(ulong seed)
{
    private ulong state = seed;

    public ulong NextUInt64()
    {
        state += 0x9E3779B97F4A7C15;
        var z = state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>In [0, 1), a multiple of 2^-53.</summary>
    public double NextDouble() => (NextUInt64() >> 11) * (1.0 / (1UL << 53));

    /// <summary>0..n-1, each equally likely (Lemire 2019, ACM TOMACS 29): the few draws that would favour some are drawn again.</summary>
    /// <param name="n">At least 1.</param>
    public int Below(int n)
    {
        var bound = (ulong)n;
        var high = Math.BigMul(NextUInt64(), bound, out var low);
        if (low < bound)
        {
            for (var few = (0 - bound) % bound; low < few; )
                high = Math.BigMul(NextUInt64(), bound, out low);
        }

        return (int)high;
    }
}
