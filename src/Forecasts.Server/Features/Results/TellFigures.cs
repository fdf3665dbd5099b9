using Forecasts.Scoring.Calibration;

namespace Forecasts.Server.Features.Results;

/// <summary>A figure of the scoring library with its right to be shown.</summary>
public static class TellFigures
{
    extension<T>(Told<T>)
        where T : class
    {
        public static Told<T> Of<TSource>(Figure<TSource> figure, Func<TSource, T> told) =>
            new(
                figure.Visibility.ToString().ToLowerInvariant(),
                figure.N,
                figure.GreyFrom,
                figure.ShownFrom,
                figure.Visibility == Visibility.Hidden ? null : told(figure.Value)
            );

        /// <summary>Hidden, for there is no claim of the kind.</summary>
        public static Told<T> None(Threshold threshold) => new("hidden", 0, threshold.GreyFrom, threshold.ShownFrom, null);
    }
}
