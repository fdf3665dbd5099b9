using MathNet.Numerics.Distributions;

namespace Forecasts.Scoring.Calibration;

/// <summary>
/// "Said Stated, happened Happened of N. If Stated were right, UsualLower to UsualUpper would be usual; Happened or fewer (or more) happens
/// Chance of the time."
/// </summary>
/// <param name="Stated">The forecast; the mean where several fall into one per cent.</param>
/// <param name="N">How often it was said.</param>
/// <param name="Happened">How often yes followed; a half where a claim was half right.</param>
/// <param name="Usual">The middle 90 % of the counts that would follow if it were right; null where an outcome is graded.</param>
/// <param name="Fewer">True where fewer came than was said: <paramref name="Chance"/> is that of so few or fewer; false: of so many or
/// more.</param>
/// <param name="Chance">In 0..1; null where an outcome is graded.</param>
public sealed record StatedValue(double Stated, int N, double Happened, (int Lower, int Upper)? Usual, bool Fewer, double? Chance);

/// <summary>k of n for each stated value: the honest picture of calibration below 50 cases, where no curve should be drawn.</summary>
public static class StatedValues
{
    private const double Tail = 0.05;

    /// <summary>One row per whole per cent that was said, ascending.</summary>
    /// <param name="p">Forecasts in 0..1, at least one.</param>
    /// <param name="y">Outcomes in 0..1.</param>
    public static IReadOnlyList<StatedValue> Of(ReadOnlySpan<double> p, ReadOnlySpan<double> y) => Of(OrderedCases.Of(p, y, default));

    /// <summary>
    /// The same of several forecasters together: what would be usual is left out where a stated value was said twice of one claim, whose
    /// outcome is one.
    /// </summary>
    /// <param name="p">Forecasts in 0..1, at least one.</param>
    /// <param name="y">Outcomes in 0..1.</param>
    /// <param name="claims">Equal numbers stand for the same claim.</param>
    public static IReadOnlyList<StatedValue> Of(ReadOnlySpan<double> p, ReadOnlySpan<double> y, ReadOnlySpan<int> claims)
    {
        var cases = OrderedCases.Of(p, y, default);
        Guard.Clusters(claims, p.Length);
        var (said, twice) = (new HashSet<(int, int)>(), new HashSet<int>());
        for (var i = 0; i < claims.Length; i++)
        {
            if (!said.Add((Percent(p[i]), claims[i])))
                twice.Add(Percent(p[i]));
        }

        return [.. Of(cases).Select(row => twice.Contains(Percent(row.Stated)) ? row with { Usual = null, Chance = null } : row)];
    }

    internal static IReadOnlyList<StatedValue> Of(OrderedCases cases)
    {
        var rows = new List<StatedValue>();
        for (int from = 0, to; from < cases.Count; from = to)
        {
            to = from + 1;
            while (to < cases.Count && Percent(cases.P[to]) == Percent(cases.P[from]))
                to++;
            rows.Add(Row(cases.Over(from, to), cases.AreBinary(from, to)));
        }

        return rows;
    }

    private static int Percent(double p) => (int)Math.Round(100 * p, MidpointRounding.AwayFromZero);

    private static StatedValue Row(CaseGroup group, bool binary)
    {
        var (n, stated, happened) = (group.Count, Math.Min(1, group.Forecast), group.Outcomes);
        var fewer = happened < n * stated;
        if (!binary)
            return new(stated, n, happened, null, fewer, null);
        var k = (int)happened;
        // Written so that no probability near 0 is the difference of two near 1.
        var chance = fewer ? AtMost(n, stated, k) : AtMost(n, 1 - stated, n - k);
        return new(stated, n, happened, Usual(n, stated), fewer, chance);
    }

    private static double AtMost(int n, double p, int k) =>
        k >= n || p == 0 ? 1
        : p == 1 ? 0
        : Binomial.CDF(p, n, k);

    /// <summary>The middle 90 % of the counts that follow where each of n has that chance.</summary>
    internal static (int Lower, int Upper) Usual(int n, double chance) => (Least(n, chance), n - Least(n, 1 - chance));

    // The smallest count whose chance of it or fewer is above the tail.
    private static int Least(int n, double p)
    {
        var (low, high) = (0, n);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (AtMost(n, p, middle) > Tail)
                high = middle;
            else
                low = middle + 1;
        }

        return low;
    }
}
