using Forecasts.Scoring.Timeline;

namespace Forecasts.Scoring.Aggregation;

/// <summary>The crowd that nobody in it has seen.</summary>
public static class IndependentCrowd
{
    /// <summary>
    /// Everyone's first forecast, standing from then on: the input of <see cref="CrowdSeries"/> for the independent crowd.
    /// </summary>
    /// <param name="forecasts">In any order. Leave out those made after the crowd was seen.</param>
    public static IReadOnlyList<TimedForecast> FirstForecasts(IReadOnlyList<TimedForecast> forecasts) =>
        [
            .. forecasts
                .GroupBy(f => f.Forecaster, StringComparer.Ordinal)
                .OrderBy(g => g.Key, StringComparer.Ordinal)
                .Select(own => own.Order(Intervals.Order).GroupBy(f => f.Start).First().Last() with { End = null, Withdrawn = false }),
        ];
}
