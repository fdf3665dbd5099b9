namespace Forecasts.Scoring.Comparison;

/// <param name="EValue">The evidence after the last row: 20 or more is strong. Its mean is at most 1 while p is at least as good.</param>
/// <param name="Path">The evidence after each row.</param>
/// <param name="AnytimeP">1 / the largest it ever was, at most 1: holds however often one looks. Null for a lag above 1, where looking is
/// not free.</param>
public sealed record DominanceEvidence(double EValue, IReadOnlyList<double> Path, double? AnytimeP);

/// <summary>
/// Evidence against "p is at least as good as q" (Henzi and Ziegel 2022, Biometrika 109), a bet on q whose fortune does not grow in the
/// mean while the expected score of p is no worse at any row, given what was known before.
/// </summary>
public static class ForecastDominance
{
    /// <summary>
    /// Product of 1 + L (S(p,y) - S(q,y)) / |S(p,1{p>q}) - S(q,1{p>q})|, with L in 0..1 the stake that grows fastest if yes has the
    /// probability (1 - t) p + t q. For lag h the mean of the products of each h-th row. Where p = q the factor is 1.
    /// </summary>
    /// <param name="p">Forecasts in 0..1 in the order of settling, which matters for the path alone; at least one.</param>
    /// <param name="q">Rival forecasts of the same claims.</param>
    /// <param name="y">Outcomes in 0..1; the score of a grade between is taken in proportion, as befits an expected grade.</param>
    /// <param name="score">Brier, log or spherical; log wants p and q within 0 and 1 exclusively: floor them first.</param>
    /// <param name="towards">t, above 0 and at most 1.</param>
    /// <param name="lag">h, at least 1: forecasts made before the outcomes of the last h - 1 rows were known.</param>
    /// <param name="weights">Of the rows within their cluster.</param>
    /// <param name="clusters">Of a cluster the factors are averaged, and enter when its last row does, since its outcomes hang together.
    /// None: each row is its own.</param>
    public static DominanceEvidence Test(
        ReadOnlySpan<double> p,
        ReadOnlySpan<double> q,
        ReadOnlySpan<double> y,
        DominanceScore score = DominanceScore.Brier,
        double towards = 0.75,
        int lag = 1,
        ReadOnlySpan<double> weights = default,
        ReadOnlySpan<int> clusters = default
    )
    {
        Check(p, q, y, score, towards, lag);
        Guard.Weights(weights, p.Length);
        Guard.Clusters(clusters, p.Length);
        var cluster = ClusterSums.Numbered(clusters, p.Length, out var count);
        var (missing, sums, mass) = (new int[count], new double[count], new double[count]);
        foreach (var c in cluster)
            missing[c]++;
        var products = new double[lag];
        Array.Fill(products, 1);
        var path = new double[p.Length];
        var closed = 0;
        for (var i = 0; i < p.Length; i++)
        {
            var (c, w) = (cluster[i], weights.IsEmpty ? 1 : weights[i]);
            sums[c] += w * Factor(p[i], q[i], y[i], score, towards);
            mass[c] += w;
            if (--missing[c] == 0)
            {
                if (mass[c] > 0)
                    products[closed % lag] *= sums[c] / mass[c];
                closed++;
            }

            path[i] = products.Sum() / lag;
        }

        return new(path[^1], path, lag == 1 ? Math.Min(1, 1 / path.Max()) : null);
    }

    private static double Factor(double p, double q, double y, DominanceScore score, double towards)
    {
        if (p == q)
            return 1;
        // By the outcome that favours p the fortune loses the stake, by the other it wins gain times as much.
        var favoured = p > q ? 1 : 0;
        var most = Math.Abs(Loss(score, p, favoured) - Loss(score, q, favoured));
        if (most == 0)
            return 1;
        var gain = (Loss(score, p, 1 - favoured) - Loss(score, q, 1 - favoured)) / most;
        var yes = ((1 - towards) * p) + (towards * q);
        var chance = favoured == 1 ? yes : 1 - yes;
        var stake = Math.Clamp(1 - chance - (chance / gain), 0, 1);
        var share = favoured == 1 ? y : 1 - y;
        return 1 + (stake * (((1 - share) * gain) - share));
    }

    private static double Loss(DominanceScore score, double p, int y)
    {
        var happened = y == 1 ? p : 1 - p;
        return score switch
        {
            DominanceScore.Brier => (1 - happened) * (1 - happened),
            DominanceScore.Log => -Math.Log(happened),
            _ => 1 - (happened / Math.Sqrt((p * p) + ((1 - p) * (1 - p)))),
        };
    }

    private static void Check(
        ReadOnlySpan<double> p,
        ReadOnlySpan<double> q,
        ReadOnlySpan<double> y,
        DominanceScore score,
        double towards,
        int lag
    )
    {
        Guard.NotEmpty(p.Length, nameof(p));
        Guard.SameLength(p.Length, nameof(p), q.Length, nameof(q));
        Guard.SameLength(p.Length, nameof(p), y.Length, nameof(y));
        Guard.Probabilities(p, nameof(p));
        Guard.Probabilities(q, nameof(q));
        Guard.Probabilities(y, nameof(y));
        if (!(towards > 0 && towards <= 1))
            throw new ArgumentException($"towards is {towards:R}; it must lie above 0 and at most at 1.", nameof(towards));
        Guard.AtLeast(lag, 1, nameof(lag));
        if (score != DominanceScore.Log)
            return;
        Guard.NotCertain(p, nameof(p));
        Guard.NotCertain(q, nameof(q));
    }
}

public enum DominanceScore
{
    Brier,
    Log,
    Spherical,
}
