using Forecasts.Domain;
using Forecasts.Domain.Seasons;

namespace Forecasts.Record.Contract;

/// <summary>A calendar as it is asked for, in days; an import asks as a page does.</summary>
public sealed record CalendarRequest(
    DateOnly Opens,
    DateOnly ForecastsClose,
    DateOnly WindowOpens,
    DateOnly WindowCloses,
    DateOnly Publishes,
    DateOnly? RevealAt = null,
    DateOnly? AdjudicationCloses = null,
    DateOnly? DisputesClose = null
);

public sealed record SeasonRequest(
    int Year,
    LocalText Title,
    string TimeZone,
    CalendarRequest Calendar,
    IReadOnlyList<Theme> Themes,
    ScoringRules? Scoring = null,
    ReviewRules? Review = null,
    Visibility? Visibility = null,
    bool Synthetic = false
);
