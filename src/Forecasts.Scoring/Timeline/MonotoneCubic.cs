namespace Forecasts.Scoring.Timeline;

/// <summary>
/// Piecewise cubic Hermite interpolation that keeps the data's monotony (Fritsch and Carlson 1980, SIAM J. Numer. Anal. 17; slopes by the
/// weighted harmonic mean, Fritsch and Butland 1984, SIAM J. Sci. Stat. Comput. 5).
/// </summary>
public sealed class MonotoneCubic
{
    private readonly double[] x;
    private readonly double[] y;
    private readonly double[] slope;

    /// <param name="x">Rising, at least two.</param>
    /// <param name="y">One for each.</param>
    public MonotoneCubic(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        if (x.Length < 2)
            throw new ArgumentException($"x has {x.Length} entries; it needs at least two.", nameof(x));
        Guard.SameLength(x.Length, nameof(x), y.Length, nameof(y));
        Guard.Finite(x, nameof(x));
        Guard.Finite(y, nameof(y));
        Guard.Ascending(x, nameof(x));
        (this.x, this.y) = (x.ToArray(), y.ToArray());
        slope = Slopes(this.x, this.y);
    }

    /// <summary>The curve at a point between the first and the last x.</summary>
    public double At(double point)
    {
        if (!(point >= x[0] && point <= x[^1]))
            throw new ArgumentException($"point is {point:R}; it must lie within {x[0]:R} and {x[^1]:R}.", nameof(point));
        var i = Array.BinarySearch(x, point) is >= 0 and var hit ? Math.Min(hit, x.Length - 2) : ~Array.BinarySearch(x, point) - 1;
        var (width, t) = (x[i + 1] - x[i], (point - x[i]) / (x[i + 1] - x[i]));
        var u = 1 - t;
        return (y[i] * (1 + (2 * t)) * u * u)
            + (y[i + 1] * t * t * (3 - (2 * t)))
            + (width * t * u * ((slope[i] * u) - (slope[i + 1] * t)));
    }

    private static double[] Slopes(double[] x, double[] y)
    {
        var n = x.Length - 1;
        var slopes = new double[n + 1];
        double[] width = [.. x.Skip(1).Zip(x, (b, a) => b - a)],
            rise = [.. y.Skip(1).Zip(y, (b, a) => b - a).Zip(width, (d, w) => d / w)];
        if (n == 1)
            return [rise[0], rise[0]];
        for (var i = 1; i < n; i++)
        {
            if (rise[i - 1] * rise[i] <= 0)
                continue;
            var (a, b) = ((2 * width[i]) + width[i - 1], width[i] + (2 * width[i - 1]));
            slopes[i] = (a + b) / ((a / rise[i - 1]) + (b / rise[i]));
        }

        slopes[0] = End(width[0], width[1], rise[0], rise[1]);
        slopes[n] = End(width[n - 1], width[n - 2], rise[n - 1], rise[n - 2]);
        return slopes;
    }

    // The parabola's slope through three points, held to the sign and to three times the rise of the first piece.
    private static double End(double near, double far, double rise, double next)
    {
        var slope = ((((2 * near) + far) * rise) - (near * next)) / (near + far);
        if (Math.Sign(slope) != Math.Sign(rise))
            return 0;
        return Math.Sign(rise) != Math.Sign(next) && Math.Abs(slope) > 3 * Math.Abs(rise) ? 3 * rise : slope;
    }
}
