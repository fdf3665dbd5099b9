namespace Forecasts.Scoring.Tests.Timeline;

public class RangeTests
{
    private static readonly Gen<ClaimRange> Ranges = Gen.Select(
            Gen.Double[-100, 100],
            Gen.Double[0.1, 1000],
            Gen.Int[1, 300],
            Gen.Int[0, 2]
        )
        .Select(
            (min, width, buckets, kind) =>
                new ClaimRange(
                    min,
                    min + width,
                    kind switch
                    {
                        0 => null,
                        1 => min - (width / 50),
                        _ => min + (2 * width),
                    },
                    buckets
                )
        );

    [Fact]
    public void A_location_leads_to_its_value_and_back() =>
        Gen.Select(Ranges, Gen.Double[0, 1])
            .Sample(
                (range, location) =>
                {
                    range.Location(range.Value(location)).ShouldBe(location, 1e-7);
                    range.Value(0).ShouldBe(range.Min, 1e-9);
                    range.Value(1).ShouldBe(range.Max, 1e-6);
                }
            );

    [Fact]
    public void Buckets_rise_with_the_value_and_their_upper_edges_belong_to_them() =>
        Ranges.Sample(range =>
        {
            range.Bucket(range.Min).ShouldBe(1);
            range.Bucket(range.Max).ShouldBe(range.Buckets);
            range.Bucket(range.Min - 1).ShouldBe(0);
            range.Bucket(range.Max + 1).ShouldBe(range.Buckets + 1);
            for (var k = 1; k < range.Buckets; k += 7)
                range.Bucket(range.Value((k - 0.5) / range.Buckets)).ShouldBe(k);
        });

    [Fact]
    public void A_range_out_of_order_is_refused()
    {
        Should.Throw<ArgumentException>(() => new ClaimRange(1, 1)).ParamName.ShouldBe("max");
        Should.Throw<ArgumentException>(() => new ClaimRange(double.NaN, 1)).ParamName.ShouldBe("min");
        Should.Throw<ArgumentException>(() => new ClaimRange(0, 1, 0.5)).ParamName.ShouldBe("zeroPoint");
        Should.Throw<ArgumentException>(() => new ClaimRange(0, 1, buckets: 0)).ParamName.ShouldBe("buckets");
        Should.Throw<ArgumentException>(() => new ClaimRange(0, 1).Bucket(double.PositiveInfinity)).ParamName.ShouldBe("value");
        new ClaimRange(1, 100, 0).Location(-5).ShouldBe(double.NegativeInfinity);
        new ClaimRange(1, 100, 200).Location(300).ShouldBe(double.PositiveInfinity);
    }

    [Fact]
    public void Quantiles_become_a_distribution_through_them_with_the_stated_tails() =>
        Gen.Select(Gen.Double[0.05, 0.95].Array[1, 7], Gen.Double[0.05, 0.95].Array[7], Gen.Double[0, 0.04], Gen.Double[0, 0.04])
            .Sample(
                (levels, places, below, above) =>
                {
                    var range = new ClaimRange(1, 1000, 0);
                    double[] rising = [.. levels.Distinct().Order()],
                        quantiles = [.. places.Take(rising.Length).Distinct().Order().Select(range.Value)];
                    if (quantiles.Length < rising.Length)
                        return;
                    var cdf = BucketedCdf.OfQuantiles(range, rising, quantiles, below, above);
                    var masses = cdf.Masses();
                    masses.Sum().ShouldBe(1, 1e-12);
                    masses[0].ShouldBe(below, 1e-12);
                    masses[^1].ShouldBe(above, 1e-12);
                    masses[1..^1].Min().ShouldBeGreaterThanOrEqualTo((0.01 / 200) - 1e-12);
                    // The floor and the straight line within a bucket move a stated quantile by little.
                    foreach (var (level, quantile) in rising.Zip(quantiles))
                        cdf.At(quantile).ShouldBe(level, 0.01 + masses.Max());
                }
            );

    [Fact]
    public void Where_every_bucket_has_enough_the_quantiles_are_met_exactly_at_edges()
    {
        var cdf = BucketedCdf.OfQuantiles(new ClaimRange(0, 200), [0.25, 0.5, 0.75], [60, 100, 140], 0.05, 0.05);
        cdf.At(60).ShouldBe(0.25, 1e-9);
        cdf.At(100).ShouldBe(0.5, 1e-9);
        cdf.Quantile(0.75).ShouldBe(140, 1e-6);
        (cdf.Quantile(0.01), cdf.Quantile(0.99)).ShouldBe((double.NegativeInfinity, double.PositiveInfinity));
        (cdf.At(-1), cdf.At(201)).ShouldBe((0, 1));
    }

    [Fact]
    public void Masses_and_edges_say_the_same()
    {
        var range = new ClaimRange(0, 4, buckets: 4);
        var cdf = BucketedCdf.OfMasses(range, [0.1, 0.2, 0.3, 0.1, 0.2, 0.1]);
        BucketedCdf.OfEdges(range, [.. cdf.Cdf]).Masses().ShouldBe([0.1, 0.2, 0.3, 0.1, 0.2, 0.1], 1e-12);
        cdf.At(1.5).ShouldBe(0.45, 1e-12);
        cdf.Quantile(0.45).ShouldBe(1.5, 1e-12);
    }

