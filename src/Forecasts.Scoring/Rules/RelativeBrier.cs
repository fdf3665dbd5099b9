namespace Forecasts.Scoring.Rules;

/// <summary>
/// Brier rule against the others: their mean Brier score minus one's own. Higher is better, -1..1; proper given what the others say, and
/// the members' scores sum to 0.
/// </summary>
public static class RelativeBrier
{
    /// <summary>Mean of the others' scores minus the own, for each member; alone 0.</summary>
    /// <param name="scores">Brier scores in 0..1 (three grades and ordered options RPS/(K-1), options half the Brier score).</param>
    public static double[] Members(ReadOnlySpan<double> scores)
    {
        Guard.Probabilities(scores, nameof(scores));
        var (n, sum) = (scores.Length, 0.0);
        foreach (var score in scores)
            sum += score;
        var result = new double[n];
        for (var i = 0; i < n; i++)
            result[i] = n == 1 ? 0 : ((sum - scores[i]) / (n - 1)) - scores[i];
        return result;
    }
}
