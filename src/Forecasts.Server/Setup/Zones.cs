using Forecasts.Domain;
using Forecasts.Domain.Seasons;
using NodaTime;
using NodaTime.TimeZones;

namespace Forecasts.Server.Setup;

/// <summary>Local days to instants, by the IANA zone data that NodaTime carries. Midnight may not exist: the day's first valid instant counts.</summary>
public static class Zones
{
    private static readonly TzdbDateTimeZoneSource Source = TzdbDateTimeZoneSource.Default;

    public static string Version => Source.VersionId;

    public static Rejection? Known(string? zone) =>
        zone is not null && DateTimeZoneProviders.Tzdb.GetZoneOrNull(zone) is not null ? null
            : Refuse.Invalid("calendar.unknown-zone", "'timeZone' is an IANA name such as Asia/Shanghai.", "timeZone");

    /// <summary>The first valid instant of the day.</summary>
    public static CalendarDay Opening(DateOnly day, string zone) => new(day, StartOf(day, 0, zone));

    /// <summary>The first instant after the day.</summary>
    public static CalendarDay Closing(DateOnly day, string zone) => new(day, StartOf(day, 1, zone));

    /// <summary>A day that no rule would accept is not mapped; the decider names it by its local date.</summary>
    private static DateTimeOffset StartOf(DateOnly day, int later, string zone)
    {
        if (day.Year is < 1800 or > 9000) return new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
        return new LocalDate(day.Year, day.Month, day.Day).PlusDays(later).AtStartOfDayInZone(DateTimeZoneProviders.Tzdb[zone]).ToDateTimeOffset().ToUniversalTime();
    }

    /// <summary>The local day of an instant.</summary>
    public static DateOnly DayOf(DateTimeOffset instant, string zone) =>
        Instant.FromDateTimeOffset(instant).InZone(DateTimeZoneProviders.Tzdb[zone]).Date.ToDateOnly();
}
