namespace Forecasts.Scoring;

/// <summary>Arguments are checked where they enter; the message names the argument, the index and the value that is wrong.</summary>
internal static partial class Guard
{
    // What is filed sums to 1 within 1e-6; the mean of such may miss that by one more rounding.
    private const double Tolerance = 1e-6 + 1e-12;

    public static void Probability(double p, string name)
    {
        if (!(p >= 0 && p <= 1))
            throw new ArgumentException($"{name} is {p:R}; it must lie within 0 and 1.", name);
    }

    public static void Probabilities(ReadOnlySpan<double> values, string name)
    {
        for (var i = 0; i < values.Length; i++)
        {
            if (!(values[i] >= 0 && values[i] <= 1))
                throw new ArgumentException($"{name}[{i}] is {values[i]:R}; it must lie within 0 and 1.", name);
        }
    }

    public static void Finite(double value, string name)
    {
        if (!double.IsFinite(value))
            throw new ArgumentException($"{name} is {value:R}; it must be a finite number.", name);
    }

    public static void Finite(ReadOnlySpan<double> values, string name)
    {
        for (var i = 0; i < values.Length; i++)
        {
            if (!double.IsFinite(values[i]))
                throw new ArgumentException($"{name}[{i}] is {values[i]:R}; it must be a finite number.", name);
        }
    }

    public static void NotEmpty(int length, string name)
    {
        if (length == 0)
            throw new ArgumentException($"{name} is empty; it needs at least one entry.", name);
    }

    public static void SameLength(int length, string name, int other, string otherName)
    {
        if (length != other)
            throw new ArgumentException(
                $"{otherName} has {other} entries and {name} has {length}; they must have the same length.",
                otherName
            );
    }

    /// <summary>Weights: none (all count 1), or one per entry, finite, not negative, not all zero.</summary>
    public static void Weights(ReadOnlySpan<double> weights, int n)
    {
        if (weights.IsEmpty)
            return;
        SameLength(n, "the data", weights.Length, nameof(weights));
        var any = false;
        for (var i = 0; i < weights.Length; i++)
        {
            if (!(weights[i] >= 0 && double.IsFinite(weights[i])))
                throw new ArgumentException($"weights[{i}] is {weights[i]:R}; it must be finite and not negative.", nameof(weights));
            any |= weights[i] > 0;
        }

        if (!any && n > 0)
            throw new ArgumentException("weights[0] is 0, and so are all others; at least one must be above 0.", nameof(weights));
    }

    public static void Ascending(ReadOnlySpan<double> values, string name)
    {
        for (var i = 1; i < values.Length; i++)
        {
            if (!(values[i] > values[i - 1]))
                throw new ArgumentException($"{name}[{i}] is {values[i]:R} after {values[i - 1]:R}; the entries must rise.", name);
        }
    }

    public static void Pmf(ReadOnlySpan<double> p, string name)
    {
        if (p.Length < 2)
            throw new ArgumentException($"{name} has {p.Length} entries; it needs at least two categories.", name);
        var sum = 0.0;
        for (var i = 0; i < p.Length; i++)
        {
            if (!(p[i] >= 0 && p[i] <= 1))
                throw new ArgumentException($"{name}[{i}] is {p[i]:R}; it must lie within 0 and 1.", $"{name}[{i}]");
            sum += p[i];
        }

        if (Math.Abs(sum - 1) > Tolerance)
            throw new ArgumentException($"{name} sums to {sum:R}; it must sum to 1.", name);
    }

    public static void Category(int outcome, int categories)
    {
        if (outcome < 0 || outcome >= categories)
            throw new ArgumentException($"outcome is {outcome}; the {categories} categories are counted from 0.", nameof(outcome));
    }

    /// <summary>Forecasts with their outcomes, at least one, each in 0..1, and their weights.</summary>
    public static void Cases(ReadOnlySpan<double> p, ReadOnlySpan<double> y, ReadOnlySpan<double> weights)
    {
        NotEmpty(p.Length, nameof(p));
        SameLength(p.Length, nameof(p), y.Length, nameof(y));
        Probabilities(p, nameof(p));
        Probabilities(y, nameof(y));
        Weights(weights, p.Length);
    }

    public static void Within(double value, double low, double high, string name)
    {
        if (!(value >= low && value <= high))
            throw new ArgumentException($"{name} is {value:R}; it must lie within {low:R} and {high:R}.", name);
    }

    public static void Clusters(ReadOnlySpan<int> clusters, int n)
    {
        if (!clusters.IsEmpty)
            SameLength(n, "the data", clusters.Length, nameof(clusters));
    }

