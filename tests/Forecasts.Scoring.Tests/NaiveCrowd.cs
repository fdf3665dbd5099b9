namespace Forecasts.Scoring.Tests;

/// <summary>The crowd from all who stand, without a running structure.</summary>
public static class NaiveCrowd
{
    public static double[] Mean(IReadOnlyCollection<double[]> members) => [.. Columns(members).Select(c => c.Average())];

    public static double[] Median(IReadOnlyCollection<double[]> members)
    {
        var middles = Columns(members)
            .Select(c => c.Order().ToArray())
            .Select(c => (c[(c.Length - 1) / 2] + c[c.Length / 2]) / 2)
            .ToArray();
        if (middles.Length == 1)
            return middles;
        var spare = middles.Sum(m => Math.Max(0, m - 0.001));
        return [.. middles.Select(m => spare == 0 ? 1 / 3.0 : 0.001 + (0.997 * Math.Max(0, m - 0.001) / spare))];
    }

    private static IEnumerable<double[]> Columns(IReadOnlyCollection<double[]> members) =>
        Enumerable.Range(0, members.First().Length).Select(k => members.Select(m => m[k]).ToArray());
}
