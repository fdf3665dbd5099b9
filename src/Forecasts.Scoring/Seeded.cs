namespace Forecasts.Scoring;

/// <summary>SplitMix64 (Steele, Lea and Flood 2014, OOPSLA): the only source of randomness here; the same seed gives the same numbers everywhere and for ever.</summary>
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

    /// <summary>53 random bits, in [0, 1).</summary>
    public double NextDouble() => (NextUInt64() >> 11) * (1.0 / (1UL << 53));

    /// <summary>One of 0..n-1, each equally likely (Lemire 2019, ACM TOMACS 29).</summary>
    public int Below(int n)
    {
        var product = (UInt128)NextUInt64() * (uint)n;
        if ((ulong)product < (uint)n)
        {
            var unfair = unchecked(0UL - (uint)n) % (uint)n;
            while ((ulong)product < unfair) product = (UInt128)NextUInt64() * (uint)n;
        }

        return (int)(product >> 64);
    }
}
