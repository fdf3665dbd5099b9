using Forecasts.Scoring.Calibration;

namespace Forecasts.Cli;

/// <summary>A group, its scores as they stand in the JSON, and the library's summary for what only a table or a picture shows.</summary>
public sealed record Scored(ScoreGroup Group, ScoreResult Result, CalibrationSummary Summary);

/// <summary>One group's scores, field by field as they stand in the JSON; null is undefined.</summary>
public sealed record ScoreResult(
    string? Group,
    int N,
    int Clusters,
    double BaseRate,
    double Brier,
    double LogScore,
    int Floored,
    double Spherical,
    double? BrierSkill,
    double? Auc,
    MurphyResult Murphy,
    CorpResult Corp,
    DecompositionResult CorpLog,
    SpiegelhalterResult Spiegelhalter,
    InTheLargeResult CalibrationInTheLarge,
    RecalibrationResult Recalibration,
    EceResult Ece,
    double DebiasedSquaredEce,
    double SmoothEce,
    HosmerLemeshowResult HosmerLemeshow,
    ConfidenceResult Confidence,
    IReadOnlyList<BinResult> Bins,
    IReadOnlyList<CurveResult> Curve
)
{
    /// <summary>From the library's summary.</summary>
    public static Scored Of(ScoreGroup group, int bins, ulong seed)
    {
        var s = CalibrationSummary.Of(group.Probabilities, group.Outcomes, new(bins, seed), group.Weights, group.Clusters);
        var (murphy, corp, log, perfect, cox) = (s.Murphy.Value, s.Corp.Value, s.CorpLog.Value, s.Perfect.Value, s.Cox.Value);
        var result = new ScoreResult(
            group.Name,
            s.N,
            s.Clusters,
            s.BaseRate,
            corp.Score,
            s.Log.Value.Unfloored,
            s.Log.Value.Floored,
            s.Spherical,
            Known(s.Skill),
            Known(s.Auc.Value),
            new(
                bins,
                murphy.Parts.Reliability,
                murphy.Parts.Resolution,
                murphy.Parts.Uncertainty,
                new(murphy.BiasCorrected.Reliability, murphy.BiasCorrected.Resolution, murphy.BiasCorrected.Uncertainty),
                perfect.Reliability.Mean
            ),
            new(
                corp.Score,
                corp.Miscalibration,
                corp.Discrimination,
                corp.Uncertainty,
                perfect.Miscalibration.Mean,
                perfect.Miscalibration.P
            ),
            new(log.Score, log.Miscalibration, log.Discrimination, log.Uncertainty),
            new(Known(s.Spiegelhalter.Value.Z), Known(s.Spiegelhalter.Value.P)),
            new(Known(s.InTheLarge.Value.Intercept), Known(s.InTheLarge.Value.Error)),
            new(Known(cox.Intercept), Known(cox.Slope), Known(cox.InterceptError), Known(cox.SlopeError), Known(cox.P)),
            new(perfect.Ece.Observed, s.EqualMassEce.Value, perfect.Ece.Mean),
            s.DebiasedSquaredEce.Value,
            s.SmoothEce.Value.Value,
            new(s.HosmerLemeshow.Value.ChiSquared, s.HosmerLemeshow.Value.P),
            new(s.Confidence.Value.MeanConfidence, s.Confidence.Value.HitRate),
            [
                .. s.Bins.Select(b => new BinResult(
                    b.Lower,
                    b.Upper,
                    b.N,
                    b.MeanForecast,
                    b.Observed,
                    Pair(b.Intervals?.Wilson),
                    Pair(b.Intervals?.ClopperPearson),
                    Pair(b.Intervals?.Jeffreys)
                )),
            ],
            [.. perfect.Curve.Select(c => new CurveResult(c.X, c.Y, Pair(c.Consistency)!))]
        );
        return new(group, result, s);
    }

    private static double? Known(double value) => double.IsNaN(value) ? null : value;

    private static double[]? Pair(Interval? interval) => interval is { } i ? [i.Lower, i.Upper] : null;
}

/// <summary>Equal-width bins, right-closed, the first one includes 0.</summary>
public sealed record MurphyResult(
    int Bins,
    double Reliability,
    double Resolution,
    double Uncertainty,
    MurphyParts BiasCorrected,
    double NullReliability
);

/// <summary>CORP of the Brier score, with MCB's mean under perfect calibration and its p-value.</summary>
public sealed record CorpResult(
    double Score,
    double Miscalibration,
    double Discrimination,
    double Uncertainty,
    double NullMiscalibration,
    double P
);

/// <summary>CORP of another score.</summary>
public sealed record DecompositionResult(double Score, double Miscalibration, double Discrimination, double Uncertainty);

/// <summary>Spiegelhalter's test.</summary>
public sealed record SpiegelhalterResult(double? Z, double? P);

/// <summary>The intercept with the slope held at 1.</summary>
public sealed record InTheLargeResult(double? Intercept, double? Se);

/// <summary>Cox's recalibration.</summary>
public sealed record RecalibrationResult(double? Intercept, double? Slope, double? InterceptSe, double? SlopeSe, double? LikelihoodRatioP);

/// <summary>Expected calibration errors, and the mean of the first under perfect calibration.</summary>
public sealed record EceResult(double EqualWidth, double EqualMass, double NullEqualWidth);

/// <summary>Hosmer and Lemeshow's test.</summary>
public sealed record HosmerLemeshowResult(double Chi2, double P);

/// <summary>Folded confidence.</summary>
public sealed record ConfidenceResult(double MeanConfidence, double HitRate);

/// <summary>A bin; its intervals are null with graded outcomes or weights.</summary>
public sealed record BinResult(
    double Lower,
    double Upper,
    int N,
    double MeanForecast,
    double Observed,
    double[]? Wilson,
    double[]? ClopperPearson,
    double[]? Jeffreys
);

/// <summary>A point of the CORP curve with its 90 % consistency band.</summary>
public sealed record CurveResult(double X, double Y, double[] Consistency);
