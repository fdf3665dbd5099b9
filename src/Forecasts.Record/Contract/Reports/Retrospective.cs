using Forecasts.Domain;
using Forecasts.Domain.Evidence;
using Forecasts.Domain.Predictions;
using Forecasts.Domain.Seasons;

namespace Forecasts.Record.Contract;

public sealed record ReportTheme(string Theme, LocalText Name, IReadOnlyList<ReportPrediction> Predictions);

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

public sealed record ReportEvidence(
    DateOnly OccurredOn,
    LocalText Text,
    LocalText Source,
    string? Url,
    IReadOnlyDictionary<int, Stance> Stances
);
