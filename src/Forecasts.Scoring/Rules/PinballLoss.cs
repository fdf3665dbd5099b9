namespace Forecasts.Scoring.Rules;

/// <summary>
/// Pinball (quantile) loss (Koenker and Bassett 1978, Econometrica 46). Lower is better, 0..infinity; proper for the quantile.
/// </summary>
public static class PinballLoss
{
    /// <summary>level (y - q) where the outcome is above the quantile, else (1 - level)(q - y).</summary>
    /// <param name="quantile">The stated quantile q.</param>
    /// <param name="level">Its probability, within 0 and 1.</param>
    /// <param name="y">What came.</param>
    public static double Of(double quantile, double level, double y)
    {
        Guard.Finite(quantile, nameof(quantile));
        Guard.Probability(level, nameof(level));
        Guard.Finite(y, nameof(y));
        return y > quantile ? level * (y - quantile) : (1 - level) * (quantile - y);
    }

    /// <summary>Mean over the levels; half the CRPS as the levels grow dense and even.</summary>
    /// <param name="quantiles">Not falling.</param>
    /// <param name="levels">Rising, above 0 and below 1, one for each quantile.</param>
    public static double Mean(ReadOnlySpan<double> quantiles, ReadOnlySpan<double> levels, double y)
    {
        Guard.Quantiles(levels, quantiles);
        Guard.Finite(y, nameof(y));
        var sum = 0.0;
        for (var i = 0; i < levels.Length; i++)
            sum += Of(quantiles[i], levels[i], y);
        return sum / levels.Length;
    }
}
