namespace Forecasts.Scoring.Calibration;

/// <summary>A closed interval.</summary>
public readonly record struct Interval(double Lower, double Upper);

/// <summary>
/// Wilson's score interval for a proportion (Wilson 1927, JASA 22), for display; its coverage is near the nominal one also at small n.
/// </summary>
public static class Wilson
{
    /// <summary>(p + z^2/2n +- z sqrt(p(1-p)/n + z^2/4n^2)) / (1 + z^2/n) with p = k/n; within 0..1, no continuity correction.</summary>
    /// <param name="k">Successes, 0..n.</param>
    /// <param name="n">Trials, at least 1.</param>
    /// <param name="confidence">Two-sided confidence, above 0 and at most 0.999999.</param>
    /// <exception cref="ArgumentException">n below 1, k outside 0..n, or the confidence out of range.</exception>
    public static Interval Interval(int k, int n, double confidence = 0.95)
    {
        if (n < 1)
            throw new ArgumentException("n must be at least 1.", nameof(n));
        if (k < 0 || k > n)
            throw new ArgumentException("k must lie within 0 and n.", nameof(k));
        if (!(confidence > 0 && confidence <= 0.999999))
            throw new ArgumentException("The confidence lies above 0 and at most at 0.999999.", nameof(confidence));
        return OfShare((double)k / n, n, confidence);
    }

    /// <summary>The same of any share of n, be it one of grades.</summary>
    internal static Interval OfShare(double share, int n, double confidence = 0.95)
    {
        var z = NormalQuantile((1 + confidence) / 2);
        var middle = share + (z * z / (2.0 * n));
        var spread = z * Math.Sqrt((share * (1 - share) / n) + (z * z / (4.0 * n * n)));
        var scale = 1 + (z * z / n);
        return new(share == 0 ? 0 : Math.Max(0, (middle - spread) / scale), share == 1 ? 1 : Math.Min(1, (middle + spread) / scale));
    }

    /// <summary>Quantile of the standard normal by Newton steps on its distribution function; relative error below 1e-12.</summary>
    private static double NormalQuantile(double p)
    {
        var x = 0.0;
        for (var i = 0; i < 100; i++)
        {
            var step = (Cumulative(x) - p) / (Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI));
            x -= Math.Clamp(step, -1, 1);
            if (Math.Abs(step) < 1e-14)
                break;
        }

        return x;
    }

    // Marsaglia 2004, J. Stat. Software 11(4): the Taylor series around 0, exact to the last digits within +-7.
    private static double Cumulative(double x)
    {
        double sum = x,
            term = x,
            before = 0;
        for (var i = 3; sum != before; i += 2)
        {
            before = sum;
            term *= x * x / i;
            sum += term;
        }

        return 0.5 + (sum * Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI));
    }
}
