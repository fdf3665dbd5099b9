using Forecasts.Domain;
using Forecasts.Domain.Evidence;
using Forecasts.Domain.Predictions;
using Forecasts.Domain.Seasons;
using Forecasts.Server.Features.Results;

namespace Forecasts.Server.Features.Reports;

public sealed record ReportEvidence(
    DateOnly OccurredOn,
    LocalText Text,
    LocalText Source,
    string? Url,
    IReadOnlyDictionary<int, Stance> Stances
);

/// <param name="Status">open, inConflict, settled or void.</param>
/// <param name="Mode">The mode of review that settled it; null where imported or not settled.</param>
/// <param name="Unit">Of a number.</param>
public sealed record ReportClaim(
    int Number,
    LocalText Statement,
    string Type,
    DateOnly Due,
    string Status,
    string? Outcome,
    DateTimeOffset? DecidedAt,
    ReviewMode? Mode,
    bool Imported,
    string? LateReason,
    string? Unit = null
);

public sealed record ReportPrediction(
    string Id,
    LocalText Title,
    LocalText CoreJudgement,
    string Author,
    int? Rank,
    IReadOnlyList<Figure> Figures,
    IReadOnlyList<ReportClaim> Claims,
    IReadOnlyList<ReportEvidence> Evidence
);

public sealed record ReportTheme(string Theme, LocalText Name, IReadOnlyList<ReportPrediction> Predictions);

public sealed record ReportCounts(int Predictions, int Claims, int Settled, int Void, int Open, int InConflict, int DecidedBeforeOpening);

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
