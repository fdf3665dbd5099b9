using MathNet.Numerics;

namespace Forecasts.Scoring.Rules;

/// <remarks>Of a count the integral is a sum over the whole numbers, taken where the distribution function is neither 0 nor 1 to the last
/// digit.</remarks>
public static partial class Crps
{
    private const double Negligible = 1e-17;

    /// <summary>Number of successes in n trials.</summary>
    /// <param name="p">Probability of one success, in 0..1.</param>
    public static double Binomial(double y, int n, double p)
    {
        if (n < 0)
            throw new ArgumentException($"n is {n}; it must not be negative.", nameof(n));
        Guard.Probability(p, nameof(p));
        return Count(y, 0, n, n * p, n * p * (1 - p), k => SpecialFunctions.BinomialLn(n, (int)k) + Power(k, p) + Power(n - k, 1 - p));

        static double Power(double k, double of) => k == 0 ? 0 : k * Math.Log(of);
    }

    /// <param name="mean">Above 0.</param>
    public static double Poisson(double y, double mean)
    {
        Guard.Positive(mean, nameof(mean));
        return Count(y, 0, double.PositiveInfinity, mean, mean, k => LogPoisson(k, mean));
    }

    /// <summary>Failures before the n-th success: pmf Gamma(k + n)/(Gamma(n) k!) p^n (1 - p)^k.</summary>
    /// <param name="n">Above 0; need not be whole.</param>
    /// <param name="p">Probability of one success, above 0, at most 1.</param>
    public static double NegativeBinomial(double y, double n, double p)
    {
        Guard.Positive(n, nameof(n));
        Guard.Probability(p, nameof(p));
        Guard.Positive(p, nameof(p));
        return Count(
            y,
            0,
            p == 1 ? 0 : double.PositiveInfinity,
            n * (1 - p) / p,
            n * (1 - p) / (p * p),
            k =>
                SpecialFunctions.GammaLn(k + n)
                - SpecialFunctions.GammaLn(n)
                - SpecialFunctions.GammaLn(k + 1)
                + (n * Math.Log(p))
                + (k == 0 ? 0 : k * Math.Log(1 - p))
        );
    }

    /// <summary>White balls among k drawn without putting back from m white and n black ones.</summary>
    public static double Hypergeometric(double y, int m, int n, int k)
    {
        if (m < 0)
            throw new ArgumentException($"m is {m}; it must not be negative.", nameof(m));
        if (n < 0)
            throw new ArgumentException($"n is {n}; it must not be negative.", nameof(n));
        if (k < 0 || k > m + n)
            throw new ArgumentException($"k is {k}; it must lie within 0 and {m + n}.", nameof(k));
        double total = Math.Max(1, m + n);
        return Count(
            y,
            Math.Max(0, k - n),
            Math.Min(k, m),
            k * m / total,
            k * (m / total),
            x => SpecialFunctions.BinomialLn(m, (int)x) + SpecialFunctions.BinomialLn(n, k - (int)x) - SpecialFunctions.BinomialLn(m + n, k)
        );
    }

    internal static double LogPoisson(double k, double mean) => (k * Math.Log(mean)) - mean - SpecialFunctions.GammaLn(k + 1);

    private static double Count(double y, double first, double last, double mean, double variance, Func<double, double> logPmf)
    {
        Guard.Finite(y, nameof(y));
        // Twelve standard deviations below the mean nothing is left that a double would notice.
        var k = Math.Max(first, Math.Floor(mean - (12 * Math.Sqrt(variance)) - 12));
        var (cdf, sum) = (0.0, Math.Max(0, k - y));
        for (; k < last; k++)
        {
            var pmf = Math.Exp(logPmf(k));
            cdf = Math.Min(1, cdf + pmf);
            var passed = Math.Clamp(y - k, 0, 1);
            sum += (passed * cdf * cdf) + ((1 - passed) * (1 - cdf) * (1 - cdf));
            if (k > mean && k > y && pmf < Negligible)
                return sum;
        }

        return sum + Math.Max(0, y - k);
    }
}
