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
    /// <summary>Equal-width bins over 0..1, closed on the right, the first one includes 0; empty ones are left out.</summary>
    /// <param name="points">In any order; the result does not depend on it.</param>
    /// <param name="bins">1 to 10,000.</param>
    /// <remarks>A forecast within 1e-9 of an edge counts as on it; a bin's mean lies inside the bin.</remarks>
    /// <exception cref="ArgumentException">A forecast or an outcome lies outside 0..1, or the number of bins is out of range.</exception>
    public static IReadOnlyList<CalibrationBin> Of(IReadOnlyList<CalibrationPoint> points, int bins = 10)
    {
        var edges = new EqualWidthBins(bins);
        for (var i = 0; i < points.Count; i++)
        {
            Guard.Probability(points[i].Forecast, $"points[{i}].Forecast");
            Guard.Probability(points[i].Outcome, $"points[{i}].Outcome");
        }

        if (points.Count == 0) return [];
        var cases = OrderedCases.Of([.. points.Select(p => p.Forecast)], [.. points.Select(p => p.Outcome)], default);
        return [.. Partition.EqualWidth(cases, edges).Select(group => Bin(cases, group, edges))];
    }

    private static CalibrationBin Bin(OrderedCases cases, CaseGroup group, EqualWidthBins edges)
    {
        var bin = edges.Of(cases.P[group.From]);
        var (lower, upper) = (edges.Lower(bin), edges.Upper(bin));
        return new(
            lower, upper, group.Count, Math.Clamp(group.Forecast, lower, upper), group.Observed,
            cases.AreBinary(group.From, group.To) ? Wilson.Interval((int)group.Outcomes, group.Count) : null);
    }
}
