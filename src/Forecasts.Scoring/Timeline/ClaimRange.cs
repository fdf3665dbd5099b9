namespace Forecasts.Scoring.Timeline;

/// <summary>
/// The range of a number or date claim, scaled to 0..1 and cut into N buckets of equal scaled width. Dates are counted in seconds since
/// 1970 (or in any other unit, kept throughout).
/// </summary>
public sealed record ClaimRange
{
    // A value this near an edge, in buckets, is on it: 100,000 on a logarithmic range from 1 to 10^10 is the edge of bucket 100 whatever
    // the logarithms round to.
    private const double Edge = 1e-9;

    private readonly double ratio;

    /// <param name="min">Lower end.</param>
    /// <param name="max">Upper end, above it.</param>
    /// <param name="zeroPoint">Null: linear. Else logarithmic: equal steps of the location multiply the distance from this point, which
    /// lies outside the range.</param>
    /// <param name="buckets">N, at least 1.</param>
    public ClaimRange(double min, double max, double? zeroPoint = null, int buckets = 200)
    {
        Guard.Finite(min, nameof(min));
        Guard.Finite(max, nameof(max));
        if (!(max > min))
            throw new ArgumentException($"max is {max:R}; it must lie above min, {min:R}.", nameof(max));
        if (zeroPoint is { } zero && !(double.IsFinite(zero) && (zero < min || zero > max)))
            throw new ArgumentException($"zeroPoint is {zero:R}; it must lie outside the range {min:R} to {max:R}.", nameof(zeroPoint));
        if (buckets < 1)
            throw new ArgumentException($"buckets is {buckets}; it must be at least 1.", nameof(buckets));
        (Min, Max, ZeroPoint, Buckets) = (min, max, zeroPoint, buckets);
        ratio = zeroPoint is { } z ? (max - z) / (min - z) : double.NaN;
    }

    public double Min { get; }

    public double Max { get; }

    public double? ZeroPoint { get; }

    public int Buckets { get; }

    /// <summary>
    /// The value at a location: min + l (max - min), or z + (min - z) r^l with r = (max - z)/(min - z). 0 and 1 are the ends; locations
    /// outside lie outside.
    /// </summary>
    public double Value(double location)
    {
        Guard.Finite(location, nameof(location));
        return ZeroPoint is { } zero ? zero + ((Min - zero) * Math.Pow(ratio, location)) : Min + (location * (Max - Min));
    }

    /// <summary>The location of a value; an infinity where a logarithmic range does not reach.</summary>
    public double Location(double value)
    {
        Guard.Finite(value, nameof(value));
        if (ZeroPoint is not { } zero)
            return (value - Min) / (Max - Min);
        var steps = (value - zero) / (Min - zero);
        return steps > 0 ? Math.Log(steps) / Math.Log(ratio)
            : zero < Min ? double.NegativeInfinity
            : double.PositiveInfinity;
    }

    /// <summary>
    /// Index into the masses of a belief: 0 below the range, 1..N the buckets, each closed at its upper end and the first at both, N + 1
    /// above the range.
    /// </summary>
    public int Bucket(double value)
    {
        Guard.Finite(value, nameof(value));
        if (value < Min)
            return 0;
        if (value > Max)
            return Buckets + 1;
        return Math.Clamp((int)Math.Ceiling((Location(value) * Buckets) - Edge), 1, Buckets);
    }
}
