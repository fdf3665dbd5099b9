namespace Forecasts.Scoring.Rules;

/// <summary>
/// Continuous ranked probability score: the integral of (F(x) - 1{y &lt;= x})^2 (Matheson and Winkler 1976, Management Science 22; Gneiting
/// and Raftery 2007, JASA 102), in the unit of y. Lower is better, 0..infinity; strictly proper among distributions with a mean.
/// </summary>
public static partial class Crps
{
    /// <summary>Energy form of the empirical distribution of m members: mean |x - y| - sum of |x_i - x_j|/(2 m^2).</summary>
    /// <param name="ensemble">Members in any order, at least one.</param>
    /// <param name="y">What came.</param>
    public static double Ensemble(ReadOnlySpan<double> ensemble, double y)
    {
        var (miss, spread) = Ordered(ensemble, y);
        return miss - (spread / ensemble.Length);
    }

    /// <summary>
    /// The same with m (m - 1) in place of m^2: fair for the distribution that the members are drawn from (Ferro 2014, QJRMS 140). May be
    /// negative; needs two members.
    /// </summary>
    public static double EnsembleFair(ReadOnlySpan<double> ensemble, double y)
    {
        if (ensemble.Length == 1)
            throw new ArgumentException("ensemble has 1 entry; the fair form needs at least two.", nameof(ensemble));
        var (miss, spread) = Ordered(ensemble, y);
        return miss - (spread / (ensemble.Length - 1));
    }

    /// <summary>sum w |x - y| - sum w_i w_j |x_i - x_j|/2, the weights divided by their sum.</summary>
    public static double EnsembleWeighted(ReadOnlySpan<double> ensemble, ReadOnlySpan<double> weights, double y)
    {
        Guard.NotEmpty(weights.Length, nameof(weights));
        Guard.SameLength(ensemble.Length, nameof(ensemble), weights.Length, nameof(weights));
        Guard.Finite(ensemble, nameof(ensemble));
        Guard.Weights(weights, ensemble.Length);
        Guard.Finite(y, nameof(y));
        var (x, w) = (ensemble.ToArray(), weights.ToArray());
        Array.Sort(x, w);
        var total = w.Sum();
        var (miss, spread, below, at) = (0.0, 0.0, 0.0, 0.0);
        for (var i = 0; i < x.Length; i++)
        {
            var (share, from) = (w[i] / total, x[i] - y);
            miss += share * Math.Abs(from);
            spread += share * ((below * from) - at);
            below += share;
            at += share * from;
        }

        return miss - spread;
    }

    /// <summary>
    /// 2 x the mean pinball loss of the stated quantiles; equals the weighted interval score where the levels are symmetric.
    /// </summary>
    /// <param name="quantiles">Not falling.</param>
    /// <param name="levels">Rising, above 0 and below 1.</param>
    public static double Quantiles(ReadOnlySpan<double> quantiles, ReadOnlySpan<double> levels, double y) =>
        2 * PinballLoss.Mean(quantiles, levels, y);

    /// <summary>Mean distance to y, and the sum over pairs of the distance between them, divided by m.</summary>
    private static (double Miss, double Spread) Ordered(ReadOnlySpan<double> ensemble, double y)
    {
        Guard.NotEmpty(ensemble.Length, nameof(ensemble));
        Guard.Finite(ensemble, nameof(ensemble));
        Guard.Finite(y, nameof(y));
        var x = ensemble.ToArray();
        Array.Sort(x);
        var (miss, spread) = (0.0, 0.0);
        for (var i = 0; i < x.Length; i++)
        {
            miss += Math.Abs(x[i] - y);
            spread += ((2.0 * i) - x.Length + 1) * (x[i] - y);
        }

        return (miss / x.Length, spread / x.Length);
    }
}
