using static Forecasts.Domain.Seasons.SeasonEvent;

namespace Forecasts.Domain.Seasons;

/// <summary>The life of one season; stream <c>season/{tournament}/{year}</c>.</summary>
public abstract record SeasonEvent(Stamp Stamp)
{
    public sealed record Planned(
        Stamp Stamp,
        string Tournament,
        int Year,
        LocalText Title,
        Calendar Calendar,
        IReadOnlyList<Theme> Themes,
        SeasonRules Rules,
        bool Synthetic
    ) : SeasonEvent(Stamp);

    public sealed record CalendarChanged(Stamp Stamp, Calendar Calendar) : SeasonEvent(Stamp);

    /// <param name="Stamp">When the transition was recorded.</param>
    /// <param name="Due">The calendar's instant, from which it held.</param>
    public sealed record Opened(Stamp Stamp, DateTimeOffset Due) : SeasonEvent(Stamp);

    public sealed record ForecastsClosed(Stamp Stamp, DateTimeOffset Due) : SeasonEvent(Stamp);

    public sealed record WindowOpened(Stamp Stamp, DateTimeOffset Due) : SeasonEvent(Stamp);

    public sealed record WindowClosed(Stamp Stamp, DateTimeOffset Due) : SeasonEvent(Stamp);

    /// <param name="Stamp">When and by whom.</param>
    /// <param name="Version">1 for the first report, one more for each erratum.</param>
    /// <param name="Hash">SHA-256 of the frozen content.</param>
    /// <param name="Sequence">The highest sheet sequence in it.</param>
    public sealed record Published(Stamp Stamp, int Version, string Hash, long Sequence) : SeasonEvent(Stamp);

    /// <summary>Taken back with the import that planned it, as if it had never been planned.</summary>
    public sealed record TakenBack(Stamp Stamp, string Import) : SeasonEvent(Stamp);
}

/// <param name="Import">The import that planned it, while nobody has made it their own by moving its days.</param>
public sealed record Season(
    SeasonRef Id,
    string Tournament,
    int Year,
    LocalText Title,
    Calendar Calendar,
    IReadOnlyList<Theme> Themes,
    SeasonRules Rules,
    bool Synthetic,
    Phase Phase,
    int PublishedVersion,
    string? PublishedHash,
    string? Import = null
)
{
    public bool AcceptsForecastsAt(DateTimeOffset at) => at >= Calendar.Opens.Instant && at < Calendar.ForecastsClose.Instant;

    public bool RevealedAt(DateTimeOffset at) => at >= Calendar.RevealAt.Instant;

    /// <summary>The calendar's phase, whatever has been recorded; published it stays.</summary>
    public Phase PhaseAt(DateTimeOffset now) => Phase == Phase.Published ? Phase : Calendar.PhaseAt(now);

    /// <returns>Null for one that was taken back.</returns>
    public static Season? Evolve(Season? season, SeasonEvent happened) =>
        happened switch
        {
            Planned e => new(
                new(e.Tournament, e.Year),
                e.Tournament,
                e.Year,
                e.Title,
                e.Calendar,
                e.Themes,
                e.Rules,
                e.Synthetic,
                Phase.Planned,
                0,
                null,
                e.Stamp.Import?.Import
            ),
            CalendarChanged e => season! with { Calendar = e.Calendar, Import = null },
            Opened => season! with { Phase = Phase.Open },
            SeasonEvent.ForecastsClosed => season! with { Phase = Phase.ForecastsClosed },
            WindowOpened => season! with { Phase = Phase.ReviewOpen },
            WindowClosed => season! with { Phase = Phase.ReviewClosed },
            Published e => season! with { Phase = Phase.Published, PublishedVersion = e.Version, PublishedHash = e.Hash },
            TakenBack => null,
            _ => throw new InvalidOperationException($"Unknown season event {happened.GetType().Name}"),
        };
}

public static class SeasonDecider
{
    public static Decision<SeasonEvent> Plan(Season? season, Planned plan)
    {
        var wrong = Check.First(
            Check.Slug(plan.Tournament, "tournament"),
            plan.Year is < 1900 or > 2200 ? Refuse.Invalid("season.year", "The year must lie within 1900 and 2200.", "year") : null,
            Check.Text(plan.Title, "title", 200),
            Themes(plan.Themes),
            plan.Rules.Validate(),
            // A season of an archive holds the questions that close in its year, some of them asked long before.
            plan.Calendar.Validate(
                plan.Year,
                plan.Rules.Visibility != Visibility.Sealed,
                plan.Stamp.IsImport ? plan.Year - Calendar.LongestHorizon : null
            )
        );
        if (wrong is not null)
            return wrong;
        return season is not null ? Refuse.Conflict("season.exists", $"The season {season.Id} exists already.") : plan;
    }

