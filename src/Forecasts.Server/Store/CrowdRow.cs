using System.Text.Json.Serialization;
using Forecasts.Scoring.Aggregation;
using Forecasts.Scoring.Timeline;

namespace Forecasts.Server.Store;

/// <summary>A point of a crowd's series as it is stored.</summary>
/// <param name="Mean">As scoring takes it; null where nobody stands, and of numbers and dates.</param>
/// <param name="Fan">Of numbers and dates: where 5, 25, 50, 75 and 95 % of the crowd's mean distribution lie below, ends of the range for
/// what lies beyond.</param>
public sealed record CrowdRow(
    DateTimeOffset At,
    int Standing,
    IReadOnlyList<double>? Mean,
    IReadOnlyList<double>? Median,
    double? Lower = null,
    double? Upper = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<double>? Fan = null
)
{
    public static readonly IReadOnlyList<double> Levels = [0.05, 0.25, 0.5, 0.75, 0.95];

    public static CrowdRow Of(ClaimKind kind, CrowdPoint point) =>
        kind is not RangedClaim ranged
            ? new(point.At, point.Standing, Numbers(point.Mean), Numbers(point.Median), point.Lower, point.Upper)
            : new(point.At, point.Standing, null, null, Fan: point.Mean is null ? null : FanOf(ranged, point.Mean));

    /// <summary>Where the levels of a distribution lie that is given as masses.</summary>
    public static IReadOnlyList<double> FanOf(RangedClaim kind, IReadOnlyList<double> masses)
    {
        var cdf = BucketedCdf.OfMasses(kind.Range, [.. masses]);
        return [.. Levels.Select(level => Math.Clamp(cdf.Quantile(level), kind.Bounds.Min, kind.Bounds.Max))];
    }

    // Nobody who stands has seen an option that was not open: its share is 0 in a document, which has no NaN.
    private static IReadOnlyList<double>? Numbers(IReadOnlyList<double>? values) =>
        values is null || !values.Any(double.IsNaN) ? values : [.. values.Select(v => double.IsNaN(v) ? 0 : v)];
}
