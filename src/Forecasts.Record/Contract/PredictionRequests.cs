using Forecasts.Domain;
using Forecasts.Domain.Predictions;

namespace Forecasts.Record.Contract;

public sealed record PredictionRequest(
    string Theme,
    LocalText Title,
    LocalText CoreJudgement,
    IReadOnlyList<ClaimRequest> Claims,
    int? Rank = null,
    IReadOnlyList<Figure>? Figures = null,
    string? Key = null,
    string? Reason = null
);

public sealed record ClaimRequest(
    LocalText Statement,
    string Type,
    LocalText Criteria,
    DateOnly Due,
    double? Weight = null,
    string? Cluster = null,
    IReadOnlyList<ClaimOption>? Options = null,
    StatedRange? Range = null,
    string? Unit = null,
    string? Scale = null,
    string? OpenBounds = null,
    double? Tolerance = null,
    double? Step = null
) : ClaimTerms(Type, Options, Range, Unit, Scale, OpenBounds, Tolerance, Step);

/// <param name="Option">Its name, which the claim has not yet.</param>
/// <param name="Note">Why it comes now.</param>
public sealed record OptionRequest(string Option, LocalText Note);
