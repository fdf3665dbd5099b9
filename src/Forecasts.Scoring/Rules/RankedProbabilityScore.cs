namespace Forecasts.Scoring.Rules;

/// <summary>Ranked probability score (Epstein 1969, J. Appl. Meteorol. 8) for ordered categories. Lower is better; strictly proper.</summary>
public static class RankedProbabilityScore
{
    /// <summary>Sum over the K-1 inner boundaries of the squared difference of cumulative probabilities, in 0..K-1.</summary>
    /// <param name="p">Probabilities of the categories in their order, summing to 1.</param>
    /// <param name="outcome">Index of the category that happened.</param>
    public static double Of(ReadOnlySpan<double> p, int outcome)
    {
        Guard.Pmf(p, nameof(p));
        Guard.Category(outcome, p.Length);
        var (sum, below) = (0.0, 0.0);
        for (var k = 0; k < p.Length - 1; k++)
        {
            below += p[k];
            var miss = below - (k >= outcome ? 1 : 0);
            sum += miss * miss;
        }

        return sum;
    }
}
