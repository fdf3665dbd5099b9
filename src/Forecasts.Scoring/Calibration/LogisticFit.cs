using System.Numerics;
using System.Numerics.Tensors;

namespace Forecasts.Scoring.Calibration;

/// <summary>
/// Maximum likelihood for P(yes) = 1/(1 + exp(-(a + b x))) by Newton steps (iteratively reweighted least squares), a chunk of rows at a
/// time.
/// </summary>
internal static class LogisticFit
{
    // Of so many factors within 1 and 2 the product is still a number.
    private const int Chunk = 512;
    private const int MostSteps = 200,
        MostHalvings = 60,
        Sample = 20_000;
    private const double Enough = 1e-12,
        Longest = 5;

    /// <param name="slopeToo">Whether b is fitted; it stays 1 otherwise.</param>
    public static LogisticEstimate Fit(ReadOnlySpan<double> x, ReadOnlySpan<double> y, ReadOnlySpan<double> weights, bool slopeToo)
    {
        if (x.Length < 4 * Sample || !weights.IsEmpty)
            return From(0, 1, x, y, weights, slopeToo);
        // A sample says where to begin; the steps over all rows, which are dear, are fewer then.
        var stride = x.Length / Sample;
        var (few, outcomes) = (new double[Sample], new double[Sample]);
        for (var i = 0; i < Sample; i++)
            (few[i], outcomes[i]) = (x[i * stride], y[i * stride]);
        var start = From(0, 1, few, outcomes, default, slopeToo);
        return double.IsFinite(start.A) && double.IsFinite(start.B)
            ? From(start.A, start.B, x, y, weights, slopeToo)
            : From(0, 1, x, y, weights, slopeToo);
    }

    private static LogisticEstimate From(
        double a,
        double b,
        ReadOnlySpan<double> x,
        ReadOnlySpan<double> y,
        ReadOnlySpan<double> weights,
        bool slopeToo
    )
    {
        var deviance = Deviance(x, y, weights, a, b);
        // Where the forecasts are worse than none at all, a flat line is the better place to begin.
        if (slopeToo && Deviance(x, y, weights, 0, 0) is var flat && !(deviance <= flat))
            (a, b, deviance) = (0, 0, flat);
        Information information = default;
        for (var step = 0; step < MostSteps; step++)
        {
            information = Sums(x, y, weights, a, b);
            var (da, db) = information.Step(slopeToo);
            // The squared length of the step in standard errors.
            var length = (da * information.ScoreA) + (db * information.ScoreB);
            var scale = Math.Min(1, Longest / Math.Max(Math.Abs(da), Math.Abs(db)));
            var next = Deviance(x, y, weights, a + (scale * da), b + (scale * db));
            for (var halving = 0; halving < MostHalvings && !(next <= deviance + (1e-13 * Math.Abs(deviance))); halving++)
            {
                scale /= 2;
                next = Deviance(x, y, weights, a + (scale * da), b + (scale * db));
            }

            (a, b, deviance) = (a + (scale * da), b + (scale * db), next);
            if (length < Enough)
                break;
        }

        return new(
            a,
            b,
            slopeToo ? Math.Sqrt(information.Bb / information.Determinant) : 1 / Math.Sqrt(information.Aa),
            Math.Sqrt(information.Aa / information.Determinant)
        );
    }

    /// <summary>Twice the negative log-likelihood: 2 sum w (ln(1 + e^eta) - y eta).</summary>
    public static double Deviance(ReadOnlySpan<double> x, ReadOnlySpan<double> y, ReadOnlySpan<double> weights, double a, double b)
    {
        Span<double> eta = stackalloc double[Chunk];
        Span<double> soft = stackalloc double[Chunk];
        var sum = 0.0;
        for (var from = 0; from < x.Length; from += Chunk)
        {
            var n = Math.Min(Chunk, x.Length - from);
            var e = eta[..n];
            var s = soft[..n];
            Line(x.Slice(from, n), a, b, e);
            // ln(1 + e^eta) = max(eta, 0) + ln(1 + e^-|eta|)
            TensorPrimitives.Abs(e, s);
            TensorPrimitives.Negate(s, s);
            TensorPrimitives.Exp(s, s);
            if (weights.IsEmpty)
            {
                sum -= TensorPrimitives.Dot(y.Slice(from, n), e);
                TensorPrimitives.Add(s, 1.0, s);
                TensorPrimitives.Max(e, 0.0, e);
                sum += TensorPrimitives.Sum(e) + Math.Log(TensorPrimitives.Product(s));
                continue;
            }

            TensorPrimitives.LogP1(s, s);
            for (var i = 0; i < n; i++)
                sum += weights[from + i] * (s[i] + Math.Max(e[i], 0) - (y[from + i] * e[i]));
        }

        return 2 * sum;
    }

