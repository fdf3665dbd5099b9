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
}
