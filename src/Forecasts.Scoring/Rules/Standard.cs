using MathNet.Numerics;

namespace Forecasts.Scoring.Rules;

/// <summary>Densities and distribution functions in their standard form, for closed forms of scores.</summary>
internal static class Standard
{
    public static double NormalDensity(double z) => Math.Exp(-z * z / 2) / Math.Sqrt(2 * Math.PI);

    public static double NormalCdf(double z) => SpecialFunctions.Erfc(-z / Math.Sqrt(2)) / 2;

    public static double StudentDensity(double z, double df) =>
        Math.Exp((-(df + 1) / 2 * double.LogP1(z * z / df)) - SpecialFunctions.BetaLn(0.5, df / 2)) / Math.Sqrt(df);

    public static double StudentCdf(double z, double df)
    {
        var tail = SpecialFunctions.BetaRegularized(df / 2, 0.5, df / (df + (z * z))) / 2;
        return z > 0 ? 1 - tail : tail;
    }

    /// <summary>(y - location)/scale, all checked.</summary>
    public static double Z(double y, double location, double scale, string locationName, string scaleName)
    {
        Guard.Finite(y, nameof(y));
        Guard.Finite(location, locationName);
        Guard.Positive(scale, scaleName);
        return (y - location) / scale;
    }

    /// <summary>Weights that sum to 1, for checked components.</summary>
    public static double[] Mixture(ReadOnlySpan<double> means, ReadOnlySpan<double> sds, ReadOnlySpan<double> weights)
    {
        Guard.NotEmpty(means.Length, nameof(means));
        Guard.SameLength(means.Length, nameof(means), sds.Length, nameof(sds));
        Guard.Finite(means, nameof(means));
        for (var i = 0; i < sds.Length; i++)
            Guard.Positive(sds[i], $"{nameof(sds)}[{i}]");
        Guard.Weights(weights, means.Length);
        double[] own = weights.IsEmpty ? [.. Enumerable.Repeat(1.0, means.Length)] : weights.ToArray();
        var total = own.Sum();
        return [.. own.Select(w => w / total)];
    }
}
