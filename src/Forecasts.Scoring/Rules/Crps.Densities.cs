using MathNet.Numerics;

namespace Forecasts.Scoring.Rules;

/// <remarks>Closed forms as collected by Jordan, Krueger and Lerch 2019, J. Stat. Software 90(12).</remarks>
public static partial class Crps
{
    /// <summary>s [z (2 Phi(z) - 1) + 2 phi(z) - 1/sqrt(pi)], z = (y - mean)/s.</summary>
    public static double Normal(double y, double mean, double sd)
    {
        var z = Standard.Z(y, mean, sd, nameof(mean), nameof(sd));
        return sd * ((z * ((2 * Standard.NormalCdf(z)) - 1)) + (2 * Standard.NormalDensity(z)) - (1 / Math.Sqrt(Math.PI)));
    }

    /// <summary>s [z - 2 ln F(z) - 1] with the standard logistic F.</summary>
    public static double Logistic(double y, double location, double scale)
    {
        var z = Standard.Z(y, location, scale, nameof(location), nameof(scale));
        return scale * (Math.Abs(z) + (2 * double.LogP1(Math.Exp(-Math.Abs(z)))) - 1);
    }

    /// <summary>s [|z| + exp(-|z|) - 3/4].</summary>
    public static double Laplace(double y, double location, double scale)
    {
        var z = Math.Abs(Standard.Z(y, location, scale, nameof(location), nameof(scale)));
        return scale * (z + Math.Exp(-z) - 0.75);
    }

    /// <summary>s [z (2 F(z) - 1) + 2 f(z)(df + z^2)/(df - 1) - 2 sqrt(df) B(1/2, df - 1/2)/((df - 1) B(1/2, df/2)^2)].</summary>
    /// <param name="df">Degrees of freedom, above 1: else there is no mean and the score is infinite.</param>
    public static double StudentT(double y, double df, double location = 0, double scale = 1)
    {
        var z = Standard.Z(y, location, scale, nameof(location), nameof(scale));
        if (!(df > 1 && double.IsFinite(df)))
            throw new ArgumentException($"df is {df:R}; it must be finite and above 1.", nameof(df));
        var beta = SpecialFunctions.BetaLn(0.5, df / 2);
        return scale
            * (
                (z * ((2 * Standard.StudentCdf(z, df)) - 1))
                + (2 * Standard.StudentDensity(z, df) * (df + (z * z)) / (df - 1))
                - (2 * Math.Sqrt(df) / (df - 1) * Math.Exp(SpecialFunctions.BetaLn(0.5, df - 0.5) - (2 * beta)))
            );
    }

    /// <summary>
    /// y [2 Phi(w) - 1] - 2 exp(mu + s^2/2)[Phi(w - s) + Phi(s/sqrt 2) - 1], w = (ln y - mu)/s; mu and s are those of ln y.
    /// </summary>
    public static double Lognormal(double y, double mu, double sigma)
    {
        Guard.Finite(y, nameof(y));
        Guard.Finite(mu, nameof(mu));
        Guard.Positive(sigma, nameof(sigma));
        var w = y > 0 ? (Math.Log(y) - mu) / sigma : double.NegativeInfinity;
        return (y * ((2 * Standard.NormalCdf(w)) - 1))
            - (2 * Math.Exp(mu + (sigma * sigma / 2)) * (Standard.NormalCdf(w - sigma) + Standard.NormalCdf(sigma / Math.Sqrt(2)) - 1));
    }

    /// <summary>
    /// sum w_i A(y - m_i, s_i^2) - sum w_i w_j A(m_i - m_j, s_i^2 + s_j^2)/2, A(d, v) = E|X| for X normal with mean d and variance v
    /// (Grimit et al. 2006, QJRMS 132).
    /// </summary>
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
        var sum = 0.0;
        for (var i = 0; i < w.Length; i++)
        {
            sum += w[i] * Distance(y - means[i], sds[i]);
            for (var j = 0; j < w.Length; j++)
                sum -= w[i] * w[j] * Distance(means[i] - means[j], Math.Sqrt((sds[i] * sds[i]) + (sds[j] * sds[j]))) / 2;
        }

        return sum;

        static double Distance(double mean, double sd) =>
            (mean * ((2 * Standard.NormalCdf(mean / sd)) - 1)) + (2 * sd * Standard.NormalDensity(mean / sd));
    }

    /// <summary>y [2 F(y) - 1] + a/(a + b) [1 - 2 F_{a+1,b}(y) - 2 B(2a, 2b)/(a B(a, b)^2)], the beta distribution on 0..1.</summary>
    public static double Beta(double y, double a, double b)
    {
        Guard.Finite(y, nameof(y));
        Guard.Positive(a, nameof(a));
        Guard.Positive(b, nameof(b));
        var x = Math.Clamp(y, 0, 1);
        var pair = Math.Exp(SpecialFunctions.BetaLn(2 * a, 2 * b) - (2 * SpecialFunctions.BetaLn(a, b)));
        return (y * ((2 * SpecialFunctions.BetaRegularized(a, b, x)) - 1))
            + (a / (a + b) * (1 - (2 * SpecialFunctions.BetaRegularized(a + 1, b, x)) - (2 * pair / a)));
    }

    /// <summary>
    /// The uniform distribution on min..max with the masses <paramref name="lowerMass"/> at min and <paramref name="upperMass"/> at max: a
    /// distribution function of one linear piece.
    /// </summary>
    public static double Uniform(double y, double min, double max, double lowerMass = 0, double upperMass = 0)
    {
        Guard.Probability(lowerMass, nameof(lowerMass));
        Guard.Probability(upperMass, nameof(upperMass));
        if (lowerMass + upperMass > 1)
            throw new ArgumentException($"upperMass is {upperMass:R} beside {lowerMass:R}; the two must not exceed 1.", nameof(upperMass));
        if (!(max > min))
            throw new ArgumentException($"max is {max:R}; it must lie above min, {min:R}.", nameof(max));
        return PiecewiseLinear([min, max], [lowerMass, 1 - upperMass], y);
    }
}
