using Forecasts.Domain;
using Forecasts.Scoring.Words;
using Forecasts.Server.Features.Imports;

namespace Forecasts.Server.Setup;

/// <summary>Instants in texts that people send: without an offset they would mean something else elsewhere, so they are refused.</summary>
public static class Instants
{
    private const int LongestQuote = 60;

    /// <param name="zone">Where a day is taken for its first instant in that zone; null where a day will not do.</param>
    public static (DateTimeOffset At, Rejection? Refused) Read(string text, string field, string? zone)
    {
        var found = CsvRow.Cut(text, LongestQuote);
        return Moment.Read(text) switch
        {
            { Instant: { } instant } => (instant, null),
            { IsDay: true } day when zone is not null => (Zones.Opening(DateOnly.FromDateTime(day.Local), zone).Instant, null),
            { IsDay: false } => (default, Refuse.Invalid("import.no-offset", $"'{field}' is '{found}', a time without an offset: write Z behind it for UTC, or one such as +08:00.", field)),
            _ when zone is null => (default, Refuse.Invalid("import.time", $"'{field}' is '{found}'; an instant such as 2024-03-01T09:00:00Z is expected.", field)),
            _ => (default, Refuse.Invalid("import.time", $"'{field}' is '{found}'; an instant such as 2024-03-01T09:00:00Z, or a day such as 2024-03-01, is expected.", field)),
        };
    }
}
