namespace Forecasts.Scoring.Comparison;

/// <summary>
/// The score of somebody who acts just where the forecast exceeds theta (Ehm, Gneiting, Jordan and Krueger 2016, JRSS B 78): every proper
/// score of a mean is a mixture of these, so who is better at every theta is better by every proper score.
/// </summary>
public static class ElementaryScore
{
    /// <summary>
    /// |y - theta| if exactly one of p > theta and y > theta, else 0. Lower is better; proper. For p, y and theta in 0..1 within 0..1.
    /// </summary>
    public static double Of(double p, double y, double theta)
    {
        Guard.Finite(p, nameof(p));
        Guard.Finite(y, nameof(y));
        Guard.Finite(theta, nameof(theta));
        return One(p, y, theta);
    }

    /// <summary>The (weighted) mean at one theta.</summary>
    /// <param name="p">Forecasts of a mean, finite: probabilities, expected grades, or any other unit that y has too; at least one.</param>
    /// <param name="y">Outcomes.</param>
    public static double Mean(ReadOnlySpan<double> p, ReadOnlySpan<double> y, double theta, ReadOnlySpan<double> weights = default)
    {
        Guard.Pairs(p, nameof(p), y, nameof(y), weights, default);
        Guard.Finite(theta, nameof(theta));
        return Average(p, y, theta, weights);
    }

    internal static double One(double p, double y, double theta) => p > theta != y > theta ? Math.Abs(y - theta) : 0;

    internal static double Average(ReadOnlySpan<double> p, ReadOnlySpan<double> y, double theta, ReadOnlySpan<double> weights)
    {
        double sum = 0,
            weight = 0;
        for (var i = 0; i < p.Length; i++)
        {
            var w = weights.IsEmpty ? 1 : weights[i];
            (sum, weight) = (sum + (w * One(p[i], y[i], theta)), weight + w);
        }

        return sum / weight;
    }
}
