using System.Numerics;

namespace Forecasts.Scoring.Rules;

/// <summary>Brier score (Brier 1950, Monthly Weather Review 78). Lower is better; strictly proper.</summary>
public static class BrierScore
{
    /// <summary>(p - y)^2, in 0..1.</summary>
    /// <param name="p">Probability of yes, or the expected grade, in 0..1.</param>
    /// <param name="y">Outcome in 0..1; 0.5 is "half right".</param>
    public static double Binary(double p, double y)
    {
        Guard.Probability(p, nameof(p));
        Guard.Probability(y, nameof(y));
        return (p - y) * (p - y);
    }

    /// <summary>Sum over categories of (p_k - 1{k = o})^2, in 0..2.</summary>
    /// <param name="p">Probabilities of K categories, summing to 1.</param>
    /// <param name="outcome">Index of the category that happened.</param>
    public static double Categorical(ReadOnlySpan<double> p, int outcome)
    {
        Guard.Pmf(p, nameof(p));
        Guard.Category(outcome, p.Length);
        var sum = 0.0;
        for (var k = 0; k < p.Length; k++)
        {
            var miss = p[k] - (k == outcome ? 1 : 0);
            sum += miss * miss;
        }

        return sum;
    }

    /// <summary>Mean of (p - y)^2 over many forecasts, in 0..1; NaN where there are none.</summary>
    /// <param name="p">Probabilities, or expected grades, in 0..1.</param>
    /// <param name="y">Outcomes in 0..1.</param>
    /// <param name="weights">None, or one for each forecast; finite, not negative, not all zero.</param>
    public static double Mean(ReadOnlySpan<double> p, ReadOnlySpan<double> y, ReadOnlySpan<double> weights = default)
    {
        Guard.SameLength(p.Length, nameof(p), y.Length, nameof(y));
        Guard.Weights(weights, p.Length);
        if (p.IsEmpty)
            return double.NaN;
        if (!Sum(p, y, weights, out var sum, out var weight))
        {
            Guard.Probabilities(p, nameof(p));
            Guard.Probabilities(y, nameof(y));
        }

        return sum / weight;
    }

    /// <summary>
    /// 1 - Brier/UNC with UNC = mean (y - ybar)^2, the score of the base rate of the same outcomes: up to 1, higher is better; not proper.
    /// NaN without a difference among outcomes.
    /// </summary>
    public static double SkillAgainstBaseRate(ReadOnlySpan<double> p, ReadOnlySpan<double> y, ReadOnlySpan<double> weights = default)
    {
        var mean = Mean(p, y, weights);
        var (rate, weight) = (0.0, 0.0);
        for (var i = 0; i < y.Length; i++)
        {
            var w = weights.IsEmpty ? 1 : weights[i];
            rate += w * y[i];
            weight += w;
        }

        rate /= weight;
        var spread = 0.0;
        for (var i = 0; i < y.Length; i++)
            spread += (weights.IsEmpty ? 1 : weights[i]) * (y[i] - rate) * (y[i] - rate);
        return SkillScore.Of(mean, spread / weight);
    }

    /// <summary>
    /// 100 (1 - sqrt(score)) for a Brier score in 0..1: 100 at best, 50 for always one half; higher is better (ForecastBench, Karger et al.
    /// 2024). The ranks are those of the score.
    /// </summary>
    public static double Index(double score)
    {
        Guard.Probability(score, nameof(score));
        return 100 * (1 - Math.Sqrt(score));
    }

    // One pass sums and checks; what is wrong is looked for only where the check failed.
    private static bool Sum(ReadOnlySpan<double> p, ReadOnlySpan<double> y, ReadOnlySpan<double> weights, out double sum, out double weight)
    {
        var (total, heavy, inside) = (Vector<double>.Zero, Vector<double>.Zero, Vector<long>.AllBitsSet);
        var i = 0;
        for (; i <= p.Length - Vector<double>.Count; i += Vector<double>.Count)
        {
            var (a, b) = (new Vector<double>(p[i..]), new Vector<double>(y[i..]));
            inside &= Inside(a) & Inside(b);
            var miss = a - b;
            if (weights.IsEmpty)
            {
                total += miss * miss;
                continue;
            }

            var w = new Vector<double>(weights[i..]);
            total += w * miss * miss;
            heavy += w;
        }

        var all = inside == Vector<long>.AllBitsSet;
        (sum, weight) = (Vector.Sum(total), weights.IsEmpty ? p.Length : Vector.Sum(heavy));
        for (; i < p.Length; i++)
        {
            all &= p[i] >= 0 && p[i] <= 1 && y[i] >= 0 && y[i] <= 1;
            sum += (weights.IsEmpty ? 1 : weights[i]) * (p[i] - y[i]) * (p[i] - y[i]);
            if (!weights.IsEmpty)
                weight += weights[i];
        }

        return all;
    }

    private static Vector<long> Inside(Vector<double> x) =>
        Vector.GreaterThanOrEqual(x, Vector<double>.Zero) & Vector.LessThanOrEqual(x, Vector<double>.One);
}
