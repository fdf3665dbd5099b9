using System.Text.Json;
using System.Text.Json.Serialization;

namespace Forecasts.Cli;

// What the server answers, field by field as the OpenAPI document names them. Scores without a value yet are null.

/// <summary>One page of a list; <paramref name="Next"/> is the cursor of the following page, null on the last.</summary>
public sealed record Page<T>(List<T> Items, string? Next);

/// <summary>A tournament.</summary>
public sealed record Tournament(string Slug, LocalizedText? Name);

/// <summary>How many predictions and claims a season holds, and where the claims stand.</summary>
public sealed record Counts(int? Predictions, int? Claims, int? Settled, int? Void, int? Open, int? InConflict, int? DecidedBeforeOpening);

/// <summary>One season in a list.</summary>
public sealed record Season(string Tournament, int Year, LocalizedText? Title, string? Phase, bool Synthetic, Counts? Counts);

/// <summary>One analyst's scores; peer, baseline and coverage as in the season's scoring rules, Brier 0..1 (lower is better).</summary>
public sealed record Standing(
    int? Rank,
    string? Analyst,
    LocalizedText? Name,
    double? Peer,
    double? RelativeBrier,
    double? Baseline,
    double? Brier,
    double? LogScore,
    double? Coverage,
    int? Claims,
    int? Withdrawn,
    int? Floored
);

/// <summary>The scores of a crowd forecast, on the analysts' scales.</summary>
public sealed record CrowdStanding(
    LocalizedText? Crowd,
    double? Peer,
    double? RelativeBrier,
    double? Baseline,
    double? Brier,
    double? LogScore,
    double? Coverage,
    int? Claims
);

/// <summary>A season's table. <paramref name="UpToDate"/> is false while scores are being recomputed.</summary>
public sealed record Standings(
    LocalizedText? Season,
    string? By,
    bool? UpToDate,
    long? Revision,
    int? ClaimsEntered,
    bool Synthetic,
    List<Standing> Items,
    List<CrowdStanding>? Crowds,
    string? Next,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] EnteredClaims? Entered = null
);

/// <summary>How many claims entered each score: numbers and dates have no Brier score.</summary>
public sealed record EnteredClaims(int Peer, int RelativeBrier, int Baseline);

/// <summary>A claim in the retrospective.</summary>
/// <param name="Type">Its kind; an outcome is a grade only where that has grades.</param>
/// <param name="Unit">Of a number.</param>
public sealed record ReportedClaim(
    int Number,
    LocalizedText? Statement,
    string? Status,
    LocalizedText? Outcome,
    string? DecidedAt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Type = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Unit = null
);

/// <summary>A prediction with its claims.</summary>
public sealed record ReportedPrediction(
    string? Id,
    LocalizedText? Title,
    LocalizedText? CoreJudgement,
    int? Rank,
    List<ReportedClaim>? Claims
);

/// <summary>The predictions of one theme.</summary>
public sealed record ReportedTheme(string? Theme, LocalizedText? Name, List<ReportedPrediction>? Predictions);

/// <summary>Forecasts between two probabilities and how often they came true.</summary>
/// <param name="Wilson">Null where it has no meaning.</param>
/// <param name="Interval">The one to be shown: it knows which forecasts share an outcome. None where there are too few clusters.</param>
/// <param name="Clusters">Independent pieces of evidence; none in reports that were frozen before they were counted.</param>
public sealed record CalibrationBin(
    double Lower,
    double Upper,
    int N,
    double? MeanForecast,
    double? Observed,
    ProbabilityInterval? Wilson,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ProbabilityInterval? Interval = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Clusters = null
);

/// <summary>An interval as the server writes it.</summary>
public sealed record ProbabilityInterval(double Lower, double Upper);

/// <summary>How forecasts and what happened agree, by bins of probability.</summary>
/// <param name="N">Cases: forecasts, but of a choice its options.</param>
public sealed record Calibration(
    int? N,
    List<CalibrationBin>? Bins,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ChoiceCount? Choice = null
);

/// <summary>How many of the forecasts are of choices, each option of which is a case.</summary>
public sealed record ChoiceCount(int Claims, int Forecasts, int Cases);

/// <summary>A season's report, live or published (then with version and hash).</summary>
/// <param name="Figures">Kept as they came; <see cref="ReportBrier"/> reads some.</param>
/// <param name="Distributions">Of numbers and dates, kept likewise; <see cref="ReportDistributions"/> reads them.</param>
public sealed record Report(
    LocalizedText? Season,
    LocalizedText? Title,
    bool Synthetic,
    string? Phase,
    int? Version,
    string? Hash,
    bool? UpToDate,
    long? Revision,
    Counts? Counts,
    List<ReportedTheme>? Retrospective,
    Calibration? Calibration,
    Standings? Standings,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] JsonElement? Figures = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] JsonElement? Distributions = null
);

/// <summary>An import, running or ended.</summary>
public sealed record ImportState(
    string Id,
    string? Kind,
    string State,
    bool DryRun,
    long? Rows,
    long? Accepted,
    long? Unchanged,
    long? Refused,
    string? ErrorCode,
    LocalizedText? Error,
    long? Bytes = null,
    long? Read = null,
    string? FileName = null,
    DateTimeOffset? StartedAt = null,
    long? Undone = null,
    string? UndoCode = null,
    LocalizedText? UndoMessage = null,
    List<string>? Remains = null
);

/// <summary>A row that the server did not take, and why.</summary>
public sealed record RefusedRow(long Line, string? Code, LocalizedText? Message, string? Field);

/// <summary>Why a request was refused (RFC 9457, with the project's <c>code</c>).</summary>
public sealed record Problem(string? Code, LocalizedText? Title, LocalizedText? Detail);
