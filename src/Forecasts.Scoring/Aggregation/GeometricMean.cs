using Forecasts.Scoring.Rules;

namespace Forecasts.Scoring.Aggregation;

/// <summary>Geometric mean of probability mass functions: what peer scores compare with.</summary>
public static class GeometricMean
{
    /// <summary>
    /// exp(mean ln p_k) in each category, not renormalised, so that it may sum to less than 1; an option that is open for nobody (NaN)
    /// stays NaN.
    /// </summary>
    /// <param name="members">At least one, all of the same categories.</param>
    public static double[] Of(IReadOnlyList<IReadOnlyList<double>> members)
    {
        Guard.Members(members, nameof(members));
        return
        [
            .. Enumerable
                .Range(0, members[0].Count)
                .Select(k =>
                    members.Select(m => m[k]).Where(p => !double.IsNaN(p)).ToArray() switch
                    {
                        [] => double.NaN,
                        var p => Math.Exp(p.Sum(Math.Log) / p.Length),
                    }
                ),
        ];
    }

    /// <summary>
    /// The same, renormalised to 1: the logarithmic opinion pool (Genest and Zidek 1986, Statistical Science 1). NaN everywhere where each
    /// category has a zero.
    /// </summary>
    public static double[] Pool(IReadOnlyList<IReadOnlyList<double>> members)
    {
        var mean = Of(members);
        var sum = mean.Where(p => !double.IsNaN(p)).Sum();
        return [.. mean.Select(p => p / sum)];
    }
}
