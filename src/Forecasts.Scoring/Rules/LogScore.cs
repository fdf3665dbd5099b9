using System.Numerics;
using System.Numerics.Tensors;

namespace Forecasts.Scoring.Rules;

/// <summary>Logarithmic score (Good 1952, JRSS B 14), unfloored. Lower is better, 0..infinity; strictly proper.</summary>
public static class LogScore
{
    /// <summary>-ln p for yes, -ln(1 - p) for no; positive infinity where a certain forecast was wrong.</summary>
    /// <param name="p">Probability of yes, in 0..1.</param>
    /// <param name="y">0 or 1. A graded outcome has <see cref="Expected"/>.</param>
    public static double Binary(double p, double y)
    {
        Guard.Probability(p, nameof(p));
        if (y is not (0 or 1))
            throw new ArgumentException("A binary outcome is 0 or 1.", nameof(y));
        return Loss(y == 1 ? p : 1 - p);
    }

    /// <summary>-ln of the probability of the category that happened.</summary>
    /// <param name="p">Probabilities of K categories, summing to 1.</param>
    /// <param name="outcome">Index of the category that happened.</param>
    public static double Categorical(ReadOnlySpan<double> p, int outcome)
    {
        Guard.Pmf(p, nameof(p));
        Guard.Category(outcome, p.Length);
        return Loss(p[outcome]);
    }

    /// <summary>KL(y, p) = y ln(y/p) + (1-y) ln((1-y)/(1-p)): 0 at p = y; equals the binary log score where y is 0 or 1.</summary>
    /// <param name="p">Expected grade, in 0..1.</param>
    /// <param name="y">Grade in 0..1; 0.5 is "half right".</param>
    public static double Expected(double p, double y)
    {
        Guard.Probability(p, nameof(p));
        Guard.Probability(y, nameof(y));
        return Math.Max(0, Part(y, p) + Part(1 - y, 1 - p));
    }

    /// <summary>
    /// -(y ln p + (1-y) ln(1-p)): <see cref="Expected"/> plus the entropy of y, so 0 only at a certain and right forecast; proper for the
    /// mean of y.
    /// </summary>
    public static double CrossEntropy(double p, double y)
    {
        Guard.Probability(p, nameof(p));
        Guard.Probability(y, nameof(y));
        return (y == 0 ? 0 : y * Loss(p)) + (y == 1 ? 0 : (1 - y) * Loss(1 - p));
    }

    /// <summary>Mean of the binary log score over many forecasts; NaN where there are none.</summary>
    /// <param name="p">Probabilities of yes, in 0..1.</param>
    /// <param name="y">0 or 1 each.</param>
    /// <param name="weights">None, or one for each forecast; finite, not negative, not all zero. What has no weight adds nothing, not even
    /// infinity.</param>
    public static double Mean(ReadOnlySpan<double> p, ReadOnlySpan<double> y, ReadOnlySpan<double> weights = default)
    {
        const int Block = 1024;
        Guard.SameLength(p.Length, nameof(p), y.Length, nameof(y));
        Guard.Weights(weights, p.Length);
        if (p.IsEmpty)
            return double.NaN;
        Span<double> block = stackalloc double[Block];
        var (sum, weight) = (0.0, weights.IsEmpty ? p.Length : 0.0);
        for (var from = 0; from < p.Length; from += Block)
        {
            var logs = block[..Math.Min(Block, p.Length - from)];
            if (!OfOutcome(p.Slice(from, logs.Length), y.Slice(from, logs.Length), logs))
                Refuse(p, y);
            if (!weights.IsEmpty)
            {
                var w = weights.Slice(from, logs.Length);
                for (var i = 0; i < logs.Length; i++)
                    if (w[i] == 0)
                        logs[i] = 1;
                TensorPrimitives.Log(logs, logs);
                weight += TensorPrimitives.Sum(w);
                sum += TensorPrimitives.Dot(w, logs);
                continue;
            }

            TensorPrimitives.Log(logs, logs);
            sum += TensorPrimitives.Sum(logs);
        }

        return 0 - (sum / weight);
    }

    /// <summary>The probability of what happened; false where an input is none.</summary>
    private static bool OfOutcome(ReadOnlySpan<double> p, ReadOnlySpan<double> y, Span<double> result)
    {
        var (right, i) = (Vector<long>.AllBitsSet, 0);
        for (; i <= result.Length - Vector<double>.Count; i += Vector<double>.Count)
        {
            var (a, b) = (new Vector<double>(p[i..]), new Vector<double>(y[i..]));
            var yes = Vector.Equals(b, Vector<double>.One);
            right &=
                Vector.GreaterThanOrEqual(a, Vector<double>.Zero)
                & Vector.LessThanOrEqual(a, Vector<double>.One)
                & (yes | Vector.Equals(b, Vector<double>.Zero));
            Vector.ConditionalSelect(yes, a, Vector<double>.One - a).CopyTo(result[i..]);
        }

        var all = right == Vector<long>.AllBitsSet;
        for (; i < result.Length; i++)
        {
            all &= p[i] >= 0 && p[i] <= 1 && y[i] is 0 or 1;
            result[i] = y[i] == 1 ? p[i] : 1 - p[i];
        }

        return all;
    }

    private static void Refuse(ReadOnlySpan<double> p, ReadOnlySpan<double> y)
    {
        Guard.Probabilities(p, nameof(p));
        for (var i = 0; i < y.Length; i++)
            if (y[i] is not (0 or 1))
                throw new ArgumentException($"y[{i}] is {y[i]:R}; a binary outcome is 0 or 1.", nameof(y));
    }

    // A subtraction, so that certainty scores 0 and never the negative zero.
    internal static double Loss(double p) => 0 - Math.Log(p);

    private static double Part(double y, double p) => y == 0 ? 0 : y * Math.Log(y / p);
}
