namespace Forecasts.Scoring.Calibration;

/// <param name="Value">In 0..1, lower is better.</param>
/// <param name="Sigma">The width of the kernel.</param>
public sealed record SmoothEce(double Value, double Sigma);

/// <summary>
/// SmoothECE (Blasiok and Nakkiran 2024, ICLR): the integral of |residual smoothed by a Gaussian reflected at 0 and 1|. It has no bins and
/// moves little when forecasts move little. Not proper. With the width at which value and width agree it is the paper's parameter-free
/// measure.
/// </summary>
public static class SmoothCalibrationError
{
    // The accuracy, the steps of the bisection and the meshes are those of the authors' own program, so that its numbers are met.
    private const double Accuracy = 0.001,
        DensityFloor = 1e-4;
    private const int Halvings = 10,
        LeastMesh = 200,
        LeastGrid = 2000;

    /// <summary>With the width found by bisection to 1/1024.</summary>
    /// <param name="p">Forecasts in 0..1, at least one.</param>
    /// <param name="y">Outcomes in 0..1.</param>
    /// <param name="weights">A weight of w counts as w equal cases.</param>
    public static SmoothEce Of(ReadOnlySpan<double> p, ReadOnlySpan<double> y, ReadOnlySpan<double> weights = default)
    {
        Guard.Cases(p, y, weights);
        var grid = new SmoothingGrid(p, y, weights);
        var value = Smoothed(ref grid, 1);
        if (value > 1)
            return new(value, 1);
        var (sigma, low) = (1.0, 0.0);
        for (var i = 0; i < Halvings; i++)
        {
            var middle = (sigma + low) / 2;
            if (middle < Accuracy || middle < Smoothed(ref grid, middle))
                low = middle;
            else
                sigma = middle;
        }

        return new(Smoothed(ref grid, sigma), sigma);
    }

    /// <summary>With a width of the caller's.</summary>
    /// <param name="p">Forecasts in 0..1, at least one.</param>
    /// <param name="y">Outcomes in 0..1.</param>
    /// <param name="sigma">0.0005 to 1.</param>
    /// <param name="weights">A weight of w counts as w equal cases.</param>
    public static double Fixed(ReadOnlySpan<double> p, ReadOnlySpan<double> y, double sigma, ReadOnlySpan<double> weights = default)
    {
        Guard.Within(sigma, 0.0005, 1, nameof(sigma));
        Guard.Cases(p, y, weights);
        var grid = new SmoothingGrid(p, y, weights);
        return Smoothed(ref grid, sigma);
    }

    private static double Smoothed(ref SmoothingGrid grid, double sigma)
    {
        var (residuals, density) = grid.Smooth(((int)Math.Max(LeastGrid, Math.Round(20 / sigma)) / 2) + 1, sigma);
        var mesh = (int)Math.Max(LeastMesh, Math.Round(10 / sigma));
        double error = 0,
            mass = 0;
        for (var i = 0; i < mesh; i++)
        {
            var at = (double)i / (mesh - 1);
            error += Math.Abs(Between(residuals, at));
            mass += Between(density, at) + DensityFloor;
        }

        return error / mass;
    }

    private static double Between(double[] values, double at)
    {
        var place = at * (values.Length - 1);
        var left = Math.Min((int)place, values.Length - 2);
        return values[left] + ((values[left + 1] - values[left]) * (place - left));
    }
}
