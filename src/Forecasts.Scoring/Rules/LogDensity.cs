using System.Numerics.Tensors;
using MathNet.Numerics;

namespace Forecasts.Scoring.Rules;

/// <summary>
/// Logarithmic score of a density (or, for counts, a mass function): -ln f(y) (Good 1952, JRSS B 14). Lower is better, unbounded on both
/// sides for densities; strictly proper.
/// </summary>
public static class LogDensity
{
    public static double Normal(double y, double mean, double sd)
    {
        var z = Standard.Z(y, mean, sd, nameof(mean), nameof(sd));
        return (z * z / 2) + Math.Log(sd) + (Math.Log(2 * Math.PI) / 2);
    }

    public static double Logistic(double y, double location, double scale)
    {
        var z = Math.Abs(Standard.Z(y, location, scale, nameof(location), nameof(scale)));
        return z + Math.Log(scale) + (2 * double.LogP1(Math.Exp(-z)));
    }

    /// <param name="df">Degrees of freedom, above 0.</param>
    public static double StudentT(double y, double df, double location = 0, double scale = 1)
    {
        var z = Standard.Z(y, location, scale, nameof(location), nameof(scale));
        Guard.Positive(df, nameof(df));
        return ((df + 1) / 2 * double.LogP1(z * z / df)) + SpecialFunctions.BetaLn(0.5, df / 2) + (Math.Log(df) / 2) + Math.Log(scale);
    }

    /// <param name="mu">Mean of ln y.</param>
    /// <param name="sigma">Standard deviation of ln y.</param>
    public static double Lognormal(double y, double mu, double sigma)
    {
        Guard.Finite(y, nameof(y));
        Guard.Finite(mu, nameof(mu));
        Guard.Positive(sigma, nameof(sigma));
        return y <= 0 ? double.PositiveInfinity : Normal(Math.Log(y), mu, sigma) + Math.Log(y);
    }

    public static double Beta(double y, double a, double b)
    {
        Guard.Finite(y, nameof(y));
        Guard.Positive(a, nameof(a));
        Guard.Positive(b, nameof(b));
        return y is < 0 or > 1 ? double.PositiveInfinity : Part(a, y) + Part(b, 1 - y) + SpecialFunctions.BetaLn(a, b);

        static double Part(double shape, double of) => shape == 1 ? 0 : (1 - shape) * Math.Log(of);
    }

    /// <summary>Infinite where y is no whole number from 0 on.</summary>
    public static double Poisson(double y, double mean)
    {
        Guard.Finite(y, nameof(y));
        Guard.Positive(mean, nameof(mean));
        return y < 0 || y != Math.Floor(y) ? double.PositiveInfinity : -Crps.LogPoisson(y, mean);
    }

    /// <param name="weights">Not negative; divided by their sum. None: all alike.</param>
    public static double NormalMixture(
        double y,
        ReadOnlySpan<double> means,
        ReadOnlySpan<double> sds,
        ReadOnlySpan<double> weights = default
    )
    {
        Guard.Finite(y, nameof(y));
        var w = Standard.Mixture(means, sds, weights);
        // Each loss less the smallest one: far out the densities themselves underflow.
        var losses = new double[w.Length];
        for (var i = 0; i < w.Length; i++)
            losses[i] = Normal(y, means[i], sds[i]) - Math.Log(w[i]);
        var least = TensorPrimitives.Min<double>(losses);
        if (double.IsPositiveInfinity(least))
            return least;
        var others = 0.0;
        foreach (var loss in losses)
            others += Math.Exp(least - loss);
        return least - Math.Log(others);
    }
}
