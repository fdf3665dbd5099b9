using Forecasts.Scoring.Calibration;

namespace Forecasts.Scoring.Tests.Calibration;

public class IsotonicRegressionTests
{
    [Fact]
    public void The_fit_never_falls_keeps_the_mean_and_is_the_max_min_formula() =>
        Gen.Int[-9, 9]
            .Select(i => (double)i)
            .Array[1, 40]
            .Sample(y =>
            {
                var fitted = IsotonicRegression.Fit(y);
                fitted.Zip(fitted.Skip(1)).ShouldAllBe(x => x.First <= x.Second);
                fitted.Sum().ShouldBe(y.Sum(), 1e-9);
                for (var i = 0; i < y.Length; i++)
                {
                    var largest = Enumerable
                        .Range(0, i + 1)
                        .Max(from => Enumerable.Range(i, y.Length - i).Min(to => y[from..(to + 1)].Average()));
                    fitted[i].ShouldBe(largest, 1e-12);
                }
            });

    [Fact]
    public void Equal_forecasts_get_equal_values_whatever_the_order_of_the_rows() =>
        Gen.Select(Cases.Any, Gen.Int[0, 1000])
            .Sample(
                (x, seed) =>
                {
                    var fitted = x.P.Zip(IsotonicRegression.Recalibrate(x.P, x.Y)).ToHashSet();
                    fitted.Select(f => f.First).Distinct().Count().ShouldBe(fitted.Count);
                    var y = x.Shuffled(seed);
                    y.P.Zip(IsotonicRegression.Recalibrate(y.P, y.Y)).ToHashSet().SetEquals(fitted).ShouldBeTrue();
                }
            );

    [Fact]
    public void Nothing_fits_nothing() => IsotonicRegression.Fit([]).ShouldBeEmpty();

    [Fact]
    public void A_value_of_no_weight_takes_the_fit_of_its_neighbour() =>
        IsotonicRegression.Fit([9, 1, 5, 2, 7], [0, 1, 0, 1, 0]).ShouldBe([1, 1, 2, 2, 2]);

    [Fact]
    public void What_lies_outside_is_refused_by_argument_index_and_value()
    {
        Should.Throw<ArgumentException>(() => IsotonicRegression.Fit([1, double.NaN])).Message.ShouldContain("y[1] is NaN");
        Should.Throw<ArgumentException>(() => IsotonicRegression.Fit([1, 2], [1, -1])).Message.ShouldContain("weights[1] is -1");
        Should.Throw<ArgumentException>(() => IsotonicRegression.Recalibrate([], [])).ParamName.ShouldBe("p");
    }
}
