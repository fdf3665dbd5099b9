namespace Forecasts.Scoring.Comparison;

/// <summary>
/// Least squares of score = forecaster + claim. With the claims eliminated what is left is a system in the forecasters (or the other way
/// round, whichever is smaller), solved by preconditioned conjugate gradients (Hestenes and Stiefel 1952, J. Res. NBS 49): two passes over
/// the rows a step.
/// </summary>
internal static class TwoWaySolver
{
    private const int Refinements = 8;

    /// <param name="component">Of each forecaster, then of each claim. Its first member has effect 0, or the level would be anybody's
    /// guess.</param>
    public static (double[] Forecasters, double[] Claims) Solve(TwoWayDesign design, int[] component)
    {
        var people = design.Forecasters.Ids.Length;
        var swap = design.Claims.Ids.Length < people;
        var (few, many) = swap ? (design.Claims, design.Forecasters) : (design.Forecasters, design.Claims);
        var links = design
            .Rows.Select(r => swap ? new Link(r.Claim, r.Forecaster, r.Weight) : new Link(r.Forecaster, r.Claim, r.Weight))
            .ToArray();
        var seen = new HashSet<int>();
        var system = new Eliminated(
            links,
            few.Weights,
            many.Weights,
            [.. few.Ids.Select((_, i) => seen.Add(component[swap ? people + i : i]))]
        );

        // From the mean on, so that its digits are not lost in the differences.
        var centre = few.Sums.Sum() / few.Weights.Sum();
        double[] manySums = Centred(many, centre),
            right = new double[few.Ids.Length];
        system.Subtract(Centred(few, centre), manySums, right);
        var x = Refined(system, right);
        var z = system.ToMany(x);
        for (var j = 0; j < z.Length; j++)
            z[j] = centre + ((manySums[j] - z[j]) / many.Weights[j]);
        return swap ? (z, x) : (x, z);
    }

    private static double[] Centred(TwoWaySide side, double centre) => [.. side.Sums.Select((s, k) => s - (centre * side.Weights[k]))];

    /// <summary>What rounding has left over is solved for again, until that helps no more.</summary>
    private static double[] Refined(Eliminated system, double[] right)
    {
        double[] x = new double[right.Length],
            rest = (double[])right.Clone(),
            image = new double[right.Length];
        var size = system.Norm(rest);
        for (var round = 0; round < Refinements && size > 0; round++)
        {
            var better = x.Zip(ConjugateGradients(system, rest, size), (a, b) => a + b).ToArray();
            system.Times(better, image);
            for (var i = 0; i < rest.Length; i++)
                rest[i] = right[i] - image[i];
            var left = system.Norm(rest);
            if (!(left < size))
                break;
            (x, size) = (better, left);
        }

        return x;
    }

    private static double[] ConjugateGradients(Eliminated system, double[] right, double size)
    {
        var n = right.Length;
        var (x, rest, step, image) = (new double[n], (double[])right.Clone(), new double[n], new double[n]);
        var (now, enough) = (size, 1e-20 * size);
        for (var round = 0; round < (2 * n) + 50 && now > enough; round++)
        {
            var keep = round == 0 ? 0 : now / size;
            for (var i = 0; i < n; i++)
                step[i] = (rest[i] / system.Diagonal[i]) + (keep * step[i]);
            size = now;
            system.Times(step, image);
            var bend = 0.0;
            for (var i = 0; i < n; i++)
                bend += step[i] * image[i];
            if (!(bend > 0))
                break;
            for (var i = 0; i < n; i++)
                (x[i], rest[i]) = (x[i] + (now / bend * step[i]), rest[i] - (now / bend * image[i]));
            now = system.Norm(rest);
        }

        return x;
    }

    private readonly record struct Link(int Few, int Many, double Weight);

    /// <summary>D_few - N D_many^-1 N', never written out; 0 in the lines of those whose effect is fixed.</summary>
    private sealed class Eliminated(Link[] links, double[] few, double[] many, bool[] isFixed)
    {
        private readonly double[] across = new double[many.Length];

        public double[] Diagonal => few;

        public double Norm(double[] rest) => rest.Select((r, i) => r * r / few[i]).Sum();

        public void Times(double[] x, double[] result) => Subtract([.. x.Select((v, i) => few[i] * v)], ToMany(x), result);

        public double[] ToMany(double[] x)
        {
            Array.Clear(across);
            foreach (ref readonly var link in links.AsSpan())
                across[link.Many] += link.Weight * x[link.Few];
            return across;
        }

        public void Subtract(double[] from, double[] sums, double[] result)
        {
            from.CopyTo(result, 0);
            foreach (ref readonly var link in links.AsSpan())
                result[link.Few] -= link.Weight * (sums[link.Many] / many[link.Many]);
            for (var i = 0; i < result.Length; i++)
                if (isFixed[i])
                    result[i] = 0;
        }
    }
}
