namespace Forecasts.Scoring.Timeline;

/// <summary>All scores of one claim.</summary>
/// <param name="IsScored">False where it was decided before the opening; the lists are then empty.</param>
/// <param name="Forecasters">Who has coverage, in ordinal order.</param>
public sealed record ClaimScoreSheet(bool IsScored, IReadOnlyList<ForecasterScore> Forecasters, IReadOnlyList<CrowdScore> Crowds);

/// <param name="Crowd"><c>mean</c> (arithmetic) or <c>median</c> (unweighted), each taken anew at every change.</param>
public sealed record CrowdScore(string Crowd, ForecasterScore Score);

/// <param name="Coverage">Covered time over the scheduled length e - o, in 0..1.</param>
/// <param name="ValueAtClose">What stood at the close, taken from the left; the last value of one who withdrew before it; null where a
/// forecast had ended by itself.</param>
/// <param name="BrierAtClose">(p - y)^2, RPS/(K-1) for grades and ordered options, half the Brier score of options: in 0..1, lower is
/// better, proper. Null for number and date, like all that is made of it.</param>
/// <param name="LogAtClose">Unfloored, 0..infinity, lower is better, proper.</param>
/// <param name="Floored">True where a log-based score used the floor at some time.</param>
/// <param name="TimeAveragedBrier">Mean over the covered time. Not proper: printed with the coverage, never ranked.</param>
/// <param name="Baseline">Against the uniform forecast, integrated over the scheduled length; 100 at best for full coverage, higher is
/// better.</param>
/// <param name="Peer">Against the geometric mean of those standing, likewise; sums to 0 over all of them.</param>
/// <param name="RelativeBrier">Mean Brier of the others standing minus one's own, likewise; higher is better. NaN for number and date,
/// which have none.</param>
/// <param name="SpotBaseline">The same at the spot alone; null for who did not stand there.</param>
public sealed record ForecasterScore(
    string Forecaster,
    double Coverage,
    IReadOnlyList<double>? ValueAtClose,
    bool WithdrawnBeforeClose,
    double? BrierAtClose,
    double? LogAtClose,
    bool Floored,
    double? TimeAveragedBrier,
    double Baseline,
    double Peer,
    double RelativeBrier,
    double? SpotBaseline,
    double? SpotPeer
);
