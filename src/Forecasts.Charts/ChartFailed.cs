namespace Forecasts.Charts;

/// <summary>A chart could not be drawn: says which one, and why.</summary>
public sealed class ChartFailed(string chart, string cause, Exception? inner = null)
    : Exception($"The chart '{chart}' cannot be drawn: {cause.TrimEnd('.')}.", inner)
{
    public string Chart => chart;
}
