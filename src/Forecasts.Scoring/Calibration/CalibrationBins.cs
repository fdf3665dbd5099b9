namespace Forecasts.Scoring.Calibration;

/// <param name="Forecast">Probability, or expected grade, in 0..1.</param>
/// <param name="Outcome">0 or 1; graded claims also 0.5.</param>
public readonly record struct CalibrationPoint(double Forecast, double Outcome);

/// <param name="Lower">Exclusive, but for the first bin.</param>
/// <param name="Upper">Inclusive.</param>
/// <param name="Wilson">95 % interval of the observed share; null where an outcome is graded.</param>
public sealed record CalibrationBin(double Lower, double Upper, int N, double MeanForecast, double Observed, Interval? Wilson);

/// <summary>How often what was said to happen with about the same probability did happen.</summary>
public static class CalibrationBins
{
    private const int Scale = 10_000;

    /// <summary>Equal-width bins over 0..1, closed on the right, the first one includes 0; empty ones are left out.</summary>
    /// <param name="points">In any order; the result does not depend on it.</param>
    /// <param name="bins">1 to 10,000.</param>
    /// <remarks>
    /// A forecast's bin is found on whole basis points (half a point rounds up), so 0.3 never slips past an edge by a rounding error.
    /// Where the edges are no whole basis points (thirds), on the smallest parts of a basis point that make them whole.
    /// </remarks>
    /// <exception cref="ArgumentException">A forecast or an outcome lies outside 0..1, or the number of bins is out of range.</exception>
    public static IReadOnlyList<CalibrationBin> Of(IReadOnlyList<CalibrationPoint> points, int bins = 10)
    {
        if (bins is < 1 or > Scale) throw new ArgumentException($"The number of bins lies within 1 and {Scale}.", nameof(bins));
        for (var i = 0; i < points.Count; i++)
        {
            Guard.Probability(points[i].Forecast, $"points[{i}].Forecast");
            Guard.Probability(points[i].Outcome, $"points[{i}].Outcome");
        }

        // In one order, for sums of doubles depend on it.
        return [.. points.OrderBy(p => p.Forecast).ThenBy(p => p.Outcome).GroupBy(p => Bin(p.Forecast, bins)).Select(b => Of(b.Key, [.. b], bins))];
    }

    private static int Bin(double forecast, int bins)
    {
        var width = Scale / Divisor(Scale, bins);
        var whole = (int)Math.Round(forecast * bins * width, MidpointRounding.AwayFromZero);
        return Math.Max(0, ((whole + width - 1) / width) - 1);
    }

    private static int Divisor(int a, int b) => b == 0 ? a : Divisor(b, a % b);

    private static CalibrationBin Of(int bin, CalibrationPoint[] points, int bins)
    {
        var happened = points.Sum(p => p.Outcome);
        var graded = points.Any(p => p.Outcome is not (0 or 1));
        return new(
            (double)bin / bins, (double)(bin + 1) / bins, points.Length, points.Sum(p => p.Forecast) / points.Length, happened / points.Length,
            graded ? null : Wilson.Interval((int)happened, points.Length));
    }
}
