using Forecasts.Scoring.Calibration;

namespace Forecasts.Scoring.Tests.Calibration;

/// <summary>Forecasts and outcomes for tests: any, and such as are right or wrong in a known way.</summary>
public static class Cases
{
    private static readonly Gen<double> P = Gen.Frequency(
        (1, Gen.OneOf(0.0, 1.0)),
        (5, Gen.Int[0, 20].Select(i => i / 20.0)),
        (3, Gen.Double[0, 1])
    );

    /// <summary>With ties, zeros and ones.</summary>
    public static readonly Gen<(double[] P, double[] Y)> YesNo = Of(Gen.Int[0, 1].Select(i => (double)i));

    public static readonly Gen<(double[] P, double[] Y)> Graded = Of(Gen.Int[0, 2].Select(i => i / 2.0));

    public static readonly Gen<(double[] P, double[] Y)> Any = Gen.OneOf(YesNo, Graded, Of(Gen.Double[0, 1]));

    public static (double[] P, double[] Y) Shuffled(this (double[] P, double[] Y) cases, int seed)
    {
        var order = Enumerable.Range(0, cases.P.Length).ToArray();
        new Random(seed).Shuffle(order);
        return (order.Select(i => cases.P[i]).ToArray(), order.Select(i => cases.Y[i]).ToArray());
    }

    /// <summary>n forecasts between 2 and 98 per cent (whole ones, or any), and yes with the chance that truth makes of each.</summary>
    public static (double[] P, double[] Y) Drawn(int n, ulong seed, Func<double, double>? truth = null, bool whole = false)
    {
        var random = new Seeded(seed);
        var (p, y) = (new double[n], new double[n]);
        for (var i = 0; i < n; i++)
        {
            p[i] = 0.02 + (0.96 * random.NextDouble());
            if (whole)
                p[i] = Math.Round(p[i], 1);
            y[i] = random.NextDouble() < (truth?.Invoke(p[i]) ?? p[i]) ? 1 : 0;
        }

        return (p, y);
    }

    /// <summary>The probability moved on the logit scale.</summary>
    public static double Logistic(double p, double intercept, double slope) =>
        1 / (1 + Math.Exp(-(intercept + (slope * Math.Log(p / (1 - p))))));

    /// <summary>How often something holds over so many seeds.</summary>
    public static double Share(int runs, Func<ulong, bool> holds) =>
        Enumerable.Range(1, runs).Count(seed => holds((ulong)seed * 7919)) / (double)runs;

    private static Gen<(double[] P, double[] Y)> Of(Gen<double> outcome) =>
        Gen.Select(P, outcome).Array[1, 60].Select(a => (a.Select(x => x.Item1).ToArray(), a.Select(x => x.Item2).ToArray()));
}
