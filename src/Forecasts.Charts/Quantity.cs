using System.Globalization;

namespace Forecasts.Charts;

/// <summary>Places on the scale of a number or a day, for pages and pictures alike.</summary>
public static class Quantity
{
    /// <summary>With about three digits, in every language the same.</summary>
    public static string Of(double value) =>
        Math.Abs(value) switch
        {
            0 => "0",
            >= 1e9 or < 0.01 => value.ToString("0.##e0", CultureInfo.InvariantCulture),
            >= 100 => value.ToString("#,0", CultureInfo.InvariantCulture),
            >= 1 => value.ToString("0.##", CultureInfo.InvariantCulture),
            _ => value.ToString("0.####", CultureInfo.InvariantCulture),
        };

    /// <summary>The day that a place lies on, counted from the first of the year 1.</summary>
    public static DateOnly Day(double place) => DateOnly.FromDayNumber((int)Math.Clamp(Math.Floor(place), 0, DateOnly.MaxValue.DayNumber));
}
