using System.Numerics.Tensors;

namespace Forecasts.Scoring.Calibration;

/// <param name="Intercept">0 is calibrated; above 0 where yes came more often than was said.</param>
/// <param name="Slope">1 is calibrated; below 1 is over-confident, above 1 under-confident.</param>
/// <param name="InterceptError">Standard error.</param>
/// <param name="SlopeError">Standard error.</param>
/// <param name="LikelihoodRatio">Twice the gain in log-likelihood over (0, 1).</param>
/// <param name="P">p-value of the likelihood ratio with two degrees of freedom.</param>
/// <param name="Deviance">Twice the negative log-likelihood of the fit.</param>
/// <param name="Penalised">True where yes and no do not overlap: a penalised fit (Firth 1993) stands in, since the likelihood has no
/// maximum.</param>
/// <param name="Floored">Forecasts of exactly 0 or 1, which have no logit and entered with the floor.</param>
public sealed record Recalibration(
    double Intercept,
    double Slope,
    double InterceptError,
    double SlopeError,
    double LikelihoodRatio,
    double P,
    double Deviance,
    bool Penalised,
    int Floored
);

/// <param name="Intercept">0 is calibrated; above 0 where yes came more often than was said.</param>
/// <param name="Error">Standard error.</param>
/// <param name="Penalised">True where all outcomes are equal, and a penalised fit stands in.</param>
public sealed record InTheLarge(double Intercept, double Error, bool Penalised);

/// <summary>
/// Cox's recalibration (Cox 1958, Biometrika 45): logit P(yes) = intercept + slope x logit p. Graded outcomes enter as fractions; they vary
/// less than yes and no, so the standard errors are conservative then.
/// </summary>
public static class CoxRecalibration
{
    /// <summary>What stands for a forecast of exactly 0 or 1, which has no logit.</summary>
    public const double Floor = 0.001;

    /// <summary>Intercept and slope together. All NaN where all forecasts are equal: there is no slope then.</summary>
    /// <param name="p">Forecasts in 0..1, at least one.</param>
    /// <param name="y">Outcomes in 0..1.</param>
    /// <param name="weights">A weight of w counts as w equal cases.</param>
    /// <param name="claims">Equal numbers stand for the same claim, whose one outcome its rows share: errors and p (a Wald test) are by
    /// claims then. None: each row is a claim of its own.</param>
    public static Recalibration Of(
        ReadOnlySpan<double> p,
        ReadOnlySpan<double> y,
        ReadOnlySpan<double> weights = default,
        ReadOnlySpan<int> claims = default
    )
    {
        Guard.Cases(p, y, weights);
        Guard.Clusters(claims, p.Length);
        var x = Logits(p, out var floored);
        var overlap = Overlap.Of(x, y, weights);
        if (overlap.AllEqual)
            return new(double.NaN, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN, false, floored);
        var (a, b, errorA, errorB) = overlap.Separated
            ? FirthFit.Fit(x, y, weights, slopeToo: true)
            : LogisticFit.Fit(x, y, weights, slopeToo: true);
        var deviance = LogisticFit.Deviance(x, y, weights, a, b);
        var ratio = overlap.Separated
            ? 2 * (FirthFit.Likelihood(x, y, weights, a, b, slopeToo: true) - FirthFit.Likelihood(x, y, weights, 0, 1, slopeToo: true))
            : LogisticFit.Deviance(x, y, weights, 0, 1) - deviance;
        ratio = Math.Max(0, ratio);
        if (!claims.IsEmpty && RobustErrors.Of(x, y, weights, claims, a, b) is var by)
            return new(a, b, by.ErrorA, by.ErrorB, ratio, Math.Exp(-by.Wald / 2), deviance, overlap.Separated, floored);
        // The tail of chi-squared with two degrees of freedom.
        var p2 = Math.Exp(-ratio / 2);
        return new(a, b, errorA, errorB, ratio, p2, deviance, overlap.Separated, floored);
    }

    /// <summary>
    /// Calibration in the large: the intercept alone, the slope held at 1. It sees a uniform shift and is nearly blind to over-confidence.
    /// </summary>
    /// <param name="p">Forecasts in 0..1, at least one.</param>
    /// <param name="y">Outcomes in 0..1.</param>
    /// <param name="weights">A weight of w counts as w equal cases.</param>
    /// <param name="claims">Equal numbers stand for the same claim, whose one outcome its rows share; none: each row is a claim of its
    /// own.</param>
    public static InTheLarge InTheLarge(
        ReadOnlySpan<double> p,
        ReadOnlySpan<double> y,
        ReadOnlySpan<double> weights = default,
        ReadOnlySpan<int> claims = default
    )
    {
        Guard.Cases(p, y, weights);
        Guard.Clusters(claims, p.Length);
        var x = Logits(p, out _);
        var overlap = Overlap.Of(x, y, weights);
        var fit = overlap.OneClass ? FirthFit.Fit(x, y, weights, slopeToo: false) : LogisticFit.Fit(x, y, weights, slopeToo: false);
        return new(fit.A, claims.IsEmpty ? fit.ErrorA : RobustErrors.Of(x, y, weights, claims, fit.A, 1).ErrorOfAlone, overlap.OneClass);
    }

    internal static double[] Logits(ReadOnlySpan<double> p, out int floored)
    {
        var x = new double[p.Length];
        Span<double> rest = stackalloc double[512];
        floored = 0;
        for (var from = 0; from < p.Length; from += rest.Length)
        {
            var n = Math.Min(rest.Length, p.Length - from);
            var part = x.AsSpan(from, n);
            var other = rest[..n];
            TensorPrimitives.Log(p.Slice(from, n), part);
            TensorPrimitives.Subtract(1.0, p.Slice(from, n), other);
            TensorPrimitives.Log(other, other);
            TensorPrimitives.Subtract(part, other, part);
        }

        var least = Math.Log(Floor / (1 - Floor));
        for (var i = 0; i < p.Length; i++)
        {
            if (p[i] is not (0 or 1))
                continue;
            x[i] = p[i] == 0 ? least : -least;
            floored++;
        }

        return x;
    }

    /// <summary>
    /// Whether a maximum of the likelihood exists (Albert and Anderson 1984, Biometrika 71): the forecasts of (partly) yes and (partly) no
    /// must overlap.
    /// </summary>
    private readonly record struct Overlap(bool AllEqual, bool OneClass, bool Separated)
    {
        public static Overlap Of(ReadOnlySpan<double> x, ReadOnlySpan<double> y, ReadOnlySpan<double> weights)
        {
            var (noLow, noHigh, yesLow, yesHigh) = (
                double.PositiveInfinity,
                double.NegativeInfinity,
                double.PositiveInfinity,
                double.NegativeInfinity
            );
            for (var i = 0; i < x.Length; i++)
            {
                if (!weights.IsEmpty && weights[i] == 0)
                    continue;
                if (y[i] < 1)
                    (noLow, noHigh) = (Math.Min(noLow, x[i]), Math.Max(noHigh, x[i]));
                if (y[i] > 0)
                    (yesLow, yesHigh) = (Math.Min(yesLow, x[i]), Math.Max(yesHigh, x[i]));
                if (yesLow < noHigh && noLow < yesHigh)
                    return new(false, false, false);
            }

            return new(
                Math.Min(noLow, yesLow) == Math.Max(noHigh, yesHigh),
                noLow > noHigh || yesLow > yesHigh,
                noHigh <= yesLow || yesHigh <= noLow
            );
        }
    }
}
