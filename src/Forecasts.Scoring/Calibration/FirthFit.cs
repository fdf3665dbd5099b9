namespace Forecasts.Scoring.Calibration;

/// <summary>
/// The same model with Jeffreys' prior as a penalty (Firth 1993, Biometrika 80; Heinze and Schemper 2002, Statistics in Medicine 21): finite also
/// where some straight line parts yes from no and the likelihood has no maximum.
/// </summary>
internal static class FirthFit
{
    private const int MostSteps = 500;
    private const double Longest = 2, Enough = 1e-20;

    public static (double A, double B, Information Information) Fit(ReadOnlySpan<double> x, ReadOnlySpan<double> y, ReadOnlySpan<double> weights, bool slopeToo)
    {
        var (a, b) = (0.0, 1.0);
        Information information = default;
        for (var step = 0; step < MostSteps; step++)
        {
            information = Sums(x, y, weights, a, b, slopeToo);
            var (da, db) = information.Step(slopeToo);
            var scale = Math.Min(1, Longest / Math.Max(Math.Abs(da), Math.Abs(db)));
            var best = Likelihood(x, y, weights, a, b, slopeToo);
            for (var i = 0; i < 30 && Likelihood(x, y, weights, a + (scale * da), b + (scale * db), slopeToo) < best - (1e-12 * Math.Abs(best)); i++) scale /= 2;
            (a, b) = (a + (scale * da), b + (scale * db));
            if ((da * information.ScoreA) + (db * information.ScoreB) < Enough) break;
        }

        return (a, b, information);
    }

    /// <summary>The log-likelihood + half the logarithm of the information's determinant.</summary>
    public static double Likelihood(ReadOnlySpan<double> x, ReadOnlySpan<double> y, ReadOnlySpan<double> weights, double a, double b, bool slopeToo)
    {
        var information = Plain(x, weights, a, b);
        return (LogisticFit.Deviance(x, y, weights, a, b) / -2) + (Math.Log(slopeToo ? information.Determinant : information.Aa) / 2);
    }

    private static Information Plain(ReadOnlySpan<double> x, ReadOnlySpan<double> weights, double a, double b)
    {
        Information sums = default;
        for (var i = 0; i < x.Length; i++)
        {
            var spread = (weights.IsEmpty ? 1 : weights[i]) * Spread(Chance(a + (b * x[i])));
            sums += new Information(0, 0, spread, spread * x[i], spread * x[i] * x[i]);
        }

        return sums;
    }

    private static Information Sums(ReadOnlySpan<double> x, ReadOnlySpan<double> y, ReadOnlySpan<double> weights, double a, double b, bool slopeToo)
    {
        var sums = Plain(x, weights, a, b);
        for (var i = 0; i < x.Length; i++)
        {
            var (w, chance) = (weights.IsEmpty ? 1 : weights[i], Chance(a + (b * x[i])));
            var leverage = slopeToo ? (sums.Bb - (2 * sums.Ab * x[i]) + (sums.Aa * x[i] * x[i])) / sums.Determinant : 1 / sums.Aa;
            var pull = w * (y[i] - chance + (leverage * Spread(chance) * (0.5 - chance)));
            sums += new Information(pull, pull * x[i], 0, 0, 0);
        }

        return sums;
    }

    private static double Chance(double eta) => 1 / (1 + Math.Exp(-eta));

    private static double Spread(double chance) => chance * (1 - chance);
}
