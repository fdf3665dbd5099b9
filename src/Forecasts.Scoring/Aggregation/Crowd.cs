namespace Forecasts.Scoring.Aggregation;

/// <summary>What a crowd believes at one instant, category by category; NaN for an option that is not open.</summary>
/// <param name="Values">The crowd's forecast: the weighted median, or for number and date claims the weighted mean.</param>
/// <param name="Lower">Weighted first quartile, scaled like the median.</param>
/// <param name="Upper">Weighted third quartile, scaled like the median.</param>
/// <param name="Means">Weighted arithmetic mean.</param>
public sealed record CrowdBelief(
    IReadOnlyList<double> Values,
    IReadOnlyList<double> Lower,
    IReadOnlyList<double> Upper,
    IReadOnlyList<double> Means
);

/// <summary>Crowds from those who stand.</summary>
public static class Crowd
{
    private const double Floor = 0.001;

    /// <summary>Medians with equal weights.</summary>
    /// <param name="members">Their probabilities, oldest first; one entry for yes/no claims, else all categories.</param>
    public static CrowdBelief Unweighted(IReadOnlyList<IReadOnlyList<double>> members)
    {
        Guard.Members(members, nameof(members));
        return Weighted(members, [.. Enumerable.Repeat(1.0, members.Count)]);
    }

    /// <summary>Medians with the weights of <see cref="RecencyWeights"/>.</summary>
    /// <param name="members">Oldest first.</param>
    public static CrowdBelief RecencyWeighted(IReadOnlyList<IReadOnlyList<double>> members)
    {
        Guard.Members(members, nameof(members));
        return Weighted(members, RecencyWeights.Of(members.Count));
    }

    /// <summary>
    /// Weighted arithmetic mean in each category; for number and date claims the mean of the distribution functions. Renormalised where an
    /// option is not open for everybody.
    /// </summary>
    public static double[] Mean(IReadOnlyList<IReadOnlyList<double>> members, ReadOnlySpan<double> weights = default)
    {
        Guard.Members(members, nameof(members));
        Guard.Weights(weights, members.Count);
        double[] w = weights.IsEmpty ? [.. Enumerable.Repeat(1.0, members.Count)] : weights.ToArray();
        var mixed = false;
        var means = new double[members[0].Count];
        for (var k = 0; k < means.Length; k++)
        {
            var (sum, weight, missing) = (0.0, 0.0, 0);
            for (var i = 0; i < w.Length; i++)
            {
                if (double.IsNaN(members[i][k]))
                    missing++;
                else
                    (sum, weight) = (sum + (w[i] * members[i][k]), weight + w[i]);
            }

            mixed |= missing > 0 && missing < w.Length;
            means[k] = sum / weight;
        }

        return mixed ? Normalised(means) : means;
    }

    /// <summary>How the weight of those who stand lies over 100 bins of one per cent, p = 1 in the last.</summary>
    /// <param name="p">Probabilities of yes.</param>
    public static double[] Histogram(ReadOnlySpan<double> p, ReadOnlySpan<double> weights = default)
    {
        Guard.Probabilities(p, nameof(p));
        Guard.Weights(weights, p.Length);
        var bins = new double[100];
        // A billionth of a bin, so that 0.57 (56.999... per cent in doubles) stands in its own.
        for (var i = 0; i < p.Length; i++)
            bins[Math.Min(99, (int)((p[i] * 100) + 1e-9))] += weights.IsEmpty ? 1 : weights[i];
        return bins;
    }

    /// <summary>
    /// Medians of several categories need not sum to 1: what lies above a floor f (0.001) is scaled, f + (1 - nf)(m - f)+ / sum of (m - f)+
    /// over the n open options, so that the floor itself still holds. A single probability stays as it is.
    /// </summary>
    internal static double[] Renormalised(double[] medians)
    {
        if (medians.Length == 1)
            return medians;
        var open = medians.Count(m => !double.IsNaN(m));
        var floor = Math.Min(Floor, 0.1 / open);
        var above = medians.Select(m => Math.Max(m - floor, 0)).ToArray();
        var (sum, free) = (above.Where(a => !double.IsNaN(a)).Sum(), 1 - (open * floor));
        return [.. above.Select(a => double.IsNaN(a) ? a : floor + (free * (sum > 0 ? a / sum : 1.0 / open)))];
    }

    internal static double[] Normalised(double[] p)
    {
        var sum = p.Where(x => !double.IsNaN(x)).Sum();
        return [.. p.Select(x => x / sum)];
    }

    private static CrowdBelief Weighted(IReadOnlyList<IReadOnlyList<double>> members, double[] weights)
    {
        var medians = Percentiles(members, weights, 50);
        var values = Renormalised(medians);
        return new(values, Scaled(25), Scaled(75), Mean(members, weights));

        double[] Scaled(double percent) =>
            [.. Percentiles(members, weights, percent).Zip(medians.Zip(values), (q, m) => m.First == 0 ? q : q * m.Second / m.First)];
    }

    private static double[] Percentiles(IReadOnlyList<IReadOnlyList<double>> members, double[] weights, double percent)
    {
        return [.. Enumerable.Range(0, members[0].Count).Select(Of)];

        double Of(int k)
        {
            var open = Enumerable.Range(0, members.Count).Where(i => !double.IsNaN(members[i][k])).ToArray();
            return open.Length == 0
                ? double.NaN
                : WeightedPercentile.Of([.. open.Select(i => members[i][k])], percent, [.. open.Select(i => weights[i])]);
        }
    }
}
