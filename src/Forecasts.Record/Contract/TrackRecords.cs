namespace Forecasts.Record.Contract;

/// <param name="Distributions">Of numbers and days; null where there are none.</param>
public sealed record TrackRecordView(
    string Analyst,
    string Name,
    IReadOnlyList<SeasonRecordOf> Seasons,
    CalibrationTable Calibration,
    DistributionFigures? Distributions = null
);

/// <summary>
/// Sums over one season's scored claims in which the analyst took part, divided by their weights; Brier and log score are plain means.
/// </summary>
/// <param name="Close">What stood at the close, and what came of it; null where nothing did.</param>
public sealed record SeasonRecordOf(
    string Season,
    int Claims,
    double Peer,
    double? RelativeBrier,
    double Baseline,
    double? Brier,
    double? LogScore,
    double Coverage,
    int Withdrawn,
    ClosingRecord? Close = null
);

/// <summary>Forecasts that stood at the close, graded claims with their expected grade.</summary>
/// <param name="Accurate">Claims among them that came true.</param>
/// <param name="Brier">Null where there are numbers and dates alone.</param>
/// <param name="Crowd">The crowd's mean Brier score on the same claims; null where one of them had no crowd.</param>
/// <param name="Other">Claims that came out with an option, a number or a day.</param>
public sealed record ClosingRecord(int Accurate, int HalfRight, int Inaccurate, Estimate? Brier, double? Crowd, int Other = 0);
