using System.Text;
using Forecasts.Server.Features.Layout;

namespace Forecasts.Server.Pages.Kinds;

/// <summary>A distribution as a drawing: how much of it lies where on the claim's scale, and beyond its ends.</summary>
/// <param name="Area">The path of what lies within the range.</param>
/// <param name="Below">Height of what lies below; null where that end is closed.</param>
/// <param name="Above">The same above.</param>
public sealed record DensityPicture(string Area, double? Below, double? Above, double Median, double Low, double High)
{
    private static readonly double[] Edges = [0, 1],
        Middle = [0.5];

    public const int Width = 400,
        Height = 110,
        Left = 30,
        Right = 370,
        Top = 8,
        Floor = 84;

    /// <summary>Broad enough for one end's mass, and for a name below it.</summary>
    public const int Tail = 16;

    public static DensityPicture Of(RangedClaim kind, Belief belief)
    {
        var cdf = kind.Distribution(belief.Row);
        var masses = cdf.Masses();
        var inside = masses[1..^1];
        // Beyond an end the mass is drawn as if it lay in as many buckets as its bar is broad.
        var breadth = (double)Tail / (Right - Left) * inside.Length;
        var (below, above) = (masses[0] / breadth, masses[^1] / breadth);
        var highest = Math.Max(inside.Max(), Math.Max(below, above));
        double At(double level) =>
            kind.Quantile(cdf, level) switch
            {
                double.NegativeInfinity => Left,
                double.PositiveInfinity => Right,
                var place => X(kind.Range.Location(place)),
            };
        return new(
            Path(inside, highest, kind is NumberClaim { Step: not null }),
            kind.Bounds.Open.HasFlag(OpenEnds.Lower) ? Tall(below, highest) : null,
            kind.Bounds.Open.HasFlag(OpenEnds.Upper) ? Tall(above, highest) : null,
            At(0.5),
            At(0.1),
            At(0.9)
        );
    }

    private static double X(double location) => Left + (Math.Clamp(location, 0, 1) * (Right - Left));

    private static double Tall(double mass, double highest) => mass / highest * (Floor - Top);

    // Each value of a discrete scale has a step of its own.
    private static string Path(double[] inside, double highest, bool stepped)
    {
        var path = new StringBuilder($"M{Left} {Floor}");
        for (var k = 0; k < inside.Length; k++)
        {
            var y = Numbers.At(Floor - Tall(inside[k], highest));
            foreach (var edge in stepped || k == 0 || k == inside.Length - 1 ? Edges : Middle)
                path.Append('L').Append(Numbers.At(X((k + edge) / inside.Length))).Append(' ').Append(y);
        }

        return path.Append('L').Append(Right).Append(' ').Append(Floor).Append('Z').ToString();
    }
}
