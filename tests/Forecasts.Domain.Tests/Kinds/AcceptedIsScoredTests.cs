using Forecasts.Scoring.Timeline;

namespace Forecasts.Domain.Tests.Kinds;

/// <summary>
/// What is accepted is stored for good, so scoring must be able to take it: whatever the range, the values and the levels.
/// </summary>
public class AcceptedIsScoredTests
{
    private static readonly double[] Ends =
    [
        -1e15,
        -100,
        -1,
        -5e-324,
        0,
        5e-324,
        1e-300,
        1e-15,
        1e-3,
        0.3,
        1,
        double.BitIncrement(1),
        10,
        1e6,
        1e15,
    ];

    private static readonly double[] Levels = [0, 5e-324, 1e-300, 1e-9, 0.1, 0.5, double.BitIncrement(0.5), 0.9, 1 - 1e-16, 1];

    private static readonly Gen<NumberClaim> Numbers = Gen.Select(
            Gen.OneOf(Ends),
            Gen.OneOf(Ends),
            Gen.Enum<OpenEnds>(),
            Gen.Bool,
            Gen.OneOf(0, 0, 1, 3, 10, 199),
            (min, max, open, log, steps) => new NumberClaim(min, max, open, log, null, 0, steps == 0 ? null : (max - min) / steps)
        )
        .Where(kind => kind.Validate() is null);

    private static readonly Gen<DateClaim> Dates = Gen.Select(
            Gen.Int[0, 400],
            Gen.Int[1, 40_000],
            Gen.Enum<OpenEnds>(),
            (from, days, open) => new DateClaim(new DateOnly(1900, 1, 1).AddDays(from), new DateOnly(1900, 1, 1).AddDays(from + days), open)
        )
        .Where(kind => kind.Validate() is null);

    /// <summary>Values at and beside the ends, beside each other, and anywhere between.</summary>
    private static Gen<double> Places(Bounds bounds)
    {
        var (min, max) = (bounds.Min, bounds.Max);
        var middle = min + ((max - min) / 2);
        return Gen.OneOf(
            Gen.OneOf(min, max, double.BitIncrement(min), double.BitDecrement(max), middle, double.BitIncrement(middle)),
            Gen.Double[0, 1].Select(part => min + ((max - min) * part)),
            Gen.Int[0, 10].Select(part => min + ((max - min) * part / 10))
        );
    }

    private static Gen<StatedBelief> Beliefs(RangedClaim kind) =>
        Gen.Select(
            Gen.OneOf(Levels).Array[1, 5],
            Places(kind.Bounds).Array[5],
            Gen.Bool,
            Gen.OneOf(0.0, 5e-324, 0.1, 0.5, 0.98),
            Gen.OneOf(0.0, 0.0, 0.1, 0.5),
            (levels, places, cdf, below, above) =>
            {
                StatedPoint[] points =
                [
                    .. levels.Order().Zip(places.Take(levels.Length).Order(), (level, place) => new StatedPoint(level, kind.At(place))),
                ];
                return cdf
                    ? new StatedBelief(Cdf: points)
                    : new(Quantiles: points, Below: below == 0 ? null : below, Above: above == 0 ? null : above);
            }
        );

    [Fact]
    public void Of_numbers() =>
        Numbers
            .SelectMany(kind => Beliefs(kind).Select(stated => (kind, stated)))
            .Sample((kind, stated) => Scored(kind, stated), iter: 20_000);

    [Fact]
    public void Of_dates() =>
        Dates
            .SelectMany(kind => Beliefs(kind).Select(stated => (kind, stated)))
            .Sample((kind, stated) => Scored(kind, stated), iter: 5_000);

    [Fact]
    public void Of_options_whose_sum_is_off_by_as_much_as_is_allowed() =>
        Gen.Select(Gen.Int[2, 200], Gen.OneOf(-9e-7, 0, 9e-7), Gen.Bool, (count, off, ordered) => (count, off, ordered))
            .Sample(
                (count, off, ordered) =>
                {
                    var kind = new ChoiceClaim([.. Enumerable.Range(0, count).Select(i => new ClaimOption($"o{i}"))], ordered);
                    var shares = kind.Names.Select((name, i) => (name, p: i == 0 ? (1.0 / count) + off : 1.0 / count));
                    var (belief, refused) = kind.Read(new(Options: shares.ToDictionary(s => s.name, s => s.p)), 0, Summer);
                    refused.ShouldBeNull();
                    Score(kind, belief!, new Outcome.Option($"o{count - 1}"));
                }
            );

    [Fact]
    public void A_discrete_number_may_be_its_least_or_its_greatest()
    {
        var (belief, refused) = AnyKinds.Discrete.Read(new(Quantiles: [new(0.1, new(0)), new(0.5, new(1)), new(0.9, new(10))]), 0, Summer);
        refused.ShouldBeNull();
        Score(AnyKinds.Discrete, belief!, new Outcome.Number(0));
    }

    private static void Scored(RangedClaim kind, StatedBelief stated)
    {
        if (kind.Read(stated, 0.001, Summer).Belief is not { } belief)
            return;
        var masses = kind.Values(belief.Row);
        masses.ShouldAllBe(m => m >= 0 && m <= 1);
        masses.Sum().ShouldBe(1, 1e-9);
        foreach (var place in (double[])[kind.Bounds.Min, kind.Bounds.Max, kind.Bounds.Min + ((kind.Bounds.Max - kind.Bounds.Min) / 2)])
        {
            Outcome outcome = kind is DateClaim ? new Outcome.Day(DateOnly.FromDayNumber((int)place)) : new Outcome.Number(place);
            Score(kind, belief, outcome);
            var (below, at) = kind.Pit(masses, outcome);
            below.ShouldBeInRange(0, at);
            at.ShouldBeInRange(below, 1);
        }
    }

    private static void Score(ClaimKind kind, Belief belief, Outcome outcome)
    {
        var window = new ClaimWindow(Opens, Close, Close, Close);
        TimedForecast[] both =
        [
            new("a", Opens, null, kind.Values(belief.Row), false),
            new("b", Opens.AddDays(9), null, kind.Values(belief.Row), false),
        ];
        var sheet = ClaimScores.Score(kind.Shape, kind.Index(outcome), window, both, new ScoreOptions(), kind.OpenBounds);
        sheet.Forecasters.ShouldAllBe(f => double.IsFinite(f.Baseline) && double.IsFinite(f.Peer));
    }
}
