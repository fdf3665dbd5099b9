namespace Forecasts.Scoring.Tests.Timeline;

/// <summary>Questions with options, some of which open later, and with buckets, over ten whole days.</summary>
public static class AnyQuestions
{
    private const int Options = 4;
    private const int Buckets = 5;

    public static readonly Gen<AnyClaim> Any = Gen.OneOf(ClaimShape.Choice, ClaimShape.Ordered, ClaimShape.Number, ClaimShape.Date)
        .SelectMany(kind =>
            Gen.Select(
                Gen.Int[0, kind.IsContinuous() ? Buckets + 1 : Options - 1],
                Gen.Int[1, 10],
                Gen.Int[-1, 10],
                Forecast(kind).Array[0, 14],
                (outcome, closes, spot, forecasts) => new AnyClaim(kind, outcome, Window(closes, Math.Min(spot, closes)), forecasts)
            )
        );

    private static Gen<TimedForecast> Forecast(ClaimShape kind) =>
        Gen.Select(
            Gen.Char['a', 'e'],
            Gen.Int[-2, 11],
            Gen.Int[0, 16],
            Gen.Int[0, 20].Array[kind.IsContinuous() ? Buckets + 2 : Options].Where(a => a.Sum() > 0),
            Gen.Bool,
            (who, start, lasts, values, late) =>
                new TimedForecast(who.ToString(), Day(start), lasts > 10 ? null : Day(start + lasts), Belief(kind, values, late), false)
        );

    public static ClaimScoreSheet Score(AnyClaim claim) =>
        ClaimScores.Score(claim.Kind, claim.Outcome, claim.Window, claim.Forecasts, Usual, openBounds: 1);

    private static double[] Belief(ClaimShape kind, int[] weights, bool firstIsClosed)
    {
        double[] values = [.. weights.Select(w => (double)w)];
        if (kind.HasOptions() && firstIsClosed && weights[1..].Sum() > 0)
            values[0] = double.NaN;
        var sum = values.Where(v => !double.IsNaN(v)).Sum();
        return [.. values.Select(v => v / sum)];
    }

    /// <summary>ln p of the outcome with the floor, plainly.</summary>
    public static double Gain(AnyClaim claim, double[] values)
    {
        var came = (int)claim.Outcome;
        if (claim.Kind.IsContinuous())
        {
            double[] raised =
            [
                .. values.Select((v, k) => (k == 0 || k == values.Length - 1) && k != came ? v : Math.Max(v, 0.01 / Buckets)),
            ];
            return Math.Log(raised[came] / raised.Sum());
        }

        var read = double.IsNaN(values[came]) ? values[^1] : values[came];
        return Math.Log(Math.Max(read, 0.001) / values.Where(v => !double.IsNaN(v)).Sum(v => Math.Max(v, 0.001)));
    }

    public static double Baseline(AnyClaim claim, double[] values)
    {
        var n = values.Count(v => !double.IsNaN(v));
        if (!claim.Kind.IsContinuous())
            return 100 * (Math.Log(n) + Gain(claim, values)) / Math.Log(n);
        var outside = claim.Outcome == 0 || claim.Outcome == values.Length - 1;
        return 50 * (Gain(claim, values) - Math.Log(outside ? 0.05 : 0.95 / Buckets));
    }

    public static double Brier(AnyClaim claim, double[] values)
    {
        if (claim.Kind.IsContinuous())
            return double.NaN;
        double[] open = [.. values.Where(v => !double.IsNaN(v))];
        var came = double.IsNaN(values[(int)claim.Outcome])
            ? open.Length - 1
            : values.Take((int)claim.Outcome).Count(v => !double.IsNaN(v));
        return claim.Kind == ClaimShape.Choice
            ? open.Select((p, k) => Math.Pow(p - (k == came ? 1 : 0), 2)).Sum() / 2
            : Enumerable.Range(0, open.Length - 1).Sum(k => Math.Pow(open.Take(k + 1).Sum() - (k >= came ? 1 : 0), 2)) / (open.Length - 1);
    }
}
