namespace Forecasts.Scoring.Rules;

/// <summary>
/// Ranked probability score (Epstein 1969, J. Appl. Meteorol. 8) for ordered categories. Lower is better; strictly proper.
/// </summary>
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

    /// <summary>RPS/(K-1), in 0..1.</summary>
    public static double Normalised(ReadOnlySpan<double> p, int outcome) => Of(p, outcome) / (p.Length - 1);

    /// <summary>
    /// 2 RPS/(K-1), in 0..2: the mean two-category Brier score over the K-1 ways to cut the order in two (Good Judgment's ordered scoring;
    /// Jose, Nau and Winkler 2009, Operations Research 57).
    /// </summary>
    public static double OrderedBrier(ReadOnlySpan<double> p, int outcome) => 2 * Of(p, outcome) / (p.Length - 1);

    /// <summary>
    /// Ranked log score: sum over the inner boundaries of -ln of the probability of the side on which the outcome lies; 0..infinity, lower
    /// is better, strictly proper (Todter and Ahrens 2012, Monthly Weather Review 140).
    /// </summary>
    public static double Logarithmic(ReadOnlySpan<double> p, int outcome)
    {
        Guard.Pmf(p, nameof(p));
        Guard.Category(outcome, p.Length);
        var (sum, below) = (0.0, 0.0);
        for (var k = 0; k < p.Length - 1; k++)
        {
            below += p[k];
            sum += LogScore.Loss(Math.Clamp(k >= outcome ? below : 1 - below, 0, 1));
        }

        return sum;
    }

    /// <summary>
    /// 1 - mean RPS/RPS of the same outcomes' frequencies: up to 1, higher is better; not proper. NaN for one distinct outcome.
    /// </summary>
    /// <param name="p">One row of K probabilities for each forecast.</param>
    /// <param name="outcomes">Index of the category that happened, one a row.</param>
    public static double SkillAgainstClimatology(IReadOnlyList<IReadOnlyList<double>> p, ReadOnlySpan<int> outcomes)
    {
        Guard.NotEmpty(p.Count, nameof(p));
        Guard.SameLength(p.Count, nameof(p), outcomes.Length, nameof(outcomes));
        var frequency = new double[p[0].Count];
        var own = 0.0;
        for (var i = 0; i < outcomes.Length; i++)
        {
            Guard.SameLength(frequency.Length, "p[0]", p[i].Count, $"p[{i}]");
            own += Of([.. p[i]], outcomes[i]);
            frequency[outcomes[i]] += 1.0 / outcomes.Length;
        }

        var reference = 0.0;
        foreach (var outcome in outcomes)
            reference += Of(frequency, outcome);
        return SkillScore.Of(own / outcomes.Length, reference / outcomes.Length);
    }
}
