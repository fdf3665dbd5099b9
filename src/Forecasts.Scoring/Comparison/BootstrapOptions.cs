namespace Forecasts.Scoring.Comparison;

public enum BootstrapInterval
{
    /// <summary>Bias-corrected and accelerated: second-order accurate, also for skewed differences.</summary>
    Bca,

    /// <summary>The plain quantiles of the resampled values.</summary>
    Percentile,
}

/// <param name="Confidence">Two-sided, above 0 and below 1.</param>
/// <param name="Resamples">Null: 2,000 up to 10,000 clusters, then 20,000,000 / clusters, at least 200. The number used is in the
/// result.</param>
/// <param name="Seed">The same seed gives the same interval.</param>
public sealed record BootstrapOptions(
    double Confidence = 0.95,
    int? Resamples = null,
    ulong Seed = 1,
    BootstrapInterval Interval = BootstrapInterval.Bca
)
{
    internal static readonly BootstrapOptions Default = new();

    internal int ResamplesFor(int clusters) => Resamples ?? (clusters <= 10_000 ? 2_000 : Math.Max(200, 20_000_000 / clusters));

    internal void Check()
    {
        Guard.Confidence(Confidence);
        if (Resamples is { } resamples)
            Guard.AtLeast(resamples, 1, nameof(Resamples));
    }
}
