namespace Forecasts.Scoring.Rules;

public static partial class Crps
{
    /// <summary>
    /// A distribution function that is linear between knots: 0 left of the first, a jump to cdf[0] there, a jump to 1 at the last.
    /// </summary>
    /// <param name="knots">Rising.</param>
    /// <param name="cdf">Values at the knots, within 0..1, not falling.</param>
    /// <param name="y">What came; outside the knots its distance to them is added.</param>
    /// <param name="flatTails">A variant: outside the knots the function stays at its first and last value, and the integral ends at y or
    /// at the knots, whichever is further out.</param>
    /// <remarks>Closed form: a segment from a to b on which F - 1{y &lt;= x} goes from u to v adds (b - a)(u^2 + uv + v^2)/3.</remarks>
    public static double PiecewiseLinear(ReadOnlySpan<double> knots, ReadOnlySpan<double> cdf, double y, bool flatTails = false)
    {
        Guard.NotEmpty(knots.Length, nameof(knots));
        Guard.SameLength(knots.Length, nameof(knots), cdf.Length, nameof(cdf));
        Guard.Finite(knots, nameof(knots));
        Guard.Ascending(knots, nameof(knots));
        Guard.Cdf(cdf, nameof(cdf));
        Guard.Finite(y, nameof(y));
        var (below, above) = flatTails ? (1 - cdf[0], cdf[^1]) : (1, 1);
        var sum = (Math.Max(0, knots[0] - y) * below * below) + (Math.Max(0, y - knots[^1]) * above * above);
        for (var i = 1; i < knots.Length; i++)
        {
            var (a, b, u, v) = (knots[i - 1], knots[i], cdf[i - 1], cdf[i]);
            if (y <= a)
                sum += Segment(b - a, u - 1, v - 1);
            else if (y >= b)
                sum += Segment(b - a, u, v);
            else
            {
                var middle = u + ((v - u) * (y - a) / (b - a));
                sum += Segment(y - a, u, middle) + Segment(b - y, middle - 1, v - 1);
            }
        }

        return sum;
    }

    private static double Segment(double width, double u, double v) => width * ((u * u) + (u * v) + (v * v)) / 3;
}
