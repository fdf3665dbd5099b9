using Forecasts.Domain;
using Forecasts.Domain.Predictions;
using Forecasts.Domain.Seasons;
using Forecasts.Scoring.Words;

namespace Forecasts.Server.Kernel;

/// <summary>Instants in texts that people send: without an offset they would mean something else elsewhere, so they are refused.</summary>
public static class Instants
{
    private const int LongestQuote = 60;

    /// <param name="zone">Where a day is taken for its first instant in that zone; null where a day will not do.</param>
    public static (DateTimeOffset At, Rejection? Refused) Read(string text, string field, string? zone)
    {
        var moment = Moment.Read(text);
        if (moment?.Instant is { } instant)
            return (instant, null);
        if (moment is { IsDay: true } day && zone is not null)
            return (Zones.Opening(DateOnly.FromDateTime(day.Local), zone).Instant, null);
        var found = $"'{field}' is '{Excerpt.Of(text, LongestQuote)}'";
        if (moment is { IsDay: false })
        {
            var without = $"{found}, a time without an offset: write Z behind it for UTC, or one such as +08:00.";
            return (default, Refuse.Invalid("import.no-offset", without, field));
        }

        var orDay = zone is null ? " is" : ", or a day such as 2024-03-01, is";
        return (default, Refuse.Invalid("import.time", $"{found}; an instant such as 2024-03-01T09:00:00Z{orDay} expected.", field));
    }

    /// <summary>A day or an instant; where there is none, the end of the due day.</summary>
    public static (DateTimeOffset At, Rejection? Refused) DecidedAt(
        string? text,
        string field,
        Claim claim,
        Season season,
        DateTimeOffset now
    ) =>
        string.IsNullOrWhiteSpace(text)
            ? (claim.Due.Instant < now ? claim.Due.Instant : now, null)
            : Read(text, field, season.Calendar.TimeZone);
}
