namespace Forecasts.Scoring.Comparison;

/// <param name="Difference">Mean of a minus mean of b.</param>
/// <param name="P">Two-sided p-value.</param>
/// <param name="Flips">How many patterns of signs were looked at.</param>
/// <param name="Exact">All of them were.</param>
public sealed record SignFlip(double Difference, double P, int Clusters, int Flips, bool Exact);

/// <summary>
/// Are two forecasters equally good? Were they, each cluster's difference could as well have the other sign (Fisher 1935, The Design of
/// Experiments): how often is the sum of differences with other signs at least as large as the one seen?
/// </summary>
public static class SignFlipTest
{
    private const int MostForAllPatterns = 16;

    /// <summary>
    /// p = share of sign patterns with |sum of +-D_g| >= |sum of D_g|, D_g = sum over the cluster of w (a - b): all patterns up to 16
    /// clusters, else (1 + hits) / (1 + flips) of random ones, never 0. Exact under symmetry, whatever the distribution. 1 where no score
    /// differs; at least 2^(1-G).
    /// </summary>
    /// <param name="a">Scores of one; rows are claims.</param>
    /// <param name="b">Scores of the other on the same claims.</param>
    /// <param name="clusters">Equal numbers stand for the same cluster; none: each row is its own.</param>
    /// <param name="flips">Random patterns beyond 16 clusters.</param>
    public static SignFlip Test(
        ReadOnlySpan<double> a,
        ReadOnlySpan<double> b,
        ReadOnlySpan<double> weights = default,
        ReadOnlySpan<int> clusters = default,
        int flips = 10_000,
        ulong seed = 1
    )
    {
        Guard.Pairs(a, nameof(a), b, nameof(b), weights, clusters);
        Guard.AtLeast(flips, 1, nameof(flips));
        var lines = ClusterSums.Of(a, b, weights, clusters);
        var all = new double[lines.Length];
        var weight = 0.0;
        for (var g = 0; g < all.Length; g++)
        {
            all[g] = lines[g].A - lines[g].B;
            weight += lines[g].Weight;
        }

        // Equal differences change nothing with either sign.
        var differences = all.Where(d => d != 0).ToArray();
        var exact = differences.Length <= MostForAllPatterns;
        var seen = Math.Abs(differences.Sum()) - (1e-12 * differences.Sum(Math.Abs));
        var p = exact ? AllPatterns(differences, seen) : RandomPatterns(differences, seen, flips, seed);
        return new(all.Sum() / weight, p, all.Length, exact ? 1 << differences.Length : flips, exact);
    }

    private static double AllPatterns(double[] differences, double seen)
    {
        var hits = 0;
        for (var pattern = 0; pattern < 1 << differences.Length; pattern++)
        {
            var sum = 0.0;
            for (var g = 0; g < differences.Length; g++)
                sum += (pattern >> g & 1) == 1 ? -differences[g] : differences[g];
            if (Math.Abs(sum) >= seen)
                hits++;
        }

        return hits / (double)(1 << differences.Length);
    }

    private static double RandomPatterns(double[] differences, double seen, int flips, ulong seed)
    {
        var random = new Seeded(seed);
        var hits = 1;
        for (var flip = 0; flip < flips; flip++)
        {
            var (sum, bits) = (0.0, 0UL);
            for (var g = 0; g < differences.Length; g++)
            {
                if (g % 64 == 0)
                    bits = random.NextUInt64();
                // The drawn bit is the sign: no branch to guess wrong.
                sum += BitConverter.UInt64BitsToDouble(BitConverter.DoubleToUInt64Bits(differences[g]) ^ (bits << 63));
                bits >>= 1;
            }

            if (Math.Abs(sum) >= seen)
                hits++;
        }

        return hits / (1.0 + flips);
    }
}
