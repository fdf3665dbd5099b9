using System.Globalization;

namespace Forecasts.Server.Setup;

/// <summary>Instants in texts: ISO 8601 with an offset or Z, kept to the microsecond.</summary>
public static class Instants
{
    private static readonly string[] Forms = ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd HH:mm:ssK"];

    /// <summary>Null where the text is not an instant, or one without an offset.</summary>
    public static DateTimeOffset? Parse(string text)
    {
        if (!(text.EndsWith('Z') || text.LastIndexOfAny(['+', '-']) > 10)) return null;
        if (!DateTimeOffset.TryParseExact(text, Forms, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out var instant)) return null;
        return instant.AddTicks(-(instant.Ticks % TimeSpan.TicksPerMicrosecond));
    }
}
