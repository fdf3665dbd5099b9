using Forecasts.Domain;
using Forecasts.Domain.Seasons;
using NodaTime;
using NodaTime.TimeZones;

namespace Forecasts.Server.Kernel;

/// <summary>
/// Local days to instants, by the IANA zone data that NodaTime carries. Midnight may not exist: the day's first valid instant counts.
/// </summary>
public static class Zones
{
    private static readonly TzdbDateTimeZoneSource Source = TzdbDateTimeZoneSource.Default;

    // Not AtStartOfDay, which throws where a whole day is missing (Apia, 30 December 2011): then the next day's start counts.
    private static readonly ZoneLocalMappingResolver FirstInstant = Resolvers.CreateMappingResolver(
        Resolvers.ReturnEarlier,
        Resolvers.ReturnStartOfIntervalAfter
    );

    public static string Version => Source.VersionId;

    public static Rejection? Known(string? zone) =>
        // The provider alone would also take its own names for fixed offsets, such as UTC+08.
        zone is not null
        && Source.CanonicalIdMap.ContainsKey(zone)
            ? null
            : Refuse.Invalid("calendar.unknown-zone", "'timeZone' is an IANA name such as Asia/Shanghai.", "timeZone");

    /// <summary>The first valid instant of the day.</summary>
    public static CalendarDay Opening(DateOnly day, string zone) => new(day, StartOf(day, 0, zone));

    /// <summary>The first instant after the day.</summary>
    public static CalendarDay Closing(DateOnly day, string zone) => new(day, StartOf(day, 1, zone));

    /// <summary>A day that no rule would accept is not mapped; the decider names it by its local date.</summary>
    private static DateTimeOffset StartOf(DateOnly day, int later, string zone)
    {
        if (day.Year is < 1800 or > 9000)
            return new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
        var midnight = new LocalDate(day.Year, day.Month, day.Day).PlusDays(later).AtMidnight();
        return DateTimeZoneProviders.Tzdb[zone].ResolveLocal(midnight, FirstInstant).ToDateTimeOffset().ToUniversalTime();
    }

    /// <summary>The local day of an instant.</summary>
    public static DateOnly DayOf(DateTimeOffset instant, string zone) => DateOnly.FromDateTime(Local(instant, zone).DateTime);

    /// <summary>An instant by the clocks of the zone.</summary>
    public static DateTimeOffset Local(DateTimeOffset instant, string zone) =>
        Instant.FromDateTimeOffset(instant).InZone(DateTimeZoneProviders.Tzdb[zone]).ToDateTimeOffset();
}
