using MathNet.Numerics;

namespace Forecasts.Scoring.Calibration;

/// <param name="ChiSquared">Lower is better; infinite where a group of certain forecasts was wrong.</param>
/// <param name="Groups">Groups, and degrees of freedom: the forecasts were made before the outcomes, nothing was fitted.</param>
/// <param name="P">p-value.</param>
public sealed record HosmerLemeshow(double ChiSquared, int Groups, double P);

/// <summary>
/// Hosmer and Lemeshow's test (1980, Communications in Statistics A9) in its external form. Its answer depends on the groups; others here
/// do not.
/// </summary>
public static class HosmerLemeshowTest
{
    /// <summary>
    /// Sum over groups of equal number of n (mean y - mean p)^2 / (mean p (1 - mean p)), against chi-squared with as many degrees of
    /// freedom as groups.
    /// </summary>
    /// <param name="p">Forecasts in 0..1, at least one.</param>
    /// <param name="y">Outcomes in 0..1.</param>
    /// <param name="groups">At least 1; equal forecasts stay together, so there may be fewer.</param>
    /// <param name="weights">A weight of w counts as w equal cases.</param>
    public static HosmerLemeshow Of(ReadOnlySpan<double> p, ReadOnlySpan<double> y, int groups = 10, ReadOnlySpan<double> weights = default)
    {
        Guard.Within(groups, 1, int.MaxValue, nameof(groups));
        return Of(OrderedCases.Of(p, y, weights), groups);
    }

    internal static HosmerLemeshow Of(OrderedCases cases, int groups = 10)
    {
        var (sum, count) = (0.0, 0);
        foreach (var group in Partition.EqualMass(cases, groups))
        {
            var (excess, variance) = (group.Outcomes - group.Forecasts, group.Forecasts * (1 - group.Forecast));
            count++;
            if (excess != 0)
                sum += variance > 0 ? excess * excess / variance : double.PositiveInfinity;
        }

        return new(sum, count, double.IsFinite(sum) ? SpecialFunctions.GammaUpperRegularized(count / 2.0, sum / 2) : 0);
    }
}
