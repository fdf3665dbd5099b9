namespace Forecasts.Scoring.Comparison;

/// <summary>
/// Least squares of score = forecaster + claim. With the claims eliminated what is left is a system in the forecasters (or the other way round,
/// whichever is smaller), solved by preconditioned conjugate gradients (Hestenes and Stiefel 1952, J. Res. NBS 49): one pass over the rows a step, at most
/// about as many steps as unknowns, and each component finds a solution of its own without being told.
/// </summary>
internal static class TwoWaySolver
{
    public static (double[] Forecasters, double[] Claims) Solve(TwoWayDesign design)
    {
        var swap = design.Claims.Ids.Length < design.Forecasters.Ids.Length;
        var (few, many) = swap ? (design.Claims, design.Forecasters) : (design.Forecasters, design.Claims);
        var links = design.Rows.Select(r => swap ? new Link(r.Claim, r.Forecaster, r.Weight) : new Link(r.Forecaster, r.Claim, r.Weight)).ToArray();

        // From the mean on, so that its digits are not lost in the differences.
        var centre = few.Sums.Sum() / few.Weights.Sum();
        var (fewSums, manySums) = (Centred(few, centre), Centred(many, centre));
        var system = new Eliminated(links, few.Weights, many.Weights);
        var right = new double[fewSums.Length];
        system.FromMany(manySums, right);
        for (var i = 0; i < right.Length; i++) right[i] = fewSums[i] - right[i];
        var x = ConjugateGradients(system, right);
        var z = system.ToMany(x);
        for (var j = 0; j < z.Length; j++) z[j] = (manySums[j] - z[j]) / many.Weights[j];
        for (var i = 0; i < x.Length; i++) x[i] += centre;
        return swap ? (z.Select(v => v + centre).ToArray(), x.Select(v => v - centre).ToArray()) : (x, z);
    }

    private static double[] Centred(TwoWaySide side, double centre) => [.. side.Sums.Select((s, k) => s - (centre * side.Weights[k]))];

    private static double[] ConjugateGradients(Eliminated system, double[] right)
    {
        var n = right.Length;
        var (x, rest, step, image) = (new double[n], (double[])right.Clone(), new double[n], new double[n]);
        var (size, best) = (0.0, 0.0);
        for (var round = 0; round < (4 * n) + 50; round++)
        {
            var next = 0.0;
            for (var i = 0; i < n; i++) next += rest[i] * rest[i] / system.Diagonal[i];
            best = Math.Max(best, next);
            if (!(next > 1e-32 * best)) break;
            var keep = size > 0 ? next / size : 0;
            for (var i = 0; i < n; i++) step[i] = (rest[i] / system.Diagonal[i]) + (keep * step[i]);
            size = next;
            system.Times(step, image);
            var bend = 0.0;
            for (var i = 0; i < n; i++) bend += step[i] * image[i];
            if (!(bend > 0)) break;
            var length = next / bend;
            for (var i = 0; i < n; i++) (x[i], rest[i]) = (x[i] + (length * step[i]), rest[i] - (length * image[i]));
        }

        return x;
    }

    private readonly record struct Link(int Few, int Many, double Weight);

    /// <summary>D_few - N D_many^-1 N', never written out.</summary>
    private sealed class Eliminated(Link[] links, double[] few, double[] many)
    {
        private readonly double[] across = new double[many.Length];

        public double[] Diagonal => few;

        public void Times(double[] x, double[] result)
        {
            FromMany(ToMany(x), result);
            for (var i = 0; i < result.Length; i++) result[i] = (few[i] * x[i]) - result[i];
        }

        public double[] ToMany(double[] x)
        {
            Array.Clear(across);
            foreach (ref readonly var link in links.AsSpan()) across[link.Many] += link.Weight * x[link.Few];
            return across;
        }

        public void FromMany(double[] sums, double[] result)
        {
            Array.Clear(result);
            foreach (ref readonly var link in links.AsSpan()) result[link.Few] += link.Weight * (sums[link.Many] / many[link.Many]);
        }
    }
}
