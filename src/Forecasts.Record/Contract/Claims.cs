using System.Text.Json.Serialization;
using Forecasts.Domain;
using Forecasts.Domain.Seasons;

namespace Forecasts.Record.Contract;

/// <param name="Kind">What its terms were taken from; null where the answer was read.</param>
/// <param name="Status">open, inConflict, settled or void.</param>
/// <param name="Forecasts">Null while they are sealed for this reader.</param>
/// <param name="Blind">True where this reader must judge the claim and has not.</param>
/// <param name="MayJudge">True where this reader may give or replace a verdict now.</param>
public sealed record ClaimView(
    int Number,
    LocalText Statement,
    [property: JsonIgnore] ClaimKind Kind,
    LocalText Criteria,
    DateOnly Due,
    double Weight,
    string? Cluster,
    DateTimeOffset FiledAt,
    string Status,
    string? Outcome,
    DateTimeOffset? DecidedAt,
    DateTimeOffset? SettledAt,
    ReviewMode? Mode,
    bool Imported,
    string? Reason,
    string? LateReason,
    OwnForecast? Mine,
    IReadOnlyList<BeliefView>? Forecasts,
    CrowdView? Crowd,
    IReadOnlyList<VerdictView> Verdicts,
    bool Blind,
    bool MayJudge
) : ClaimTerms(Kind?.Shown ?? new(""));

/// <param name="Belief">What the members were taken from; null where it was withdrawn, or the answer was read.</param>
/// <param name="Version">Of the forecast's stream, for If-Match; 0 where none was filed.</param>
public sealed record OwnForecast([property: JsonIgnore] Belief? Belief, DateTimeOffset? MadeAt, string? Rationale, long Version)
    : StatedBelief(Belief?.Stated ?? new());

/// <summary>A belief of one person as it stands, in the form of the claim's kind.</summary>
/// <param name="Stated">What the members were taken from; null where the answer was read.</param>
public sealed record BeliefView(
    string Analyst,
    string Name,
    [property: JsonIgnore] StatedBelief Stated,
    DateTimeOffset MadeAt,
    bool Imported,
    bool AfterTheFact
) : StatedBelief(Stated ?? new());

/// <param name="Mean">By option or grade, null for one that none of them had; null for numbers and dates.</param>
/// <param name="Quantiles">Of numbers and dates: the crowd's mean distribution.</param>
public sealed record CrowdView(
    int Standing,
    IReadOnlyList<double?>? Mean,
    IReadOnlyList<double?>? Median,
    IReadOnlyList<StatedPoint>? Quantiles = null
);

public sealed record VerdictView(
    string Reviewer,
    string Name,
    string Verdict,
    DateTimeOffset DecidedAt,
    string Reason,
    IReadOnlyList<string> Evidence,
    DateTimeOffset GivenAt,
    bool Own
);