    /// <summary>Of options the probability of those before each: with it the options of a claim fill at most 1.</summary>
    public static void Before(ReadOnlySpan<double> p, ReadOnlySpan<double> before, ReadOnlySpan<int> claims)
    {
        if (before.IsEmpty)
            return;
        SameLength(p.Length, nameof(p), before.Length, nameof(before));
        SameLength(p.Length, nameof(p), claims.Length, nameof(claims));
        for (var i = 0; i < p.Length; i++)
        {
            if (!(before[i] >= 0 && p[i] + before[i] <= 1 + Tolerance))
                throw new ArgumentException(
                    $"before[{i}] is {before[i]:R} beside {p[i]:R}; together they must lie within 0 and 1.",
                    nameof(before)
                );
        }
    }

    public static void Confidence(double confidence, string name = "confidence")
    {
        if (!(confidence > 0 && confidence < 1))
            throw new ArgumentException($"{name} is {confidence:R}; it must lie above 0 and below 1.", name);
    }

    /// <summary>Scores of two forecasters on the same claims.</summary>
    public static void Pairs(
        ReadOnlySpan<double> a,
        string name,
        ReadOnlySpan<double> b,
        string other,
        ReadOnlySpan<double> weights,
        ReadOnlySpan<int> clusters
    )
    {
        NotEmpty(a.Length, name);
        SameLength(a.Length, name, b.Length, other);
        Finite(a, name);
        Finite(b, other);
        Weights(weights, a.Length);
        Clusters(clusters, a.Length);
    }

    public static void AtLeast(int value, int least, string name)
    {
        if (value < least)
            throw new ArgumentException($"{name} is {value}; it must be at least {least}.", name);
    }

    public static void NotNegative(ReadOnlySpan<double> values, string name)
    {
        for (var i = 0; i < values.Length; i++)
        {
            if (!(values[i] >= 0))
                throw new ArgumentException($"{name}[{i}] is {values[i]:R}; it must not be negative.", name);
        }
    }

    /// <summary>For scores that a certain and wrong forecast would make infinite.</summary>
    public static void NotCertain(ReadOnlySpan<double> p, string name)
    {
        for (var i = 0; i < p.Length; i++)
        {
            if (!(p[i] > 0 && p[i] < 1))
                throw new ArgumentException($"{name}[{i}] is {p[i]:R}; it must lie above 0 and below 1.", name);
        }
    }

    public static void Positive(double value, string name)
    {
        if (!(value > 0 && double.IsFinite(value)))
            throw new ArgumentException($"{name} is {value:R}; it must be finite and above 0.", name);
    }

    /// <summary>Levels rise within 0 and 1, both excluded; their quantiles do not fall.</summary>
    public static void Quantiles(ReadOnlySpan<double> levels, ReadOnlySpan<double> quantiles)
    {
        NotEmpty(levels.Length, nameof(levels));
        SameLength(levels.Length, nameof(levels), quantiles.Length, nameof(quantiles));
        Finite(quantiles, nameof(quantiles));
        for (var i = 0; i < levels.Length; i++)
        {
            if (!(levels[i] > 0 && levels[i] < 1))
                throw new ArgumentException($"levels[{i}] is {levels[i]:R}; it must lie above 0 and below 1.", nameof(levels));
            if (i > 0 && quantiles[i] < quantiles[i - 1])
                throw new ArgumentException(
                    $"quantiles[{i}] is {quantiles[i]:R} after {quantiles[i - 1]:R}; the quantiles must not fall.",
                    nameof(quantiles)
                );
        }

        Ascending(levels, nameof(levels));
    }

    /// <summary>Values of a distribution function: within 0..1 and not falling.</summary>
    public static void Cdf(ReadOnlySpan<double> values, string name)
    {
        Probabilities(values, name);
        for (var i = 1; i < values.Length; i++)
        {
            if (values[i] < values[i - 1])
                throw new ArgumentException(
                    $"{name}[{i}] is {values[i]:R} after {values[i - 1]:R}; a distribution function must not fall.",
                    name
                );
        }
    }

    public static void Trials(int k, int n, double confidence)
    {
        if (n < 1)
            throw new ArgumentException($"n is {n}; it must be at least 1.", nameof(n));
        if (k < 0 || k > n)
            throw new ArgumentException($"k is {k}; it must lie within 0 and n = {n}.", nameof(k));
        Confidence(confidence);
    }

    public static void YesOrNo(ReadOnlySpan<double> y, string name)
    {
        var i = y.IndexOfAnyExcept(0, 1);
        if (i >= 0)
            throw new ArgumentException($"{name}[{i}] is {y[i]:R}; it must be 0 or 1.", name);
    }

    /// <summary>The probability of "half right" beside the expected grade p = P(accurate) + P(half)/2.</summary>
    public static void Halves(ReadOnlySpan<double> p, ReadOnlySpan<double> half)
    {
        for (var i = 0; i < half.Length; i++)
        {
            var most = 2 * Math.Min(p[i], 1 - p[i]);
            if (!(half[i] >= 0 && half[i] <= most + Tolerance))
                throw new ArgumentException(
                    $"half[{i}] is {half[i]:R}; with an expected grade of {p[i]:R} it must lie within 0 and {most:R}.",
                    nameof(half)
                );
        }
    }
}