    private static void Line(ReadOnlySpan<double> x, double a, double b, Span<double> eta)
    {
        TensorPrimitives.Multiply(x, b, eta);
        TensorPrimitives.Add(eta, a, eta);
    }

    private static Information Sums(ReadOnlySpan<double> x, ReadOnlySpan<double> y, ReadOnlySpan<double> weights, double a, double b)
    {
        Span<double> chance = stackalloc double[Chunk];
        Information total = default;
        for (var from = 0; from < x.Length; from += Chunk)
        {
            var n = Math.Min(Chunk, x.Length - from);
            var at = x.Slice(from, n);
            Line(at, a, b, chance[..n]);
            TensorPrimitives.Sigmoid(chance[..n], chance[..n]);
            total += Sums(at, chance[..n], y.Slice(from, n), weights.IsEmpty ? default : weights.Slice(from, n));
        }

        return total;
    }

    private static Information Sums(
        ReadOnlySpan<double> x,
        ReadOnlySpan<double> chance,
        ReadOnlySpan<double> y,
        ReadOnlySpan<double> weights
    )
    {
        var (ga, gb, haa, hab, hbb) = (
            Vector<double>.Zero,
            Vector<double>.Zero,
            Vector<double>.Zero,
            Vector<double>.Zero,
            Vector<double>.Zero
        );
        var i = 0;
        for (; i <= x.Length - Vector<double>.Count; i += Vector<double>.Count)
        {
            var (at, mu) = (new Vector<double>(x[i..]), new Vector<double>(chance[i..]));
            var w = weights.IsEmpty ? Vector<double>.One : new Vector<double>(weights[i..]);
            var (miss, spread) = (w * (new Vector<double>(y[i..]) - mu), w * mu * (Vector<double>.One - mu));
            ga += miss;
            gb += miss * at;
            haa += spread;
            hab += spread * at;
            hbb += spread * at * at;
        }

        var sums = new Information(Vector.Sum(ga), Vector.Sum(gb), Vector.Sum(haa), Vector.Sum(hab), Vector.Sum(hbb));
        for (; i < x.Length; i++)
        {
            var w = weights.IsEmpty ? 1 : weights[i];
            var (miss, spread) = (w * (y[i] - chance[i]), w * chance[i] * (1 - chance[i]));
            sums += new Information(miss, miss * x[i], spread, spread * x[i], spread * x[i] * x[i]);
        }

        return sums;
    }
}

/// <summary>A fitted line with its standard errors; that of b has no meaning where b was held.</summary>
internal readonly record struct LogisticEstimate(double A, double B, double ErrorA, double ErrorB);

/// <summary>The gradient of the log-likelihood in (a, b), and the information matrix.</summary>
internal readonly record struct Information(double ScoreA, double ScoreB, double Aa, double Ab, double Bb)
{
    public double Determinant => (Aa * Bb) - (Ab * Ab);

    public static Information operator +(Information x, Information y) =>
        new(x.ScoreA + y.ScoreA, x.ScoreB + y.ScoreB, x.Aa + y.Aa, x.Ab + y.Ab, x.Bb + y.Bb);

    /// <summary>
    /// Newton's step; uphill by 1 where the information has run out (forecasts so sure that their spread is 0 in double precision).
    /// </summary>
    public (double A, double B) Step(bool slopeToo)
    {
        var step = slopeToo
            ? (A: ((Bb * ScoreA) - (Ab * ScoreB)) / Determinant, B: ((Aa * ScoreB) - (Ab * ScoreA)) / Determinant)
            : (A: ScoreA / Aa, B: 0);
        return double.IsFinite(step.A) && double.IsFinite(step.B) ? step : (Uphill(ScoreA), slopeToo ? Uphill(ScoreB) : 0);
    }

    private static double Uphill(double score) =>
        score > 0 ? 1
        : score < 0 ? -1
        : 0;
}
