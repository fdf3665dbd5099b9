using Forecasts.Scoring.Calibration;

namespace Forecasts.Server.Features.Scoring;

/// <summary>A forecast as it stood at the close, with what came of it.</summary>
/// <param name="Cluster">Claims of one cluster are not independent.</param>
/// <param name="Value">A probability or expected grade, or three grades.</param>
public sealed record StandingForecast(string Cluster, double[] Value, double Outcome);

/// <summary>A point of the CORP curve with its consistency band.</summary>
public sealed record CurveRow(double Said, double Happened, double Lower, double Upper);

/// <summary>k of n for a stated value, with the range that would be usual if it were right; null with grades.</summary>
public sealed record StatedRow(double Said, int N, double Happened, int? UsualLower, int? UsualUpper);

/// <summary>What the picture of a calibration needs: a curve where it can be told from noise, k of n always.</summary>
public sealed record CalibrationFigures(IReadOnlyList<CurveRow>? Curve, IReadOnlyList<StatedRow> Stated)
{
    public const double Level = 0.9;

    public static CalibrationFigures? Of(IReadOnlyList<StandingForecast> forecasts)
    {
        if (forecasts.Count == 0) return null;
        var p = forecasts.Select(f => ResultsQuery.ExpectedGrade(f.Value)).ToArray();
        var y = forecasts.Select(f => f.Outcome).ToArray();
        return new(
            forecasts.Count < Forecasts.Charts.ReliabilityDiagram.Enough ? null : CurveOf(forecasts, p, y),
            [.. StatedValues.Of(p, y).Select(s => new StatedRow(s.Stated, s.N, s.Happened, s.Usual?.Lower, s.Usual?.Upper))]);
    }

    private static List<CurveRow> CurveOf(IReadOnlyList<StandingForecast> forecasts, double[] p, double[] y)
    {
        var names = forecasts.Select(f => f.Cluster).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
        var clusters = forecasts.Select(f => Array.BinarySearch(names, f.Cluster, StringComparer.Ordinal)).ToArray();
        // Three grades say how probable "half right" was; an expected grade does not, and then outcomes cannot be drawn.
        double[] halves = forecasts.Any(f => f.Value.Length == 1 && f.Outcome is not (0 or 1)) ? [] : [.. forecasts.Select(f => f.Value.Length == 3 ? f.Value[1] : 0)];
        var perfect = PerfectCalibration.Of(p, y, new(Level: Level), half: halves, clusters: clusters);
        return [.. perfect.Curve.Select(c => new CurveRow(c.X, c.Y, c.Consistency.Lower, c.Consistency.Upper))];
    }
}
