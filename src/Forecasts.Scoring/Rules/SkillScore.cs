namespace Forecasts.Scoring.Rules;

/// <summary>
/// How much of a reference's score a forecast takes away (Murphy 1973, J. Appl. Meteorol. 12). Higher is better, up to 1; not proper.
/// </summary>
public static class SkillScore
{
    /// <summary>
    /// 1 - score/reference, for scores of which lower is better and 0 is perfect; NaN where the reference is perfect itself.
    /// </summary>
    public static double Of(double score, double reference)
    {
        if (!(score >= 0))
            throw new ArgumentException($"score is {score:R}; it must not be negative.", nameof(score));
        if (!(reference >= 0 && double.IsFinite(reference)))
            throw new ArgumentException($"reference is {reference:R}; it must be finite and not negative.", nameof(reference));
        return reference == 0 ? double.NaN : 1 - (score / reference);
    }
}
