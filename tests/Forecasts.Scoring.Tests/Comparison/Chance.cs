namespace Forecasts.Scoring.Tests.Comparison;

/// <summary>What simulations draw, from a fixed seed each.</summary>
internal sealed class Chance(ulong seed)
{
    private Seeded random = new(seed);

    public double Uniform() => random.NextDouble();

    public double Uniform(double from, double to) => from + ((to - from) * random.NextDouble());

    public int Below(int n) => random.Below(n);

    public double Yes(double p) => random.NextDouble() < p ? 1 : 0;

    public double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    public ulong Seed() => random.NextUInt64();

    public double[] Many(int n, Func<double> draw) => [.. Enumerable.Range(0, n).Select(_ => draw())];

    /// <summary>A permutation of 0..n-1.</summary>
    public int[] Order(int n)
    {
        var order = Enumerable.Range(0, n).ToArray();
        for (var i = n - 1; i > 0; i--)
        {
            var j = random.Below(i + 1);
            (order[i], order[j]) = (order[j], order[i]);
        }

        return order;
    }

    /// <summary>How often something holds, of so many runs.</summary>
    public static double Share(int runs, Func<int, bool> holds) => Enumerable.Range(0, runs).Count(holds) / (double)runs;
}

internal static class Permuting
{
    public static T[] In<T>(this T[] values, int[] order) => [.. order.Select(i => values[i])];
}