    [Fact]
    public void Quantiles_that_say_nothing_possible_are_refused()
    {
        var range = new ClaimRange(0, 10);
        Should.Throw<ArgumentException>(() => BucketedCdf.OfQuantiles(range, [0.5], [11])).ParamName.ShouldBe("quantiles");
        Should.Throw<ArgumentException>(() => BucketedCdf.OfQuantiles(range, [0.5], [0])).ParamName.ShouldBe("levels");
        Should.Throw<ArgumentException>(() => BucketedCdf.OfQuantiles(range, [0.2, 0.5], [5, 5])).ParamName.ShouldBe("quantiles");
        Should.Throw<ArgumentException>(() => BucketedCdf.OfQuantiles(range, [0.2], [5], 0.3)).ParamName.ShouldBe("levels");
        Should.Throw<ArgumentException>(() => BucketedCdf.OfQuantiles(range, [0.5], [5], 0.6, 0.5)).ParamName.ShouldBe("massAbove");
        Should.Throw<ArgumentException>(() => BucketedCdf.OfEdges(range, [0, 1])).ParamName.ShouldBe("cdf");
        Should.Throw<ArgumentException>(() => BucketedCdf.OfMasses(range, [0, 1])).ParamName.ShouldBe("masses");
        BucketedCdf.OfQuantiles(range, [0.05, 0.5], [0, 5], 0.05).Cdf[0].ShouldBe(0.05);
    }

    [Fact]
    public void A_monotone_cubic_goes_through_its_points_and_never_back() =>
        Gen.Select(Gen.Double[0.1, 2].Array[2, 8], Gen.Double[0, 2].Array[8])
            .Sample(
                (widths, rises) =>
                {
                    double[] x = [.. widths.Select((_, i) => widths.Take(i + 1).Sum())],
                        y = [.. widths.Select((_, i) => rises.Take(i + 1).Sum())];
                    var curve = new MonotoneCubic(x, y);
                    foreach (var (a, b) in x.Zip(y))
                        curve.At(a).ShouldBe(b, 1e-12);
                    var before = y[0];
                    for (var i = 1; i <= 200; i++)
                    {
                        var next = curve.At(Math.Min(x[^1], x[0] + ((x[^1] - x[0]) * (i / 200.0))));
                        next.ShouldBeGreaterThanOrEqualTo(before - 1e-12);
                        before = next;
                    }
                }
            );

    [Fact]
    public void A_cubic_without_two_points_or_beyond_them_is_refused()
    {
        Should.Throw<ArgumentException>(() => new MonotoneCubic([1], [1])).ParamName.ShouldBe("x");
        Should.Throw<ArgumentException>(() => new MonotoneCubic([1, 1], [1, 2])).ParamName.ShouldBe("x");
        Should.Throw<ArgumentException>(() => new MonotoneCubic([1, 2], [1])).ParamName.ShouldBe("y");
        Should.Throw<ArgumentException>(() => new MonotoneCubic([1, 2], [1, 3]).At(2.5)).ParamName.ShouldBe("point");
        new MonotoneCubic([1, 2], [1, 3]).At(1.25).ShouldBe(1.5, 1e-12);
        new MonotoneCubic([0, 1, 3, 4], [0, 1, 1, 3]).At(2).ShouldBe(1, 1e-12);
    }

    [Fact]
    public void Outcomes_that_settle_nothing_point_nowhere()
    {
        var range = new ClaimRange(0, 10);
        foreach (var word in new[] { null, "", "void", "void:condition", "Annulled", "ambiguous", "N/A" })
        {
            OutcomeIndex.YesNo(word).ShouldBeNull();
            OutcomeIndex.Number(word, range).ShouldBeNull();
            OutcomeIndex.Date(word, range).ShouldBeNull();
            OutcomeIndex.Option(word, ["a", "b"]).ShouldBeNull();
        }

        OutcomeIndex.Number("2.5", range).ShouldBe(50);
        OutcomeIndex.Option("n/a", ["a", "n/a"]).ShouldBe(1, "an option may be called so");
        OutcomeIndex.Date("above_upper_bound", range).ShouldBe(201);
        Should.Throw<ArgumentException>(() => OutcomeIndex.AllOptions([])).ParamName.ShouldBe("history");
    }

    [Theory]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("someday")]
    [InlineData("10/9/2022")]
    [InlineData("10:30")]
    [InlineData("void:")]
    public void What_cannot_be_read_is_a_mistake_and_never_void(string word)
    {
        var range = new ClaimRange(0, 10);
        Action[] readers =
        [
            () => OutcomeIndex.YesNo(word),
            () => OutcomeIndex.Number(word, range),
            () => OutcomeIndex.Date(word, range),
            () => OutcomeIndex.Option(word, ["a"]),
        ];
        foreach (var read in readers)
            Should.Throw<ArgumentException>(read).Message.ShouldContain($"'{word}'");
    }
}
