namespace Forecasts.Domain.Tests;

/// <summary>A claim of every kind, and beliefs in it.</summary>
internal static class AnyKinds
{
    public static readonly ChoiceClaim Choice = new([new("Asia"), new("Europe"), new("elsewhere")], Ordered: false);

    public static readonly ChoiceClaim Ordered = new([new("few"), new("some"), new("many")], Ordered: true);

    public static readonly NumberClaim Number = new(0, 100, OpenEnds.Upper, Log: false, "GW", Tolerance: 0.5, Step: null);

    public static readonly NumberClaim Logarithmic = new(1, 1e6, OpenEnds.None, Log: true, null, Tolerance: 0, Step: null);

    public static readonly NumberClaim Discrete = new(0, 10, OpenEnds.None, Log: false, "launches", Tolerance: 0, Step: 1);

    public static readonly DateClaim Date = new(new(2024, 1, 1), new(2030, 12, 31), OpenEnds.Both);

    public static readonly IReadOnlyList<ClaimKind> All =
    [
        new BinaryClaim(),
        new GradedClaim(false),
        new GradedClaim(true),
        Choice,
        Ordered,
        Number,
        Logarithmic,
        Discrete,
        Date,
    ];

    /// <summary>Random beliefs that the kind accepts.</summary>
    public static Gen<StatedBelief> Beliefs(ClaimKind kind) =>
        kind switch
        {
            ChoiceClaim choice => Shares(choice.Options.Count)
                .Select(s => new StatedBelief(Options: choice.Options.Zip(s).ToDictionary(o => o.First.Name, o => o.Second))),
            GradedClaim { Expected: false } => Shares(3).Select(s => new StatedBelief(Grades: s)),
            RangedClaim ranged => Gen.OneOf(
                Points(ranged).Select(p => new StatedBelief(Quantiles: p)),
                Points(ranged).Select(p => new StatedBelief(Cdf: p))
            ),
            _ => Gen.Double[0.001, 0.999].Select(p => new StatedBelief(p)),
        };

    /// <summary>Probabilities that sum to 1.</summary>
    private static Gen<double[]> Shares(int count) =>
        Gen.Double[0.01, 1].Array[count].Select(weights => Array.ConvertAll(weights, w => w / weights.Sum()));

    // Whole places inside the range, for days have no others.
    private static Gen<StatedPoint[]> Points(RangedClaim kind) =>
        Gen.Select(
                Gen.Int[1, 99].Array[1, 6],
                Gen.Int[1, 99].Array[6],
                (levels, parts) =>
                {
                    int[] rising = [.. levels.Distinct().Order()];
                    double[] places =
                    [
                        .. parts
                            .Select(p => Math.Floor(kind.Bounds.Min + ((kind.Bounds.Max - kind.Bounds.Min) * p / 100)))
                            .Where(p => p > kind.Bounds.Min)
                            .Distinct()
                            .Order(),
                    ];
                    return rising.Zip(places, (level, place) => new StatedPoint(level / 100.0, kind.At(place))).ToArray();
                }
            )
            .Where(points => points.Length > 0);
}
