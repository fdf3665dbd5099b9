using Forecasts.Domain;
using Forecasts.Domain.Seasons;

namespace Forecasts.Record.Contract;

/// <summary>
/// A season as it is shown. The phase is the calendar's at this moment; <c>recordedPhase</c> is what the job has recorded.
/// </summary>
public sealed record SeasonView(
    string Season,
    string Tournament,
    int Year,
    LocalText Title,
    bool Synthetic,
    Phase Phase,
    Phase RecordedPhase,
    string TimeZone,
    Calendar Calendar,
    IReadOnlyList<Theme> Themes,
    ScoringRules Scoring,
    ReviewRules Review,
    Visibility Visibility,
    int PublishedVersion,
    SeasonCounts Counts,
    NextStep? Next
);

public sealed record SeasonCounts(int Predictions, int Claims, int Settled, int Void, int InConflict, int Open);

/// <summary>What is next: which day of the calendar, and when.</summary>
public sealed record NextStep(string Step, DateOnly Day, DateTimeOffset At);
