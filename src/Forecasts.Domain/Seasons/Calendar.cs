namespace Forecasts.Domain.Seasons;

/// <summary>A local date and the instant it stands for in the season's zone; both are stored.</summary>
public sealed record CalendarDay(DateOnly Local, DateTimeOffset Instant);

/// <summary>
/// The days of a season. <c>Opens</c>, <c>WindowOpens</c> and <c>Publishes</c> hold the first valid instant of their day,
/// the others the first instant after theirs (exclusive).
/// </summary>
/// <param name="TimeZone">IANA zone of the local dates.</param>
/// <param name="TzdbVersion">Version of the zone data that mapped them to instants.</param>
public sealed record Calendar(
    string TimeZone,
    string TzdbVersion,
    CalendarDay Opens,
    CalendarDay RevealAt,
    CalendarDay ForecastsClose,
    CalendarDay WindowOpens,
    CalendarDay WindowCloses,
    CalendarDay AdjudicationCloses,
    CalendarDay DisputesClose,
    CalendarDay Publishes
)
{
    /// <summary>How many years ahead a claim may be due, and so how long before its year an archive's season may have opened.</summary>
    public const int LongestHorizon = 30;

    /// <summary>Checks the order of the days and that they lie near the season's year.</summary>
    /// <param name="earliestOpening">The first year in which the season may open; the year before its own unless something else is
    /// said.</param>
    public Rejection? Validate(int year, bool revealMayPrecedeClose, int? earliestOpening = null)
    {
        (string Name, CalendarDay Day)[] inOrder =
        [
            ("opens", Opens),
            ("forecastsClose", ForecastsClose),
            ("windowOpens", WindowOpens),
            ("windowCloses", WindowCloses),
            ("adjudicationCloses", AdjudicationCloses),
            ("disputesClose", DisputesClose),
        ];
        foreach (var (name, day) in inOrder.Append(("publishes", Publishes)).Append(("revealAt", RevealAt)))
            if (
                (name == "opens" ? earliestOpening ?? year - 1 : year - 1) is var earliest
                && (day.Local.Year < earliest || day.Local.Year > year + 5)
            )
                return Refuse.Invalid("calendar.year", $"'{name}' is {day.Local:O}: it must lie within {earliest} and {year + 5}.", name);
        for (var i = 1; i < inOrder.Length; i++)
            if (
                inOrder[i].Day.Instant < inOrder[i - 1].Day.Instant
                || (i is 1 or 3 && inOrder[i].Day.Instant <= inOrder[i - 1].Day.Instant)
            )
                return Refuse.Invalid("calendar.order", $"'{inOrder[i].Name}' must come after '{inOrder[i - 1].Name}'.", inOrder[i].Name);
        if (Publishes.Instant < WindowCloses.Instant)
            return Refuse.Invalid("calendar.order", "'publishes' must not come before the window closes.", "publishes");
        if (RevealAt.Instant < ForecastsClose.Instant && !revealMayPrecedeClose)
            return Refuse.Invalid(
                "calendar.early-reveal",
                "A sealed season reveals forecasts only after their close; choose another visibility to reveal earlier.",
                "revealAt"
            );
        return null;
    }

    /// <summary>The phase at an instant by the calendar alone (never Published, which is an act).</summary>
    public Phase PhaseAt(DateTimeOffset at) =>
        at < Opens.Instant ? Phase.Planned
        : at < ForecastsClose.Instant ? Phase.Open
        : at < WindowOpens.Instant ? Phase.ForecastsClosed
        : at < WindowCloses.Instant ? Phase.ReviewOpen
        : Phase.ReviewClosed;
}

public enum Phase
{
    Planned,
    Open,
    ForecastsClosed,
    ReviewOpen,
    ReviewClosed,
    Published,
}
