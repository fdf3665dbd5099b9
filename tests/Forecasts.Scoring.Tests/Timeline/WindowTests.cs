namespace Forecasts.Scoring.Tests.Timeline;

public class WindowTests
{
    [Theory(DisplayName = "A claim that closes, or was to close, before it opens is not scored")]
    [InlineData(10, 0)]
    [InlineData(10, -3)]
    [InlineData(0, 0)]
    [InlineData(-1, -1)]
    public void Decided_before_opening(double scheduled, double closes)
    {
        var sheet = YesNo(1, new ClaimWindow(Day(0), Day(scheduled), Day(closes), Day(closes)), Says("a", 0.9, -5));
        (sheet.IsScored, sheet.Forecasters.Count, sheet.Crowds.Count).ShouldBe((false, 0, 0));
    }

    [Fact]
    public void A_forecast_exactly_at_the_close_is_late()
    {
        var sheet = YesNo(1, Window(closes: 5), Says("a", 0.2), Says("a", 0.9, 5), Says("b", 0.9, 5));
        sheet.Forecasters.ShouldHaveSingleItem().ValueAtClose.ShouldBe([0.2]);
    }

    [Fact]
    public void A_forecast_before_the_opening_scores_exactly_like_one_at_it() =>
        YesNo(1, Window(), Says("a", 0.7, -30), Says("b", 0.5, -30), Says("c", 0.3, 3))
            .Bits()
            .ShouldBe(YesNo(1, Window(), Says("a", 0.7), Says("b", 0.5), Says("c", 0.3, 3)).Bits());

    [Fact]
    public void One_who_withdraws_before_the_close_keeps_the_last_value_and_a_mark()
    {
        var a = YesNo(1, Window(), Says("a", 0.2, 0, 3), Says("a", 0.4, 3, 6, withdrawn: true)).Of("a");
        a.ValueAtClose.ShouldBe([0.4]);
        a.WithdrawnBeforeClose.ShouldBeTrue();
        a.BrierAtClose!.Value.ShouldBe(0.36, 1e-15);
        a.LogAtClose!.Value.ShouldBe(-Math.Log(0.4), 1e-15);
        a.Coverage.ShouldBe(0.6, 1e-15);
    }

    [Fact]
    public void One_who_withdraws_at_the_close_or_after_it_still_stood_there()
    {
        var sheet = YesNo(1, Window(closes: 6), Says("a", 0.4, 0, 6, withdrawn: true), Says("b", 0.4, 0, 8, withdrawn: true));
        sheet.Forecasters.Select(f => (f.ValueAtClose![0], f.WithdrawnBeforeClose)).ShouldBe([(0.4, false), (0.4, false)]);
    }

    [Fact]
    public void One_who_withdraws_and_comes_back_is_not_marked()
    {
        var a = YesNo(1, Window(), Says("a", 0.2, 0, 3, withdrawn: true), Says("a", 0.4, 6)).Of("a");
        a.ValueAtClose.ShouldBe([0.4]);
        a.WithdrawnBeforeClose.ShouldBeFalse();
        a.Coverage.ShouldBe(0.7, 1e-15);
    }

    [Fact]
    public void One_whose_forecast_ended_by_itself_has_nothing_at_the_close()
    {
        var a = YesNo(1, Window(), Says("a", 0.2, 0, 3)).Of("a");
        (a.ValueAtClose, a.BrierAtClose, a.LogAtClose, a.WithdrawnBeforeClose).ShouldBe((null, null, null, false));
        a.TimeAveragedBrier!.Value.ShouldBe(0.64, 1e-15);
    }

    [Fact]
    public void One_who_withdrew_before_the_opening_has_no_row() =>
        YesNo(1, Window(), Says("a", 0.2, -5, -1, withdrawn: true)).Forecasters.ShouldBeEmpty();

    [Fact]
    public void A_forecast_made_exactly_at_the_spot_counts_and_one_that_ends_there_does_not()
    {
        var sheet = YesNo(1, Window(spot: 4), Says("a", 0.8, 4), Says("b", 0.4, 0, 4), Says("c", 0.4));
        sheet.Of("a").SpotPeer!.Value.ShouldBe(100 * Math.Log(2), 1e-12);
        (sheet.Of("b").SpotPeer, sheet.Of("b").SpotBaseline).ShouldBe((null, null));
        sheet.Crowd("mean").SpotBaseline!.Value.ShouldBe(100 * Math.Log(1.2) / Math.Log(2), 1e-12);
    }

    [Fact]
    public void A_spot_at_the_close_is_the_limit_from_the_left()
    {
        var sheet = YesNo(1, Window(closes: 6), Says("a", 0.8, 0, 6), Says("b", 0.4), Says("b", 0.9, 6));
        sheet.Of("a").SpotPeer!.Value.ShouldBe(100 * Math.Log(2), 1e-12);
        sheet.Of("b").SpotPeer!.Value.ShouldBe(-100 * Math.Log(2), 1e-12);
    }

    [Fact]
    public void A_spot_before_the_opening_scores_nobody() =>
        YesNo(1, Window(spot: -1), Says("a", 0.8, -5)).Of("a").SpotBaseline.ShouldBeNull();

    [Fact]
    public void A_window_out_of_order_is_refused()
    {
        Should.Throw<ArgumentException>(() => YesNo(1, Window(closes: 11))).ParamName.ShouldBe("window");
        Should.Throw<ArgumentException>(() => YesNo(1, Window(closes: 5, spot: 6))).ParamName.ShouldBe("window");
    }

    [Theory]
    [InlineData(ClaimShape.Binary, 0.5)]
    [InlineData(ClaimShape.Three, 0.25)]
    [InlineData(ClaimShape.Expected, double.NaN)]
    public void An_outcome_that_the_kind_does_not_have_is_refused(ClaimShape kind, double outcome) =>
        Should.Throw<ArgumentException>(() => ClaimScores.Score(kind, outcome, Window(), [], Usual)).ParamName.ShouldBe("outcome");

    [Theory]
    [InlineData(0)]
    [InlineData(-0.1)]
    [InlineData(0.06)]
    [InlineData(double.NaN)]
    public void A_floor_out_of_range_is_refused(double floor) =>
        Should
            .Throw<ArgumentException>(() => ClaimScores.Score(ClaimShape.Binary, 1, Window(), [], new ScoreOptions(floor)))
            .ParamName.ShouldBe("options");

    [Fact]
    public void A_value_of_the_wrong_form_is_refused_by_name()
    {
        Should
            .Throw<ArgumentException>(() => YesNo(1, Window(), Says("a", 0.5), Says("b", double.NaN)))
            .ParamName.ShouldBe("forecasts[1].Values[0]");
        Should.Throw<ArgumentException>(() => YesNo(1, Window(), Grades("a", [0.2, 0.3, 0.5]))).ParamName.ShouldBe("forecasts[0].Values");
        Should
            .Throw<ArgumentException>(() => ClaimScores.Score(ClaimShape.Three, 1, Window(), [Grades("a", [0.2, 0.3, 0.4])], Usual))
            .ParamName.ShouldBe("forecasts[0].Values");
    }
}
