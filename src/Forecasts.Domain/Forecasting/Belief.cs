using Forecasts.Domain.Predictions;

namespace Forecasts.Domain.Forecasting;

/// <summary>
/// What an analyst believes of a claim: one probability (binary; the expected grade for <c>expected</c>),
/// or three grades' probabilities in the order inaccurate, half right, accurate.
/// </summary>
public sealed record Belief(double? Probability = null, IReadOnlyList<double>? Grades = null)
{
    /// <summary>The numbers as scoring takes them: [p], or the three grades.</summary>
    public double[] Values => Grades is not null ? [.. Grades] : [Probability!.Value];

    /// <summary>What <see cref="Values"/> gave.</summary>
    public static Belief Of(double[] values) => values is [var probability] ? new(probability) : new(null, values);

    public bool Equals(Belief? other) =>
        other is not null && Probability == other.Probability
        && (Grades is null ? other.Grades is null : other.Grades is not null && Grades.SequenceEqual(other.Grades));

    public override int GetHashCode() => HashCode.Combine(Probability, Grades?.Count);

    /// <param name="type">The claim's type, which fixes the form.</param>
    /// <param name="lowest">Lowest value allowed (the season's floor; 0 for imports); the highest is 1 minus it.</param>
    public Rejection? Validate(ClaimType type, double lowest)
    {
        if (type == ClaimType.Three)
        {
            if (Grades is null || Probability is not null)
                return Refuse.Invalid("forecast.form", "This claim takes 'grades': three probabilities for inaccurate, half right and accurate.", "grades");
            if (Grades.Count != 3) return Refuse.Invalid("forecast.form", "'grades' holds three probabilities: inaccurate, half right, accurate.", "grades");
            foreach (var p in Grades)
                if (Outside(p, lowest)) return Limits("grades", lowest);
            return Math.Abs(Grades.Sum() - 1) > 1e-6
                ? Refuse.Invalid("forecast.sum", "The three probabilities must sum to 1.", "grades")
                : null;
        }

        if (Probability is not { } probability || Grades is not null)
            return Refuse.Invalid("forecast.form", type == ClaimType.Expected
                ? "This claim takes 'probability': the expected grade between 0 and 1."
                : "This claim takes 'probability': one number between 0 and 1.", "probability");
        return Outside(probability, lowest) ? Limits("probability", lowest) : null;
    }

    private static bool Outside(double p, double lowest) => !(p >= lowest && p <= 1 - lowest);

    private static Rejection Limits(string field, double lowest) =>
        Refuse.Invalid("forecast.out-of-range", string.Create(System.Globalization.CultureInfo.InvariantCulture, $"Each probability must lie within {lowest} and {1 - lowest}."), field);
}
