namespace Forecasts.Record.Contract;

/// <summary>
/// What a yearly report shows of a season's forecasts, and from which n it says it; every number comes from Forecasts.Scoring.
/// </summary>
/// <param name="Analysts">All of them together: several forecasts of one claim share its outcome, so n counts claims.</param>
/// <param name="Crowd">The median of those who stood; null where there was none.</param>
/// <param name="Murphy">Of the claims with one number; null below the n of miscalibration.</param>
/// <param name="Claims">Each scored claim with how well it was foreseen.</param>
/// <param name="Components">The analysts with enough claims, most claims first, at most 30.</param>
public sealed record SeasonFigures(
    FigureSet Analysts,
    FigureSet? Crowd,
    MurphyFigure? Murphy,
    IReadOnlyList<ClaimFigure> Claims,
    IReadOnlyList<ComponentsFigure> Components
);

/// <summary>
/// One subject's figures; graded claims enter with their expected grade. Of a choice calibration counts each option against the
/// rest, and a mean Brier score that of the whole; what needs one number per claim is of the claims that have one.
/// </summary>
/// <param name="Clusters">Claims of one prediction hang together: independent pieces of evidence.</param>
/// <param name="HalfRight">Claims that came out half right.</param>
/// <param name="Withdrawn">Forecasts that were withdrawn before the close and count with their last value.</param>
/// <param name="BaseRate">Mean outcome, per forecast of one number; null where there is none.</param>
/// <param name="AtHalf">Share of those at 50 %.</param>
/// <param name="Brier">Per forecast: each weighs alike, so a claim weighs as many forecasts as it has.</param>
/// <param name="PerClaim">Per claim: claims weigh alike. What a report leads with; null in figures that were frozen without it.</param>
/// <param name="Log">Of forecasts of one number; null where there is none.</param>
/// <param name="Choice">Null where there is none.</param>
public sealed record FigureSet(
    int Forecasts,
    int Claims,
    int Clusters,
    int HalfRight,
    int Withdrawn,
    double? BaseRate,
    double? AtHalf,
    BrierFigure Brier,
    LogFigure? Log,
    Told<GapFigure> InTheLarge,
    Told<RecalibrationFigure> Recalibration,
    Told<SpiegelhalterFigure> Spiegelhalter,
    Told<CorpFigure> Corp,
    Told<ConfidenceFigure> Confidence,
    double? Auc,
    EvidenceFigure Evidence,
    BrierFigure? PerClaim = null,
    ChoiceCount? Choice = null
);

/// <summary>A figure with its right to be shown.</summary>
/// <param name="State">hidden, grey (it says little yet) or shown.</param>
/// <param name="N">Claims behind it.</param>
/// <param name="From">From how many claims it is shown, be it in grey.</param>
/// <param name="FullFrom">From how many it is no longer grey.</param>
/// <param name="Value">Null while it is hidden.</param>
public sealed record Told<T>(string State, int N, int From, int FullFrom, T? Value)
    where T : class;

/// <summary>With its 95 % interval; none where too few clusters show too little of the spread.</summary>
public sealed record Estimate(double Value, double? Lower, double? Upper);

/// <param name="Brier">Of the reference on the very same forecasts.</param>
/// <param name="Skill">1 - own/reference: above 0 is better than the reference. Null where the reference made no error to compare
/// with.</param>
/// <param name="Own">What is compared, on the rows that have this reference; null where all have it.</param>
/// <param name="Claims">How many claims those are; null likewise.</param>
public sealed record ReferenceFigure(double Brier, Estimate? Skill, double? Own = null, int? Claims = null);

/// <summary>A mean Brier score at close beside references on the same forecasts with the same weights.</summary>
/// <param name="AlwaysHalf">Null where there are choices alone.</param>
/// <param name="BaseRateOfOthers">Saying the share of yes among all other claims; null with one claim, or choices alone.</param>
/// <param name="Crowd">Null for the crowd itself and where there was none.</param>
public sealed record BrierFigure(Estimate Mean, ReferenceFigure? AlwaysHalf, ReferenceFigure? BaseRateOfOthers, ReferenceFigure? Crowd);

/// <param name="LogScore">Unfloored; infinite where a certain forecast was wrong.</param>
/// <param name="AtFloor">With forecasts kept within the season's floor.</param>
/// <param name="Floored">How many lay outside of it.</param>
public sealed record LogFigure(double LogScore, double AtFloor, int Floored);

/// <param name="Gap">Mean outcome minus mean forecast.</param>
public sealed record GapFigure(double MeanForecast, double MeanOutcome, Estimate Gap);

/// <param name="Slope">1 is calibrated, below 1 over-confident; null where all forecasts are equal.</param>
/// <param name="Penalised">Yes and no do not overlap: a penalised fit stands in.</param>
public sealed record RecalibrationFigure(Estimate? Slope, Estimate? Intercept, double? P, bool Penalised);

/// <param name="Z">Null where it is not defined, or beyond all bounds.</param>
public sealed record SpiegelhalterFigure(double? Z, double? P);

/// <summary>Brier score = miscalibration - discrimination + uncertainty.</summary>
/// <param name="IfCalibrated">The miscalibration that a perfectly calibrated forecaster would show on average.</param>
/// <param name="P">How often such a one would show as much.</param>
public sealed record CorpFigure(
    double Brier,
    double Miscalibration,
    double Discrimination,
    double Uncertainty,
    double IfCalibrated,
    double P,
    int Resamples
);

/// <param name="MeanConfidence">Mean of max(p, 1 - p).</param>
/// <param name="HitRate">How often the likelier side came true.</param>
public sealed record ConfidenceFigure(double MeanConfidence, double HitRate);

/// <summary>An e-process: evidence against calibration that may be watched all year; 20 is strong.</summary>
/// <param name="Largest">The most it ever was.</param>
/// <param name="P">1/largest: a p-value that holds whenever one looks.</param>
public sealed record EvidenceFigure(double Now, double Largest, double P);

/// <summary>Mean elementary scores by threshold on the same claims; lower is better.</summary>
/// <param name="BaseRate">Of saying the share of yes always.</param>
public sealed record MurphyFigure(
    IReadOnlyList<double> Thresholds,
    IReadOnlyList<double> Analysts,
    IReadOnlyList<double> BaseRate,
    IReadOnlyList<double>? Crowd
);

/// <param name="Brier">Mean at close over the analysts.</param>
public sealed record ClaimFigure(string Claim, int Forecasts, double Brier, double? Crowd);

/// <param name="Analyst">An opaque id.</param>
/// <param name="Brier">What the parts add up to: of a choice each option against the rest.</param>
/// <param name="IfCalibrated">The miscalibration of a perfectly calibrated forecaster with these forecasts, on average.</param>
public sealed record ComponentsFigure(
    string Analyst,
    int Claims,
    double Brier,
    double Miscalibration,
    double IfCalibrated,
    double P,
    double Discrimination
);
