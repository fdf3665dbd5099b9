namespace Forecasts.Scoring.Calibration;

/// <param name="Forecast">Probability, or expected grade, in 0..1.</param>
/// <param name="Outcome">0 or 1; graded claims also 0.5.</param>
public readonly record struct CalibrationPoint(double Forecast, double Outcome);

/// <param name="Lower">Exclusive, but for the first bin.</param>
/// <param name="Upper">Inclusive.</param>
/// <param name="Wilson">95 % interval of the observed share; null where an outcome is graded, or where cases hang together.</param>
/// <param name="Interval">To be shown, by <see cref="ScoreInterval.Share"/>; null with too few clusters, or none known.</param>
/// <param name="Clusters">Independent pieces of evidence; null where they are not known.</param>
public sealed record CalibrationBin(
    double Lower,
    double Upper,
    int N,
    double MeanForecast,
    double Observed,
    Interval? Wilson,
    Interval? Interval = null,
    int? Clusters = null
);

/// <summary>How often what was said to happen with about the same probability did happen.</summary>
public static class CalibrationBins
{
    /// <summary>Equal-width bins over 0..1, closed on the right, the first one includes 0; empty ones are left out.</summary>
    /// <param name="points">In any order; the result does not depend on it.</param>
    /// <param name="bins">1 to 10,000.</param>
    /// <param name="clusters">Equal numbers stand for the same cluster, such as forecasts of one claim; none: not known.</param>
    /// <remarks>A forecast within 1e-9 of an edge counts as on it; a bin's mean lies inside the bin.</remarks>
    /// <exception cref="ArgumentException">A forecast or an outcome lies outside 0..1, or the number of bins is out of range.</exception>
    public static IReadOnlyList<CalibrationBin> Of(
        IReadOnlyList<CalibrationPoint> points,
        int bins = 10,
        ReadOnlySpan<int> clusters = default
    )
    {
        var edges = new EqualWidthBins(bins);
        for (var i = 0; i < points.Count; i++)
        {
            Guard.Probability(points[i].Forecast, $"points[{i}].Forecast");
            Guard.Probability(points[i].Outcome, $"points[{i}].Outcome");
        }

        Guard.Clusters(clusters, points.Count);
        if (points.Count == 0)
            return [];
        double[] p = [.. points.Select(p => p.Forecast)],
            y = [.. points.Select(p => p.Outcome)];
        var (cases, shares) = (OrderedCases.Of(p, y, default), clusters.IsEmpty ? null : Shares(edges, p, y, default, clusters));
        return [.. Partition.EqualWidth(cases, edges).Select(group => Bin(cases, group, edges, shares?[edges.Of(cases.P[group.From])]))];
    }

    /// <summary>Of each bin that holds something the interval of what happened.</summary>
    internal static Dictionary<int, ShareInterval> Shares(
        EqualWidthBins edges,
        ReadOnlySpan<double> p,
        ReadOnlySpan<double> y,
        ReadOnlySpan<double> weights,
        ReadOnlySpan<int> clusters
    )
    {
        var rows = new Dictionary<int, List<int>>();
        for (var i = 0; i < p.Length; i++)
        {
            if (!weights.IsEmpty && weights[i] == 0)
                continue;
            var bin = edges.Of(p[i]);
            if (!rows.TryGetValue(bin, out var own))
                rows[bin] = own = [];
            own.Add(i);
        }

        var shares = new Dictionary<int, ShareInterval>();
        foreach (var (bin, own) in rows)
            shares[bin] = ScoreInterval.Share(In(y, own), In(weights, own), In(clusters, own));
        return shares;
    }

    private static T[] In<T>(ReadOnlySpan<T> column, List<int> rows)
    {
        if (column.IsEmpty)
            return [];
        var own = new T[rows.Count];
        for (var i = 0; i < own.Length; i++)
            own[i] = column[rows[i]];
        return own;
    }

    private static CalibrationBin Bin(OrderedCases cases, CaseGroup group, EqualWidthBins edges, ShareInterval? share)
    {
        var bin = edges.Of(cases.P[group.From]);
        var (lower, upper) = (edges.Lower(bin), edges.Upper(bin));
        var alone = (share is null || share.Clusters == group.Count) && cases.AreBinary(group.From, group.To);
        return new(
            lower,
            upper,
            group.Count,
            Math.Clamp(group.Forecast, lower, upper),
            group.Observed,
            alone ? Wilson.Interval((int)group.Outcomes, group.Count) : null,
            share?.Interval,
            share?.Clusters
        );
    }
}
