using System.Runtime.Intrinsics;

namespace Forecasts.Scoring.Calibration;

/// <summary>
/// Residuals p - y and cases, each shared out between the two nearest points of an even grid over 0..1, then smoothed there.
/// </summary>
internal ref struct SmoothingGrid(ReadOnlySpan<double> p, ReadOnlySpan<double> y, ReadOnlySpan<double> weights)
{
    // Beyond so many sigmas a Gaussian is below 1e-19 of its height.
    private const double Reach = 9.5;

    private readonly ReadOnlySpan<double> p = p,
        y = y,
        weights = weights;
    private double[] residuals = [],
        cases = [];

    public (double[] Residuals, double[] Density) Smooth(int points, double sigma)
    {
        if (residuals.Length != points)
            ShareOut(points);
        var kernel = new double[points];
        for (var i = 0; i < points; i++)
        {
            var z = (((double)i / (points - 1)) - 0.5) / sigma;
            kernel[i] = Math.Exp(-z * z / 2) / (Math.Sqrt(2 * Math.PI) * sigma);
        }

        var reach = (int)Math.Min(points / 2, Math.Ceiling(Reach * sigma * (points - 1)) + 1);
        return (Convolve(residuals, kernel, reach), Convolve(cases, kernel, reach));
    }

    private void ShareOut(int points)
    {
        // Residual and case of a point stand side by side, so that one row is one addition of four numbers.
        var shares = new double[2 * points];
        for (var i = 0; i < p.Length; i++)
        {
            var place = p[i] * (points - 1);
            var left = Math.Min((int)place, points - 2);
            var (right, weight) = (place - left, weights.IsEmpty ? 1 : weights[i]);
            var row = Vector128.Create(weight * (p[i] - y[i]), weight);
            var at = shares.AsSpan(2 * left, 4);
            (Vector256.Create<double>(at) + Vector256.Create((1 - right) * row, right * row)).CopyTo(at);
        }

        (residuals, cases) = (new double[points], new double[points]);
        for (var i = 0; i < points; i++)
            (residuals[i], cases[i]) = (shares[2 * i], shares[(2 * i) + 1]);
    }

    // The grid goes on beyond its ends as in a mirror that stands on the last point.
    private static double[] Convolve(double[] values, double[] kernel, int reach)
    {
        var (points, middle) = (values.Length, kernel.Length / 2);
        var mirrored = new double[points + (2 * reach)];
        for (var i = -reach; i < points + reach; i++)
        {
            var inside = i < 0 ? -i : i;
            mirrored[i + reach] = values[inside < points ? inside : (2 * (points - 1)) - inside];
        }

        var (from, to) = (Math.Max(0, middle - reach), Math.Min(kernel.Length, middle + reach + 1));
        var weights = kernel[from..to];
        Array.Reverse(weights);
        var result = new double[points];
        for (var i = 0; i < points; i++)
        {
            // kernel[j] meets the value at i + middle - j.
            result[i] = System.Numerics.Tensors.TensorPrimitives.Dot(
                mirrored.AsSpan(i + middle - (to - 1) + reach, weights.Length),
                weights
            );
        }

        return result;
    }
}
