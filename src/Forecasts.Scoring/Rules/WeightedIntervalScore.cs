namespace Forecasts.Scoring.Rules;

/// <param name="Score">The sum of the three parts.</param>
/// <param name="Dispersion">Width of the intervals.</param>
/// <param name="OverPrediction">What was forecast lay above what came.</param>
/// <param name="UnderPrediction">What was forecast lay below what came.</param>
public sealed record IntervalScoreParts(double Score, double Dispersion, double OverPrediction, double UnderPrediction);

/// <summary>
/// Weighted interval score (Bracher et al. 2021, PLOS Computational Biology 17): [0.5 |y - m| + sum of (alpha_k/2) IS_k]/(K + 0.5).
/// Lower is better, 0..infinity; proper. Equals twice the mean pinball loss of the same quantiles.
/// </summary>
public static class WeightedIntervalScore
{
    /// <summary>The score with its parts.</summary>
    /// <param name="quantiles">Not falling.</param>
    /// <param name="levels">Rising, symmetric around one half: level i and level n-1-i sum to 1. Without the median the divisor is
    /// K.</param>
    /// <param name="y">What came.</param>
    /// <param name="medianCountedTwice">A variant: the median as an interval of width 0 with weight 1, divisor K + 1.</param>
    public static IntervalScoreParts Of(
        ReadOnlySpan<double> quantiles,
        ReadOnlySpan<double> levels,
        double y,
        bool medianCountedTwice = false
    )
    {
        Guard.Quantiles(levels, quantiles);
        Guard.Finite(y, nameof(y));
        var (dispersion, over, under, divisor) = (0.0, 0.0, 0.0, 0.0);
        for (var (i, j) = (0, levels.Length - 1); i <= j; i++, j--)
        {
            if (Math.Abs(levels[i] + levels[j] - 1) > 1e-9)
                throw new ArgumentException($"levels[{j}] is {levels[j]:R} opposite {levels[i]:R}; the two must sum to 1.", nameof(levels));
            // The median is the interval of width 0 at alpha = 1, counted half unless asked otherwise.
            var weight = i == j && !medianCountedTwice ? 0.5 : 1;
            dispersion += weight * levels[i] * (quantiles[j] - quantiles[i]);
            over += weight * Math.Max(0, quantiles[i] - y);
            under += weight * Math.Max(0, y - quantiles[j]);
            divisor += weight;
        }

        return new((dispersion + over + under) / divisor, dispersion / divisor, over / divisor, under / divisor);
    }
}
