namespace Forecasts.Scoring.Calibration;

/// <summary>
/// The same model with Jeffreys' prior as a penalty (Firth 1993, Biometrika 80; Heinze and Schemper 2002, Statistics in Medicine 21):
/// finite also where some straight line parts yes from no and the likelihood has no maximum.
/// </summary>
internal static class FirthFit
{
    private const int MostSteps = 500,
        MostHalvings = 40;
    private const double Longest = 2,
        Enough = 1e-20;

    public static LogisticEstimate Fit(ReadOnlySpan<double> x, ReadOnlySpan<double> y, ReadOnlySpan<double> weights, bool slopeToo)
    {
        // From a flat line on, where every forecast has its say.
        var (a, b) = (0.0, slopeToo ? 0.0 : 1.0);
        var spread = Spread.Of(x, weights, a, b);
        for (var step = 0; step < MostSteps; step++)
        {
            var (pull, tilt) = Pull(x, y, weights, a, b, spread, slopeToo);
            var db = slopeToo ? tilt / spread.Squares : 0;
            var da = (pull / spread.Sum) - (spread.Mean * db);
            var scale = Math.Min(1, Longest / Math.Max(Math.Abs(da), Math.Abs(db)));
            var best = Likelihood(x, y, weights, a, b, slopeToo);
            for (
                var i = 0;
                i < MostHalvings
                    && !(Likelihood(x, y, weights, a + (scale * da), b + (scale * db), slopeToo) >= best - (1e-12 * Math.Abs(best)));
                i++
            )
                scale /= 2;
            (a, b) = (a + (scale * da), b + (scale * db));
            spread = Spread.Of(x, weights, a, b);
            if (!((pull * pull / spread.Sum) + (db * db * spread.Squares) > Enough))
                break;
        }

        return new(
            a,
            b,
            Math.Sqrt((1 / spread.Sum) + (slopeToo ? spread.Mean * spread.Mean / spread.Squares : 0)),
            Math.Sqrt(1 / spread.Squares)
        );
    }

    /// <summary>The log-likelihood + half the logarithm of the information's determinant.</summary>
    public static double Likelihood(
        ReadOnlySpan<double> x,
        ReadOnlySpan<double> y,
        ReadOnlySpan<double> weights,
        double a,
        double b,
        bool slopeToo
    )
    {
        var spread = Spread.Of(x, weights, a, b);
        return (LogisticFit.Deviance(x, y, weights, a, b) / -2) + ((Math.Log(spread.Sum) + (slopeToo ? Math.Log(spread.Squares) : 0)) / 2);
    }

    // The penalised scores, the second one about the mean of x.
    private static (double Sum, double Tilt) Pull(
        ReadOnlySpan<double> x,
        ReadOnlySpan<double> y,
        ReadOnlySpan<double> weights,
        double a,
        double b,
        Spread spread,
        bool slopeToo
    )
    {
        double sum = 0,
            tilt = 0;
        for (var i = 0; i < x.Length; i++)
        {
            var (w, chance, off) = (weights.IsEmpty ? 1 : weights[i], Chance(a + (b * x[i])), x[i] - spread.Mean);
            var leverage = (1 / spread.Sum) + (slopeToo ? off * off / spread.Squares : 0);
            var pull = w * (y[i] - chance + (leverage * chance * (1 - chance) * (0.5 - chance)));
            sum += pull;
            tilt += pull * off;
        }

        return (sum, tilt);
    }

    private static double Chance(double eta) => 1 / (1 + Math.Exp(-eta));

    /// <summary>The information about the weighted mean of x, where it is diagonal: no digits are lost to a difference.</summary>
    private readonly record struct Spread(double Sum, double Mean, double Squares)
    {
        public static Spread Of(ReadOnlySpan<double> x, ReadOnlySpan<double> weights, double a, double b)
        {
            double sum = 0,
                first = 0,
                squares = 0;
            for (var pass = 0; pass < 2; pass++)
            {
                var mean = first / sum;
                for (var i = 0; i < x.Length; i++)
                {
                    var chance = Chance(a + (b * x[i]));
                    var spread = (weights.IsEmpty ? 1 : weights[i]) * chance * (1 - chance);
                    if (pass == 0)
                        (sum, first) = (sum + spread, first + (spread * x[i]));
                    else
                        squares += spread * (x[i] - mean) * (x[i] - mean);
                }
            }

            return new(sum, first / sum, squares);
        }
    }
}
