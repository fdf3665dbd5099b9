namespace Forecasts.Scoring.Calibration;

/// <param name="Nominal">What the interval claims: 0.5, 0.8, 0.9.</param>
/// <param name="Covered">Outcomes inside; an outcome that sits on a point mass may count in part.</param>
/// <param name="Share">Share inside; near <paramref name="Nominal"/> is better.</param>
/// <param name="Interval">
/// 95 % interval of the share: Student's t by cluster, at least as wide as the nominal binomial; null below
/// <see cref="ScoreInterval.FewestClusters"/> clusters.
/// </param>
public sealed record CentralCoverage(double Nominal, double Covered, double Share, Interval? Interval);

/// <param name="N">Outcomes.</param>
/// <param name="Histogram">Shares of the PIT values in equal widths over 0..1; flat is calibrated, a U too narrow, a hump too wide.</param>
/// <param name="Coverages">Of the central 50, 80 and 90 % intervals.</param>
/// <param name="Bias">Mean PIT - 1/2, in -1/2..1/2 with its interval; above 0: what happened was higher (later) than was said.</param>
/// <param name="Usual">Where nine of ten bars would lie under calibration, as if each cluster were one case; pointwise.</param>
public sealed record Pit(
    int N,
    IReadOnlyList<double> Histogram,
    IReadOnlyList<CentralCoverage> Coverages,
    MeanWithInterval Bias,
    Interval Usual
);

/// <summary>
/// Calibration of numbers and dates from the probability integral transform (Dawid 1984, JRSS A 147): F at the outcome is uniform under
/// calibration.
/// </summary>
public static class PitCalibration
{
    private static readonly double[] Levels = [0.5, 0.8, 0.9];

    /// <summary>From the values of the forecasts' distribution functions at the outcomes.</summary>
    /// <param name="below">F just below the outcome, in 0..1; at least one.</param>
    /// <param name="at">F at the outcome; above <paramref name="below"/> where the outcome sits on a point mass, which is spread evenly
    /// (Czado, Gneiting and Held 2009, Biometrics 65).</param>
    /// <param name="bins">Bars of the histogram.</param>
    /// <param name="clusters">Equal numbers stand for the same cluster; none: each row is its own.</param>
    public static Pit Of(ReadOnlySpan<double> below, ReadOnlySpan<double> at, int bins = 10, ReadOnlySpan<int> clusters = default)
    {
        Guard.NotEmpty(below.Length, nameof(below));
        Guard.SameLength(below.Length, nameof(below), at.Length, nameof(at));
        Guard.Probabilities(below, nameof(below));
        Guard.Probabilities(at, nameof(at));
        Guard.Within(bins, 1, 10_000, nameof(bins));
        Guard.Clusters(clusters, below.Length);
        for (var i = 0; i < at.Length; i++)
        {
            if (at[i] < below[i])
                throw new ArgumentException($"at[{i}] is {at[i]:R}, less than below[{i}] = {below[i]:R}.", nameof(at));
        }

        var histogram = new double[bins];
        for (var bin = 0; bin < bins; bin++)
        {
            // The first bar includes 0.
            histogram[bin] = Mean(Inside(below, at, bin == 0 ? -1 : (double)bin / bins, (double)(bin + 1) / bins));
        }

        var middle = new double[at.Length];
        for (var i = 0; i < middle.Length; i++)
            middle[i] = ((below[i] + at[i]) / 2) - 0.5;
        var coverages = new List<CentralCoverage>();
        foreach (var level in Levels)
        {
            var inside = Inside(below, at, (1 - level) / 2, (1 + level) / 2);
            var mean = ClusteredMean.Of(inside, clusters: clusters, leastVariance: level * (1 - level) / inside.Length);
            coverages.Add(new(level, inside.Sum(), mean.Value, ScoreInterval.Within(mean, 0, 1).Interval));
        }

        var bias = ClusteredMean.Of(middle, clusters: clusters);
        var (least, most) = StatedValues.Usual(bias.Clusters, 1.0 / bins);
        return new(
            at.Length,
            histogram,
            coverages,
            ScoreInterval.Within(bias, -0.5, 0.5),
            new((double)least / bias.Clusters, (double)most / bias.Clusters)
        );
    }

    // The part of each case's PIT that lies in (low, high].
    private static double[] Inside(ReadOnlySpan<double> below, ReadOnlySpan<double> at, double low, double high)
    {
        var parts = new double[at.Length];
        for (var i = 0; i < parts.Length; i++)
        {
            parts[i] =
                at[i] > below[i] ? Math.Max(0, Math.Min(high, at[i]) - Math.Max(low, below[i])) / (at[i] - below[i])
                : at[i] > low && at[i] <= high ? 1
                : 0;
        }

        return parts;
    }

    private static double Mean(double[] values) => values.Sum() / values.Length;
}
