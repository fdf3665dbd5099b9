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
    /// <remarks>A forecast's bin is found on whole basis points, so 0.3 never slips past an edge by a rounding error.</remarks>
    public static IReadOnlyList<CalibrationBin> Of(IReadOnlyList<CalibrationPoint> points, int bins = 10)
    {
        if (bins is < 1 or > Scale || Scale % bins != 0) throw new ArgumentException($"The number of bins divides {Scale}.", nameof(bins));
        var width = Scale / bins;
        var (n, forecasts, outcomes, graded) = (new int[bins], new double[bins], new double[bins], new bool[bins]);
        foreach (var point in points)
        {
            Guard.Probability(point.Forecast, nameof(points));
            Guard.Probability(point.Outcome, nameof(points));
            var basis = (int)Math.Round(point.Forecast * Scale, MidpointRounding.AwayFromZero);
            var bin = Math.Max(0, ((basis + width - 1) / width) - 1);
            n[bin]++;
            forecasts[bin] += point.Forecast;
            outcomes[bin] += point.Outcome;
            graded[bin] |= point.Outcome is not (0 or 1);
        }

        return [.. Enumerable.Range(0, bins).Where(b => n[b] > 0).Select(b => new CalibrationBin(
            (double)(b * width) / Scale, (double)((b + 1) * width) / Scale, n[b], forecasts[b] / n[b], outcomes[b] / n[b],
            graded[b] ? null : Wilson.Interval((int)outcomes[b], n[b])))];
    }
}
