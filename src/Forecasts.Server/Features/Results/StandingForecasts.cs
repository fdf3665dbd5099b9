namespace Forecasts.Server.Features.Results;

/// <summary>A forecast as it stood at the close, with what came of it.</summary>
/// <param name="Cluster">Claims of one cluster are not independent.</param>
/// <param name="Settled">Grows in the order in which claims were settled.</param>
/// <param name="Pair">The probability or expected grade, and what came.</param>
public sealed record StandingForecast(string Claim, string Cluster, string Forecaster, long Settled, CalibrationPair Pair, bool Withdrawn = false)
{
    public double Grade => Pair.Forecast;

    public double Outcome => Pair.Outcome;
}

/// <summary>Forecasts as the scoring library takes them.</summary>
/// <param name="Half">The probability of "half right" of each; empty where there is none, or an expected grade says nothing of it.</param>
/// <param name="Claims">Empty where each claim has one forecast.</param>
/// <param name="Order">Of the rows by when their claims were settled.</param>
public sealed record ForecastColumns(double[] P, double[] Y, double[] Half, int[] Claims, int[] Clusters, int[] Order)
{
    public static ForecastColumns Of(IReadOnlyList<StandingForecast> rows)
    {
        var (claims, distinct) = Numbered(rows, r => r.Claim);
        // Three grades say how probable "half right" was; an expected grade does not, and then outcomes cannot be drawn.
        var known = rows.Any(r => r.Pair.Half is not null) && !rows.Any(r => r.Pair.Half is null && r.Outcome is not (0 or 1));
        double[] half = known ? [.. rows.Select(r => r.Pair.Half ?? 0)] : [];
        return new([.. rows.Select(r => r.Grade)], [.. rows.Select(r => r.Outcome)], half, distinct == rows.Count ? [] : claims, Numbered(rows, r => r.Cluster).Numbers,
            [.. Enumerable.Range(0, rows.Count).OrderBy(i => rows[i].Settled).ThenBy(i => claims[i])]);
    }

    // By name, so that the same forecasts give the same numbers in whatever order they come.
    private static (int[] Numbers, int Distinct) Numbered(IReadOnlyList<StandingForecast> rows, Func<StandingForecast, string> name)
    {
        var numbers = rows.Select(name).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Index().ToDictionary(n => n.Item, n => n.Index, StringComparer.Ordinal);
        return ([.. rows.Select(r => numbers[name(r)])], numbers.Count);
    }
}
