namespace Forecasts.Scoring.Tests;

/// <summary>
/// The definitions day by day, for claims whose every instant is a whole day: who stands on a day, what that day scores. Slow and
/// plain, and written without the prefix integrals and running sums that it checks.
/// </summary>
public static class NaiveScores
{
    public static readonly int[] Days = [.. Enumerable.Range(0, 10)];

    /// <summary>The belief of each forecaster on [day, day + 1).</summary>
    public static SortedDictionary<string, double[]> Standing(IEnumerable<TimedForecast> forecasts, int day)
    {
        var standing = new SortedDictionary<string, double[]>(StringComparer.Ordinal);
        foreach (var own in forecasts.Where(f => f.Start <= Day(day)).GroupBy(f => f.Forecaster))
        {
            var first = own.Max(f => f.Start);
            var latest = own.First()
                .Values.Select((_, k) => k)
                .Aggregate(
                    own.Where(f => f.Start == first).OrderBy(f => f.End ?? DateTimeOffset.MaxValue),
                    (sorted, k) => sorted.ThenBy(f => f.Values[k])
                )
                .Last();
            if (!(latest.End <= Day(day)))
                standing[own.Key] = [.. latest.Values];
        }

        return standing;
    }

    public static double Brier(AnyClaim claim, double[] v) =>
        claim.Kind == ClaimShape.Three
            ? (Math.Pow(v[0] - (claim.Outcome == 0 ? 1 : 0), 2) + Math.Pow(v[0] + v[1] - (claim.Outcome < 1 ? 1 : 0), 2)) / 2
            : Math.Pow(v[0] - claim.Outcome, 2);

    /// <summary>ln p of the outcome, or minus the divergence from the grade, with the floor.</summary>
    public static double Gain(AnyClaim claim, double[] v)
    {
        double[] p = claim.Kind == ClaimShape.Three ? v : [1 - v[0], v[0]];
        p = [.. p.Select(x => Math.Max(x, 0.001))];
        p = [.. p.Select(x => x / p.Sum())];
        if (claim.Kind == ClaimShape.Three)
            return Math.Log(p[(int)(2 * claim.Outcome)]);
        var entropy = claim.Outcome == 0.5 ? Math.Log(2) : 0;
        return (claim.Outcome * Math.Log(p[1])) + ((1 - claim.Outcome) * Math.Log(p[0])) + entropy;
    }

    /// <summary>The means of the last row are over all ten scheduled days.</summary>
    public static (double Coverage, double Peer, double RelativeBrier, double Baseline) Of(AnyClaim claim, string who)
    {
        var (coverage, peer, relative, baseline) = (0.0, 0.0, 0.0, 0.0);
        foreach (var day in Days.Where(d => Day(d) < claim.Window.Closes))
        {
            var standing = Standing(claim.Forecasts, day);
            if (!standing.TryGetValue(who, out var own))
                continue;
            coverage += 0.1;
            baseline += Baseline(claim, own) / 10;
            if (standing.Count == 1)
                continue;
            var others = standing.Where(s => s.Key != who).Select(s => s.Value).ToList();
            peer += 10 * (Gain(claim, own) - others.Average(o => Gain(claim, o)));
            relative += (others.Average(o => Brier(claim, o)) - Brier(claim, own)) / 10;
        }

        return (coverage, peer, relative, baseline);
    }

    private static double Baseline(AnyClaim claim, double[] own) =>
        claim.Kind switch
        {
            ClaimShape.Three => 100 * (1 + (Gain(claim, own) / Math.Log(3))),
            ClaimShape.Expected when claim.Outcome == 0.5 => 100 * Gain(claim, own) / Math.Log(2),
            _ => 100 * (1 + (Gain(claim, own) / Math.Log(2))),
        };
}
