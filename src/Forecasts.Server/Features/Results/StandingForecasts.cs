using Forecasts.Scoring.Rules;

namespace Forecasts.Server.Features.Results;

/// <summary>A forecast as it stood at the close, with what came of it.</summary>
/// <param name="Cluster">Claims of one cluster are not independent.</param>
/// <param name="Settled">Grows in the order in which claims were settled.</param>
/// <param name="Pairs">The probability or expected grade, and what came; of a choice each option against the rest.</param>
/// <param name="Brier">In 0..1; of a choice that of the whole.</param>
public sealed record StandingForecast(
    string Claim,
    string Cluster,
    string Forecaster,
    long Settled,
    IReadOnlyList<CalibrationPair> Pairs,
    double Brier,
    bool Withdrawn = false
)
{
    public StandingForecast(string claim, string cluster, string forecaster, long settled, CalibrationPair pair, bool withdrawn = false)
        : this(claim, cluster, forecaster, settled, [pair], BrierScore.Binary(pair.Forecast, pair.Outcome), withdrawn) { }

    /// <summary>True where one number says it all; false of a choice.</summary>
    public bool IsOne => Pairs is [_];

    public CalibrationPair Pair
    {
        get => Pairs[0];
        init => (Pairs, Brier) = ([value], BrierScore.Binary(value.Forecast, value.Outcome));
    }

    public double Grade => Pair.Forecast;

    public double Outcome => Pair.Outcome;
}

/// <summary>Forecasts as the scoring library takes them: a row for each pair.</summary>
/// <param name="Half">The probability of "half right" of each; empty where there is none, or an expected grade says nothing of it.</param>
/// <param name="Claims">Empty where each claim has one row.</param>
/// <param name="Order">Of the rows by when their claims were settled.</param>
/// <param name="Before">Of each option the probability of those before it; empty where there is no choice.</param>
public sealed record ForecastColumns(double[] P, double[] Y, double[] Half, int[] Claims, int[] Clusters, int[] Order, double[] Before)
{
    public static ForecastColumns Of(IReadOnlyList<StandingForecast> forecasts)
    {
        List<(StandingForecast Of, CalibrationPair Pair)> rows = [.. forecasts.SelectMany(f => f.Pairs.Select(pair => (f, pair)))];
        var (claims, distinct) = Numbered(rows, r => r.Of.Claim);
        // Three grades say how probable "half right" was; an expected grade does not, and then outcomes cannot be drawn.
        var known = rows.Exists(r => r.Pair.Half is not null) && !rows.Exists(r => r.Pair.Half is null && r.Pair.Outcome is not (0 or 1));
        double[] half = known ? [.. rows.Select(r => r.Pair.Half ?? 0)] : [];
        double[] before = rows.Exists(r => r.Pair.Before is not null) ? [.. rows.Select(r => r.Pair.Before ?? 0)] : [];
        return new(
            [.. rows.Select(r => r.Pair.Forecast)],
            [.. rows.Select(r => r.Pair.Outcome)],
            half,
            distinct == rows.Count ? [] : claims,
            Numbered(rows, r => r.Of.Cluster).Numbers,
            [.. Enumerable.Range(0, rows.Count).OrderBy(i => rows[i].Of.Settled).ThenBy(i => claims[i])],
            before
        );
    }

    // By name, so that the same forecasts give the same numbers in whatever order they come.
    private static (int[] Numbers, int Distinct) Numbered<T>(IReadOnlyList<T> rows, Func<T, string> name)
    {
        var numbers = rows.Select(name)
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)
            .Index()
            .ToDictionary(n => n.Item, n => n.Index, StringComparer.Ordinal);
        return ([.. rows.Select(r => numbers[name(r)])], numbers.Count);
    }
}