    public static Decision<SeasonEvent> ChangeCalendar(Season season, Calendar calendar, Stamp stamp)
    {
        if (season.Calendar == calendar)
            return Decision<SeasonEvent>.Nothing;
        if (season.Phase == Phase.Published)
            return Refuse.Conflict("season.published", "A published season's calendar stays as it is.");
        if (season.Calendar.TimeZone != calendar.TimeZone)
            return Refuse.Invalid("calendar.zone", "The time zone of a season stays as it was planned.", "timeZone");
        if (
            calendar.Validate(
                season.Year,
                season.Rules.Visibility != Visibility.Sealed,
                Math.Min(season.Calendar.Opens.Local.Year, season.Year - 1)
            ) is
            { } wrong
        )
            return wrong;
        // What has begun cannot be put off, or people would lose what they did in good faith.
        (string Name, CalendarDay Before, CalendarDay After)[] days =
        [
            ("opens", season.Calendar.Opens, calendar.Opens),
            ("revealAt", season.Calendar.RevealAt, calendar.RevealAt),
            ("forecastsClose", season.Calendar.ForecastsClose, calendar.ForecastsClose),
            ("windowOpens", season.Calendar.WindowOpens, calendar.WindowOpens),
            ("windowCloses", season.Calendar.WindowCloses, calendar.WindowCloses),
        ];
        foreach (var (name, before, after) in days)
            if (before != after && (before.Instant <= stamp.MadeAt || after.Instant <= stamp.MadeAt))
                return Refuse.Conflict("calendar.past", $"'{name}' is past, or would be: it can no longer be moved.", name);
        return new CalendarChanged(stamp, calendar);
    }

    /// <summary>Records every transition whose instant has come; none is an empty answer.</summary>
    public static Decision<SeasonEvent> Advance(Season season, Stamp stamp)
    {
        var days = season.Calendar;
        List<SeasonEvent> due = [];
        if (season.Phase < Phase.Open && stamp.MadeAt >= days.Opens.Instant)
            due.Add(new Opened(stamp, days.Opens.Instant));
        if (season.Phase < Phase.ForecastsClosed && stamp.MadeAt >= days.ForecastsClose.Instant)
            due.Add(new SeasonEvent.ForecastsClosed(stamp, days.ForecastsClose.Instant));
        if (season.Phase < Phase.ReviewOpen && stamp.MadeAt >= days.WindowOpens.Instant)
            due.Add(new WindowOpened(stamp, days.WindowOpens.Instant));
        if (season.Phase < Phase.ReviewClosed && stamp.MadeAt >= days.WindowCloses.Instant)
            due.Add(new WindowClosed(stamp, days.WindowCloses.Instant));
        return new Decision<SeasonEvent>(due, null);
    }

    /// <summary>An organiser's wish to open now: the same transition as the calendar's, refused before its instant.</summary>
    public static Decision<SeasonEvent> Open(Season season, Stamp stamp) =>
        season.Phase == Phase.Planned && stamp.MadeAt < season.Calendar.Opens.Instant
            ? Refuse.Conflict("season.not-yet", $"The season opens on {season.Calendar.Opens.Local:O}; move that day to open it sooner.")
            : Advance(season, stamp);

    public static Decision<SeasonEvent> Publish(Season season, string hash, long sequence, Stamp stamp)
    {
        if (season.PublishedHash == hash)
            return Decision<SeasonEvent>.Nothing;
        if (stamp.MadeAt < season.Calendar.WindowCloses.Instant)
            return Refuse.Conflict(
                "season.window-open",
                $"The resolution window closes after {season.Calendar.WindowCloses.Local:O}; publish the report then."
            );
        if (
            stamp.MadeAt < season.Calendar.Publishes.Instant
            && Check.Late(
                stamp,
                Refuse.Conflict(
                    "season.not-yet",
                    $"The report is published on {season.Calendar.Publishes.Local:O}; give a reason to publish sooner.",
                    "reason"
                )
            )
                is { } wrong
        )
            return wrong;
        // The job may not have come round yet: the season's record stays whole.
        SeasonEvent[] events =
        [
            .. Advance(season, stamp with { LateReason = null }).Events,
            new Published(stamp, season.PublishedVersion + 1, hash, sequence),
        ];
        return events;
    }

    /// <summary>Takes a season back with the import that planned it, while it is as the import left it and nothing is in it.</summary>
    public static Decision<SeasonEvent> TakeBack(Season? season, string import, bool empty, Stamp stamp) =>
        season is null ? Decision<SeasonEvent>.Nothing
        : season.Phase == Phase.Published ? Undo.Published
        : season.Import != import || !empty ? Refuse.Conflict("import.undo-season", $"The season {season.Id} is in use.")
        : new TakenBack(stamp, import);

    private static Rejection? Themes(IReadOnlyList<Theme> themes)
    {
        if (themes.Count is 0 or > 100)
            return Refuse.Invalid("season.themes", "A season has 1 to 100 themes.", "themes");
        foreach (var theme in themes)
            if (Check.First(Check.Slug(theme.Key, "themes.key"), Check.Text(theme.Name, "themes.name", 100)) is { } wrong)
                return wrong;
        return themes.DistinctBy(t => t.Key).Count() < themes.Count
            ? Refuse.Invalid("season.themes", "Two themes have the same key.", "themes")
            : null;
    }
}
