using Forecasts.Server.Features.Scoring;
using Shouldly;

namespace Forecasts.Server.Tests.Charts;

/// <summary>What a calibration's picture is made of.</summary>
public sealed class CalibrationFiguresTests
{
    [Fact]
    public void From_fifty_forecasts_on_there_is_a_curve_with_its_band()
    {
        var figures = CalibrationFigures.Of(Forecasts(50))!;
        figures.Curve!.Count.ShouldBeGreaterThan(1);
        figures.Curve.ShouldAllBe(c => c.Lower <= c.Said && c.Said <= c.Upper);
        figures.Curve.Select(c => c.Said).ShouldBeInOrder();
        figures.Curve.Select(c => c.Happened).ShouldBeInOrder();
        CalibrationFigures.Of(Forecasts(49))!.Curve.ShouldBeNull();
    }

    [Fact]
    public void K_of_n_is_there_for_any_number()
    {
        CalibrationFigures.Of(Forecasts(49))!.Stated.Sum(s => s.N).ShouldBe(49);
        CalibrationFigures.Of(Forecasts(50))!.Stated.ShouldAllBe(s => s.UsualLower <= s.UsualUpper);
        CalibrationFigures.Of([]).ShouldBeNull();
    }

    [Fact]
    public void Graded_forecasts_have_a_curve_too_and_k_of_n_without_a_usual_range()
    {
        List<StandingForecast> mixed = [.. Forecasts(50), new("g", [0.2, 0.5, 0.3], 0.5), new("h", [0.6], 0.5)];
        CalibrationFigures.Of(mixed)!.Curve.ShouldNotBeNull();
        CalibrationFigures.Of(mixed)!.Stated.ShouldContain(s => s.UsualLower == null);
    }

    [Fact]
    public void The_same_forecasts_in_another_order_give_the_same_figures()
    {
        var some = Forecasts(80);
        var (there, back) = (CalibrationFigures.Of(some)!, CalibrationFigures.Of([.. some.AsEnumerable().Reverse()])!);
        back.Curve.ShouldBe(there.Curve);
        back.Stated.ShouldBe(there.Stated);
    }

    private static List<StandingForecast> Forecasts(int n) =>
        [.. Enumerable.Range(0, n).Select(i => new StandingForecast($"c{i / 3}", [((i * 7 % 10) + 0.5) / 10], i * 7 % 10 > i * 3 % 11 ? 1 : 0))];
}
