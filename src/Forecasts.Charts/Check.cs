using System.Globalization;

namespace Forecasts.Charts;

/// <summary>Data are checked where they enter; the message names the field, the index and the value.</summary>
internal static class Check
{
    public static void Share(double value, string name)
    {
        if (!(value is >= 0 and <= 1))
            throw Wrong(name, value, "it must lie within 0 and 1");
    }

    public static void Share(double? value, string name)
    {
        if (value is { } v)
            Share(v, name);
    }

    public static void Finite(double value, string name)
    {
        if (!double.IsFinite(value))
            throw Wrong(name, value, "it must be a finite number");
    }

    public static void Finite(double? value, string name)
    {
        if (value is { } v)
            Finite(v, name);
    }

    public static void Count(int value, string name)
    {
        if (value < 0)
            throw Wrong(name, value, "a count is not negative");
    }

    public static void Rises(double before, double value, string name)
    {
        if (!(value > before))
            throw Wrong(name, value, $"it must be above the one before, {Text(before)}");
    }

    public static void NotEmpty<T>(IReadOnlyCollection<T> items, string name)
    {
        if (items.Count == 0)
            throw new ArgumentException($"{name} is empty; the chart needs at least one.", name);
    }

    public static ArgumentException Wrong(string name, double value, string rule) => new($"{name} is {Text(value)}; {rule}.", name);

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
