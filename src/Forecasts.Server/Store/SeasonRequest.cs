using Forecasts.Domain;
using Forecasts.Domain.Seasons;

namespace Forecasts.Server.Store;

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
)
{
    /// <summary>Openings at the first valid instant of their day, closings at the first one after theirs. What is left out follows the day before it.</summary>
    public Calendar In(string zone)
    {
        var adjudication = AdjudicationCloses ?? WindowCloses;
        return new(
            zone,
            Zones.Version,
            Zones.Opening(Opens, zone),
            Zones.Closing(RevealAt ?? ForecastsClose, zone),
            Zones.Closing(ForecastsClose, zone),
            Zones.Opening(WindowOpens, zone),
            Zones.Closing(WindowCloses, zone),
            Zones.Closing(adjudication, zone),
            Zones.Closing(DisputesClose ?? adjudication, zone),
            Zones.Opening(Publishes, zone)
        );
    }

    /// <summary>A calendar's days by the names that they have in a request, in the order in which they are asked for.</summary>
    public static IEnumerable<(string Name, CalendarDay Day)> Days(Calendar calendar) =>
        [
            ("opens", calendar.Opens),
            ("forecastsClose", calendar.ForecastsClose),
            ("revealAt", calendar.RevealAt),
            ("windowOpens", calendar.WindowOpens),
            ("windowCloses", calendar.WindowCloses),
            ("adjudicationCloses", calendar.AdjudicationCloses),
            ("disputesClose", calendar.DisputesClose),
            ("publishes", calendar.Publishes),
        ];
}

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
)
{
    public SeasonEvent.Planned Plan(string tournament, Stamp stamp) =>
        new(
            stamp,
            tournament,
            Year,
            Title,
            Calendar.In(TimeZone),
            Themes,
            new(
                Scoring ?? new(),
                Review is { Mode: ReviewMode.Self } self
                    ? self with
                    {
                        Reviewers = self.Reviewers == 2 ? 1 : self.Reviewers,
                    }
                    : Review ?? new(),
                Visibility ?? Domain.Seasons.Visibility.Sealed
            ),
            Synthetic
        );
}
