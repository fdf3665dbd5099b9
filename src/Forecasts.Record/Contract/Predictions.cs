using Forecasts.Domain;
using Forecasts.Domain.Predictions;

namespace Forecasts.Record.Contract;

public sealed record PredictionSummary(
    string Id,
    string Season,
    string? Key,
    string Theme,
    LocalText Title,
    LocalText CoreJudgement,
    string Author,
    int? Rank,
    IReadOnlyList<ClaimSummary> Claims
);

/// <param name="Status">open, inConflict, settled or void.</param>
/// <param name="Unit">Of a number, so that its outcome can be told.</param>
public sealed record ClaimSummary(
    int Number,
    LocalText Statement,
    string Type,
    DateOnly Due,
    string Status,
    string? Outcome,
    string? Unit = null
);

/// <summary>A prediction as one reader may see it.</summary>
public sealed record PredictionView(
    string Id,
    string Season,
    bool Synthetic,
    string? Key,
    string Theme,
    LocalText Title,
    LocalText CoreJudgement,
    string Author,
    string AuthorName,
    int? Rank,
    IReadOnlyList<Figure> Figures,
    DateTimeOffset FiledAt,
    long Version,
    IReadOnlyList<ClaimView> Claims,
    IReadOnlyList<EvidenceView> Evidence,
    long EvidenceVersion
);
