using Forecasts.Scoring.Calibration;

namespace Forecasts.Server.Features.Results;

/// <summary>A point of the CORP curve with its consistency band.</summary>
public sealed record CurveRow(double Said, double Happened, double Lower, double Upper);

/// <summary>k of n for a stated value, with the range that would be usual if it were right; null with grades, or where a claim is counted twice.</summary>
public sealed record StatedRow(double Said, int N, double Happened, int? UsualLower, int? UsualUpper);

/// <summary>What the picture of a calibration needs: a curve where it can be told from noise, k of n always.</summary>
public sealed record CalibrationFigures(IReadOnlyList<CurveRow>? Curve, IReadOnlyList<StatedRow> Stated)
{
    public const double Level = 0.9;

    public static CalibrationFigures Of(CalibrationSummary summary) =>
        new(
            Threshold.Curve.Of(summary.Claims, 0).Visibility == Visibility.Shown
                ? [.. summary.Perfect.Value.Curve.Select(c => new CurveRow(c.X, c.Y, c.Consistency.Lower, c.Consistency.Upper))]
                : null,
            [.. summary.Stated!.Select(s => new StatedRow(s.Stated, s.N, s.Happened, s.Usual?.Lower, s.Usual?.Upper))]
        );
}
