namespace Forecasts.Charts;

/// <summary>Round steps for scales.</summary>
internal static class Nice
{
    /// <summary>1, 2 or 5 times a power of ten, so that about that many steps cover the span.</summary>
    public static double Step(double span, int steps)
    {
        if (!(span > 0))
            return 0.1;
        var rough = span / steps;
        var power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        return power
            * (rough / power) switch
            {
                <= 1 => 1,
                <= 2 => 2,
                <= 5 => 5,
                _ => 10,
            };
    }
}
