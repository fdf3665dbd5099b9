namespace Forecasts.Scoring.Calibration;

/// <param name="Final">The evidence after the last case.</param>
/// <param name="Largest">The largest it ever was, at least 1. Reject at level alpha as soon as it reaches 1/alpha, whenever one
/// looks.</param>
/// <param name="Path">The evidence after each case.</param>
public sealed record Evidence(double Final, double Largest, IReadOnlyList<double> Path)
{
    /// <summary>A p-value that holds at any time: 1/largest, at most 1.</summary>
    public double P => 1 / Largest;
}

/// <summary>
/// Evidence against calibration that may be watched all year (Henzi and Ziegel 2022, Biometrika 109; Vovk and Wang 2021, Annals of
/// Statistics 49): a bet against the forecasts whose fortune does not grow in the mean while they are calibrated, so it ever reaches
/// 1/alpha with a chance of at most alpha. Grades count as well as yes and no, for the gain is convex in the outcome. Rows stand in the
/// order in which they were settled.
/// </summary>
public static class EProcess
{
    private static readonly double[] Intercepts = [-1, -0.5, 0, 0.5, 1];
    private static readonly double[] Slopes = [0.25, 0.5, 0.75, 1, 1.5, 2];

    // People use round numbers: what equal cases gain is worked out once.
    private const int MostKnown = 4_096;

    /// <summary>
    /// Against the mixture of 29 logistic recalibrations with intercepts -1..1 and slopes 1/4..2. Of a cluster the gains are averaged and
    /// enter when its last row does.
    /// </summary>
    /// <param name="p">Forecasts in 0..1, in the order of settling; at least one.</param>
    /// <param name="y">Outcomes in 0..1.</param>
    /// <param name="clusters">Equal numbers stand for the same cluster; none: each row is its own.</param>
    public static Evidence Of(ReadOnlySpan<double> p, ReadOnlySpan<double> y, ReadOnlySpan<int> clusters = default)
    {
        Guard.Cases(p, y, default);
        Guard.Clusters(clusters, p.Length);
        var bets = (
            from intercept in Intercepts
            from slope in Slopes
            where intercept != 0 || slope != 1
            select (intercept, slope)
        ).ToArray();
        var fortunes = new double[bets.Length];
        var open = clusters.IsEmpty ? null : new OpenClusters(clusters, bets.Length);
        var path = new double[p.Length];
        var known = new Dictionary<(double, double), double[]>();
        Span<double> gains = stackalloc double[bets.Length];
        var evidence = 1.0;
        for (var i = 0; i < p.Length; i++)
        {
            if (!known.TryGetValue((p[i], y[i]), out var own))
            {
                own = Gains(p[i], y[i]);
                if (known.Count < MostKnown)
                    known.Add((p[i], y[i]), own);
            }

            own.CopyTo(gains);
            if (open is null || open.Closes(clusters[i], gains))
            {
                for (var bet = 0; bet < bets.Length; bet++)
                    Grow(ref fortunes[bet], gains[bet]);
                evidence = MeanOfExponentials(fortunes);
            }

            path[i] = evidence;
        }

        return Whole(path);

        // Of a cluster the factors are averaged, so it wants them rather than their logarithms.
        double[] Gains(double forecast, double outcome)
        {
            var logit = Math.Log(forecast) - Math.Log(1 - forecast);
            var logs = Array.ConvertAll(bets, bet => Gain(forecast, outcome, Recalibrated(forecast, bet.intercept + (bet.slope * logit))));
            return open is null ? logs : Array.ConvertAll(logs, Math.Exp);
        }
    }

    /// <summary>Against one other forecaster: the likelihood ratio, product of q^y (1-q)^(1-y) / (p^y (1-p)^(1-y)).</summary>
    /// <param name="p">Forecasts under test in 0..1, in the order of settling; at least one.</param>
    /// <param name="q">The forecasts that are bet on, in 0..1; made before the outcomes.</param>
    /// <param name="y">Outcomes in 0..1.</param>
    public static Evidence Against(ReadOnlySpan<double> p, ReadOnlySpan<double> q, ReadOnlySpan<double> y)
    {
        Guard.Cases(p, y, default);
        Guard.SameLength(p.Length, nameof(p), q.Length, nameof(q));
        Guard.Probabilities(q, nameof(q));
        var path = new double[p.Length];
        var fortune = 0.0;
        for (var i = 0; i < p.Length; i++)
        {
            Grow(ref fortune, Gain(p[i], y[i], q[i]));
            path[i] = Math.Exp(fortune);
        }

        return Whole(path);
    }

    private static double Gain(double p, double y, double q)
    {
        var (own, other) = (Likelihood(p, y), Likelihood(q, y));
        return other == double.NegativeInfinity ? double.NegativeInfinity : other - own;
    }

    // What p called impossible multiplies the fortune without end, what q called impossible takes all of it; neither is undone later.
    private static void Grow(ref double fortune, double gain)
    {
        if (double.IsFinite(fortune))
            fortune += gain;
    }

    private static double Likelihood(double p, double y) => (y == 0 ? 0 : y * Math.Log(p)) + (y == 1 ? 0 : (1 - y) * Math.Log(1 - p));

    // A certain forecast is wagered on with a thousandth, so that its miss counts without end and its hit costs little.
    private static double Recalibrated(double p, double logit) =>
        p is 0 or 1 ? Math.Abs(p - CoxRecalibration.Floor) : 1 / (1 + Math.Exp(-logit));

    private static double MeanOfExponentials(double[] logs)
    {
        var top = logs.Max();
        return double.IsFinite(top) ? Math.Exp(top) * logs.Sum(log => Math.Exp(log - top)) / logs.Length : Math.Exp(top);
    }

    private static Evidence Whole(double[] path) => new(path[^1], Math.Max(1, path.Max()), path);

    /// <summary>The logarithm of the mean factor of each cluster's cases, handed out at its last one.</summary>
    private sealed class OpenClusters
    {
        private readonly Dictionary<int, int> missing = [];
        private readonly Dictionary<int, (int Count, double[] Sums)> sums = [];
        private readonly int bets;

        public OpenClusters(ReadOnlySpan<int> clusters, int bets)
        {
            this.bets = bets;
            foreach (var cluster in clusters)
                missing[cluster] = missing.GetValueOrDefault(cluster) + 1;
        }

        /// <returns>Whether the cluster is complete; in place of the last factors stand its gains then.</returns>
        public bool Closes(int cluster, Span<double> factors)
        {
            var (count, together) = sums.GetValueOrDefault(cluster, (0, new double[bets]));
            for (var bet = 0; bet < bets; bet++)
                together[bet] += factors[bet];
            sums[cluster] = (count + 1, together);
            if (--missing[cluster] > 0)
                return false;
            for (var bet = 0; bet < bets; bet++)
                factors[bet] = Math.Log(together[bet] / (count + 1));
            return true;
        }
    }
}
