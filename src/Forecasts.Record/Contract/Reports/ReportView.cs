using Forecasts.Domain;
using Forecasts.Domain.Seasons;

namespace Forecasts.Record.Contract;

/// <summary>A report as it is served: the content with what stands beside it.</summary>
/// <param name="Version">0 while it is live.</param>
/// <param name="Figures">Null while sealed, where nothing is scored, and for a moment while they are computed.</param>
public sealed record ReportView(
    string Season,
    LocalText Title,
    bool Synthetic,
    Phase Phase,
    int Version,
    string? Hash,
    DateTimeOffset? PublishedAt,
    bool UpToDate,
    long Revision,
    ReviewRules Review,
    ReportCounts Counts,
    IReadOnlyList<ReportTheme> Retrospective,
    CalibrationTable? Calibration,
    IReadOnlyDictionary<string, CalibrationTable>? CrowdCalibration,
    SeasonFigures? Figures,
    ReportStandings Standings,
    SeasonDistributions? Distributions = null
);

/// <summary>
/// What a published report freezes, and what a hash is taken of: no name (people are opaque ids), no time of computing, no code version.
/// </summary>
/// <param name="Figures">Null in reports that were published without them: they stay what they were.</param>
/// <param name="Distributions">Of numbers and dates; null where there are none.</param>
public sealed record ReportContent(
    string Season,
    LocalText Title,
    bool Synthetic,
    ReviewRules Review,
    long Revision,
    ReportCounts Counts,
    IReadOnlyList<ReportTheme> Retrospective,
    CalibrationTable? Calibration,
    IReadOnlyDictionary<string, CalibrationTable>? CrowdCalibration,
    ReportStandings Standings,
    SeasonFigures? Figures = null,
    SeasonDistributions? Distributions = null
);

public sealed record ReportCounts(int Predictions, int Claims, int Settled, int Void, int Open, int InConflict, int DecidedBeforeOpening);

/// <param name="Items">With opaque ids; names are added when it is shown.</param>
/// <param name="Entered">How many claims entered each score; null in reports that were published before it was counted.</param>
public sealed record ReportStandings(
    string By,
    bool Sealed,
    int ClaimsEntered,
    IReadOnlyList<RankedStanding> Items,
    IReadOnlyList<CrowdStanding> Crowds,
    EnteredClaims? Entered = null
);

/// <param name="Reason">An organiser's, for publishing before its day.</param>
public sealed record PublishRequest(string? Reason = null);
