using Forecasts.Scoring.Calibration;

namespace Forecasts.Server.Features.Results;

/// <summary>What the picture of a calibration needs, from the scoring library.</summary>
public static class MakeCalibration
{
    public const double Level = 0.9;

    /// <summary>From how many claims on a calibration curve could be told from noise.</summary>
    public const int EnoughForCurve = 50;

    extension(CalibrationFigures)
    {
        public static CalibrationFigures Of(CalibrationSummary summary) =>
            new(
                Threshold.Curve.Of(summary.Claims, 0).Visibility == Visibility.Shown
                    ? [.. summary.Perfect.Value.Curve.Select(c => new CurveRow(c.X, c.Y, c.Consistency.Lower, c.Consistency.Upper))]
                    : null,
                [.. summary.Stated!.Select(s => new StatedRow(s.Stated, s.N, s.Happened, s.Usual?.Lower, s.Usual?.Upper))]
            );
    }
}
