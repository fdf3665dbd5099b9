namespace Forecasts.Scoring.Rules;

/// <summary>Probability mass functions before a logarithm is taken of them.</summary>
public static class Pmf
{
    /// <summary>max(p, floor) in each category, renormalised to 1 (so that a sum a little above 1 gains nothing).</summary>
    /// <param name="p">Probabilities of K categories, summing to 1 within 1e-6.</param>
    /// <param name="floor">Lowest probability, in 0..1/K.</param>
    /// <param name="floored">True where some category lay below the floor.</param>
    public static double[] Floor(ReadOnlySpan<double> p, double floor, out bool floored)
    {
        Guard.Pmf(p, nameof(p));
        if (!(floor >= 0 && floor * p.Length <= 1))
            throw new ArgumentException($"The floor lies within 0 and 1/{p.Length}.", nameof(floor));
        floored = false;
        var result = new double[p.Length];
        var sum = 0.0;
        for (var k = 0; k < p.Length; k++)
        {
            floored |= p[k] < floor;
            result[k] = Math.Max(p[k], floor);
            sum += result[k];
        }

        for (var k = 0; k < result.Length; k++)
            result[k] /= sum;
        return result;
    }

    /// <summary>The same for yes or no.</summary>
    internal static (double No, double Yes) Floor(double p, double floor, out bool floored)
    {
        floored = p < floor || 1 - p < floor;
        var (no, yes) = (Math.Max(1 - p, floor), Math.Max(p, floor));
        return (no / (no + yes), yes / (no + yes));
    }
}
