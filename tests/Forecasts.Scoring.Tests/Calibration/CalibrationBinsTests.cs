using Forecasts.Scoring.Calibration;

namespace Forecasts.Scoring.Tests.Calibration;

public class CalibrationBinsTests
{
    private static readonly Gen<CalibrationPoint> Point = Gen.Select(
        Gen.Int[0, 100],
        Gen.OneOf(0.0, 0.5, 1.0),
        (p, y) => new CalibrationPoint(p / 100.0, y)
    );

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0.1, 0)]
    [InlineData(0.11, 0.1)]
    [InlineData(0.3, 0.2)]
    [InlineData(0.1 + 0.2, 0.2)]
    [InlineData(0.7, 0.6)]
    [InlineData(0.999, 0.9)]
    [InlineData(1, 0.9)]
    public void An_edge_belongs_to_the_bin_below_it_and_zero_to_the_first(double forecast, double lower)
    {
        var bin = CalibrationBins.Of([new(forecast, 1)]).ShouldHaveSingleItem();
        bin.Lower.ShouldBe(lower);
        bin.Upper.ShouldBe(lower + 0.1, 1e-15);
    }

    [Fact]
    public void Every_edge_is_an_edge_whatever_the_number_of_bins() =>
        Gen.Int[1, 10_000]
            .SelectMany(bins => Gen.Int[1, bins].Select(k => (k, bins)))
            .Sample(x =>
                CalibrationBins.Of([new((double)x.k / x.bins, 0)], x.bins).ShouldHaveSingleItem().Upper.ShouldBe((double)x.k / x.bins)
            );

    [Fact]
    public void A_bin_has_its_count_its_mean_forecast_its_share_and_its_interval()
    {
        CalibrationBin[] expected =
        [
            new(0.6, 0.7, 1, 0.65, 0, Wilson.Interval(0, 1)),
            new(0.7, 0.8, 4, 0.7675, 0.75, Wilson.Interval(3, 4)),
        ];
        CalibrationBins
            .Of([new(0.8, 1), new(0.75, 1), new(0.72, 0), new(0.65, 0), new(0.8, 1)])
            .ShouldBe(expected.Select(b => b with { MeanForecast = b.N == 4 ? (0.72 + 0.75 + 0.8 + 0.8) / 4 : 0.65 }));
    }

    [Fact]
    public void A_half_right_outcome_counts_half_and_takes_the_interval_away()
    {
        var bin = CalibrationBins.Of([new(0.75, 0.5), new(0.75, 1)]).ShouldHaveSingleItem();
        bin.Observed.ShouldBe(0.75);
        bin.Wilson.ShouldBeNull();
    }

    [Fact]
    public void A_forecast_is_compared_as_it_is_and_not_rounded_before()
    {
        var bins = CalibrationBins.Of([new(0.25, 0), new(0.30004, 1)]);
        bins.Select(b => (b.Lower, b.Upper, b.MeanForecast)).ShouldBe([(0.2, 0.3, 0.25), (0.3, 0.4, 0.30004)]);
        CalibrationBins.Of([new(0.1 * 3, 1)]).ShouldHaveSingleItem().Upper.ShouldBe(0.3, "a rounding error is no difference");
    }

    [Fact]
    public void The_mean_of_a_bin_lies_inside_it() =>
        Gen.Select(Gen.Double[0, 1].Array[1, 40], Gen.Int[1, 40])
            .Sample(
                (forecasts, count) =>
                {
                    foreach (var bin in CalibrationBins.Of([.. forecasts.Select(p => new CalibrationPoint(p, 1))], count))
                        bin.MeanForecast.ShouldBeInRange(bin.Lower, bin.Upper);
                }
            );

    [Fact]
    public void No_points_make_no_bins() => CalibrationBins.Of([]).ShouldBeEmpty();

    [Fact]
    public void Nothing_is_lost_and_nothing_counted_twice() =>
        Gen.Select(Point.Array[0, 60], Gen.Int[1, 30])
            .Sample(
                (points, bins) =>
                {
                    var found = CalibrationBins.Of(points, bins);
                    found.Sum(b => b.N).ShouldBe(points.Length);
                    found.Sum(b => b.N * b.Observed).ShouldBe(points.Sum(p => p.Outcome), 1e-9);
                    found.ShouldAllBe(b => b.MeanForecast >= b.Lower - 1e-4 && b.MeanForecast <= b.Upper + 1e-4);
                    found.Zip(found.Skip(1)).ShouldAllBe(x => x.First.Upper <= x.Second.Lower + 1e-12);
                }
            );

    [Fact]
    public void The_order_of_the_points_changes_no_bit() =>
        Gen.Select(Point.Array[2, 40], Gen.Int[0, 1_000])
            .Sample(
                (points, seed) =>
                {
                    var shuffled = points.ToArray();
                    new Random(seed).Shuffle(shuffled);
                    CalibrationBins.Of(shuffled).ShouldBe(CalibrationBins.Of(points));
                }
            );

    [Fact]
    public void What_lies_outside_is_refused_by_name()
    {
        Should.Throw<ArgumentException>(() => CalibrationBins.Of([new(0.5, 1), new(1.5, 1)])).ParamName.ShouldBe("points[1].Forecast");
        Should.Throw<ArgumentException>(() => CalibrationBins.Of([new(0.5, double.NaN)])).ParamName.ShouldBe("points[0].Outcome");
        Should.Throw<ArgumentException>(() => CalibrationBins.Of([], 0)).ParamName.ShouldBe("bins");
        Should.Throw<ArgumentException>(() => CalibrationBins.Of([], 10_001)).ParamName.ShouldBe("bins");
    }
}
