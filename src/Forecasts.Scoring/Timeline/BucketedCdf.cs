namespace Forecasts.Scoring.Timeline;

/// <summary>
/// A belief in a number or date: a distribution function that is linear in the location between the edges of the buckets, with masses below
/// and above the range.
/// </summary>
public sealed record BucketedCdf
{
    private const double BucketFloor = 0.01;

    private BucketedCdf(ClaimRange range, double[] cdf) => (Range, Cdf) = (range, cdf);

    public ClaimRange Range { get; }

    /// <summary>Values at the N + 1 edges; the first is the mass below the range, the last 1 minus the mass above.</summary>
    public IReadOnlyList<double> Cdf { get; }

    /// <summary>The N + 2 masses that a claim scores: below the range, each bucket, above.</summary>
    public double[] Masses() => [Cdf[0], .. Cdf.Skip(1).Zip(Cdf, (upper, lower) => upper - lower), 1 - Cdf[^1]];

    /// <param name="cdf">N + 1 values at the edges of the buckets, within 0..1, not falling.</param>
    public static BucketedCdf OfEdges(ClaimRange range, ReadOnlySpan<double> cdf)
    {
        Guard.SameLength(range.Buckets + 1, "the edges", cdf.Length, nameof(cdf));
        Guard.Cdf(cdf, nameof(cdf));
        return new(range, cdf.ToArray());
    }

    /// <param name="masses">N + 2 masses that sum to 1.</param>
    public static BucketedCdf OfMasses(ClaimRange range, ReadOnlySpan<double> masses)
    {
        Guard.SameLength(range.Buckets + 2, "the masses", masses.Length, nameof(masses));
        Guard.Pmf(masses, nameof(masses));
        var cdf = new double[range.Buckets + 1];
        var sum = 0.0;
        for (var k = 0; k < cdf.Length; k++)
            cdf[k] = sum = Math.Min(1, sum + masses[k]);
        return new(range, cdf);
    }

    /// <summary>
    /// Stated quantiles joined by a monotone cubic (<see cref="MonotoneCubic"/>) over the locations, at least 0.01/N in each bucket.
    /// </summary>
    /// <param name="levels">Rising, between the mass below and 1 minus the mass above.</param>
    /// <param name="quantiles">Rising, within the range.</param>
    /// <param name="massBelow">Below the range; 0 where the bound is closed.</param>
    /// <param name="massAbove">Above the range; 0 where the bound is closed.</param>
    public static BucketedCdf OfQuantiles(
        ClaimRange range,
        ReadOnlySpan<double> levels,
        ReadOnlySpan<double> quantiles,
        double massBelow = 0,
        double massAbove = 0
    )
    {
        Guard.Probability(massBelow, nameof(massBelow));
        Guard.Probability(massAbove, nameof(massAbove));
        // Every bucket keeps its floor, so something must be left for the range.
        if (!(massBelow + massAbove < 1 - BucketFloor))
            throw new ArgumentException(
                $"massAbove is {massAbove:R} beside {massBelow:R} below; they must leave more than {BucketFloor} for the range.",
                nameof(massAbove)
            );
        Guard.Quantiles(levels, quantiles);
        Guard.Ascending(quantiles, nameof(quantiles));
        List<double> x = [0],
            y = [massBelow];
        for (var i = 0; i < levels.Length; i++)
        {
            if (quantiles[i] < range.Min || quantiles[i] > range.Max)
                throw new ArgumentException(
                    $"quantiles[{i}] is {quantiles[i]:R}; it must lie within the range {range.Min:R} to {range.Max:R}.",
                    nameof(quantiles)
                );
            var (location, atEnd) = (range.Location(quantiles[i]), quantiles[i] == range.Min || quantiles[i] == range.Max);
            // The quantile of the tail mass itself may stand at the bound, and says nothing new there.
            if (atEnd && levels[i] == (quantiles[i] == range.Min ? massBelow : 1 - massAbove))
                continue;
            if (atEnd || !(levels[i] > massBelow && levels[i] < 1 - massAbove))
                throw new ArgumentException(
                    $"levels[{i}] is {levels[i]:R} at {quantiles[i]:R}; within the range it must lie above {massBelow:R} and below {1 - massAbove:R}.",
                    nameof(levels)
                );
            x.Add(location);
            y.Add(levels[i]);
        }

        x.Add(1);
        y.Add(1 - massAbove);
        var curve = new MonotoneCubic([.. x], [.. y]);
        double[] edges = [.. Enumerable.Range(0, range.Buckets + 1).Select(k => curve.At((double)k / range.Buckets))];
        return new(range, Raise(edges));
    }

    /// <summary>F at a value: the probability integral transform of an outcome within the range; 0 below it and 1 above.</summary>
    public double At(double value)
    {
        Guard.Finite(value, nameof(value));
        if (value < Range.Min)
            return 0;
        if (value > Range.Max)
            return 1;
        var place = Math.Clamp(Range.Location(value), 0, 1) * Range.Buckets;
        var edge = Math.Min((int)place, Range.Buckets - 1);
        return Cdf[edge] + ((place - edge) * (Cdf[edge + 1] - Cdf[edge]));
    }

    /// <summary>The value below which <paramref name="level"/> lies; an infinity where that is outside the range.</summary>
    public double Quantile(double level)
    {
        Guard.Probability(level, nameof(level));
        if (level < Cdf[0])
            return double.NegativeInfinity;
        if (level > Cdf[^1])
            return double.PositiveInfinity;
        var edge = 1;
        while (edge < Range.Buckets && Cdf[edge] < level)
            edge++;
        var (lower, upper) = (Cdf[edge - 1], Cdf[edge]);
        var part = upper > lower ? (level - lower) / (upper - lower) : 0;
        return Range.Value((edge - 1 + part) / Range.Buckets);
    }

    // What lies above the floor is scaled down by what the floor adds elsewhere, so the tails keep their mass.
    private static double[] Raise(double[] cdf)
    {
        var buckets = cdf.Length - 1;
        var (floor, inside) = (BucketFloor / buckets, cdf[^1] - cdf[0]);
        var above = new double[buckets];
        for (var k = 0; k < buckets; k++)
            above[k] = Math.Max(0, cdf[k + 1] - cdf[k] - floor);
        var scale = (inside - BucketFloor) / above.Sum();
        var raised = (double[])cdf.Clone();
        for (var k = 0; k < buckets - 1; k++)
            raised[k + 1] = raised[k] + floor + (scale * above[k]);
        return raised;
    }
}
