namespace Forecasts.Benchmarks;

/// <summary>The same numbers on every machine.</summary>
internal sealed class Sequence(ulong seed)
{
    private ulong state = seed;

    public int Below(int n)
    {
        state = (state * 6_364_136_223_846_793_005) + 1_442_695_040_888_963_407;
        return (int)((state >> 33) % (ulong)n);
    }
}
