using Forecasts.Server.Features.Results;
using Shouldly;

namespace Forecasts.Server.Tests.Results;

/// <summary>What a calibration's picture is made of.</summary>
public sealed class CalibrationFiguresTests
{
    [Fact]
    public void From_fifty_forecasts_on_there_is_a_curve_with_its_band()
    {
        var figures = Of(Forecasts(50));
        figures.Curve!.Count.ShouldBeGreaterThan(1);
        figures.Curve.ShouldAllBe(c => c.Lower <= c.Said && c.Said <= c.Upper);
        figures.Curve.Select(c => c.Said).ShouldBeInOrder();
        figures.Curve.Select(c => c.Happened).ShouldBeInOrder();
        Of(Forecasts(49)).Curve.ShouldBeNull();
    }

    [Fact]
    public void K_of_n_is_there_for_any_number()
    {
        Of(Forecasts(49)).Stated.Sum(s => s.N).ShouldBe(49);
        Of(Forecasts(50)).Stated.ShouldAllBe(s => s.UsualLower <= s.UsualUpper);
        Of(Forecasts(1)).Curve.ShouldBeNull();
    }

    [Fact]
    public void Graded_forecasts_have_a_curve_too_and_k_of_n_without_a_usual_range()
    {
        List<StandingForecast> mixed = [.. Forecasts(50), new("g", "g", "a", 1, new(0.55, 0.5, 0.5)), new("h", "h", "a", 1, new(0.6, 0.5))];
        Of(mixed).Curve.ShouldNotBeNull();
        Of(mixed).Stated.ShouldContain(s => s.UsualLower == null);
    }

    [Fact]
    public void The_same_forecasts_in_another_order_give_the_same_figures()
    {
        var some = Forecasts(80);
        var (there, back) = (Of(some), Of([.. some.AsEnumerable().Reverse()]));
        back.Curve.ShouldBe(there.Curve);
        back.Stated.ShouldBe(there.Stated);
    }

    private static CalibrationFigures Of(IReadOnlyList<StandingForecast> forecasts) =>
        CalibrationFigures.Of(MakeFigures.Summary(ForecastColumns.Of(forecasts), 0.001));

    private static List<StandingForecast> Forecasts(int n) =>
        [
            .. Enumerable
                .Range(0, n)
                .Select(i => new StandingForecast(
                    $"c{i}",
                    $"c{i / 3}",
                    "a",
                    i,
                    new(((i * 7 % 10) + 0.5) / 10, i * 7 % 10 > i * 3 % 11 ? 1 : 0)
                )),
        ];
}
