namespace Forecasts.Scoring.Tests.Timeline;

public class ClaimScoresTests
{
    private static readonly double Ln2 = Math.Log(2);

    [Fact]
    public void Two_who_disagree_all_the_time_score_as_by_hand()
    {
        var sheet = YesNo(1, Window(), Says("a", 0.8), Says("b", 0.4));
        var a = sheet.Of("a");
        (a.Coverage, a.WithdrawnBeforeClose, a.Floored).ShouldBe((1, false, false));
        a.ValueAtClose.ShouldBe([0.8]);
        a.BrierAtClose!.Value.ShouldBe(0.04, 1e-15);
        a.LogAtClose!.Value.ShouldBe(-Math.Log(0.8), 1e-15);
        a.TimeAveragedBrier!.Value.ShouldBe(0.04, 1e-15);
        a.Baseline.ShouldBe(100 * Math.Log(1.6) / Ln2, 1e-12);
        a.Peer.ShouldBe(100 * Ln2, 1e-12);
        a.RelativeBrier.ShouldBe(0.36 - 0.04, 1e-15);
        a.SpotBaseline!.Value.ShouldBe(a.Baseline, 1e-12);
        a.SpotPeer!.Value.ShouldBe(a.Peer, 1e-12);
    }

    [Fact]
    public void The_crowd_is_scored_against_the_geometric_mean_of_the_members()
    {
        var sheet = YesNo(1, Window(), Says("a", 0.8), Says("b", 0.4), Says("c", 0.2));
        var mean = Math.Pow(0.8 * 0.4 * 0.2, 1 / 3.0);
        sheet.Crowd("mean").Peer.ShouldBe(100 * Math.Log(1.4 / 3 / mean), 1e-12);
        sheet.Crowd("median").Peer.ShouldBe(100 * Math.Log(0.4 / mean), 1e-12);
        sheet.Crowd("median").SpotPeer!.Value.ShouldBe(100 * Math.Log(0.4 / mean), 1e-12);
        sheet.Crowd("mean").BrierAtClose!.Value.ShouldBe(Math.Pow(1 - (1.4 / 3), 2), 1e-15);
        sheet.Crowds.Select(c => c.Crowd).ShouldBe(["mean", "median"]);
    }

    [Fact]
    public void Uncovered_time_counts_zero_and_time_is_measured_by_the_schedule()
    {
        var a = YesNo(1, Window(closes: 5), Says("a", 0.9, from: 3)).Of("a");
        a.Coverage.ShouldBe(0.2, 1e-15);
        a.Baseline.ShouldBe(0.2 * 100 * Math.Log(1.8) / Ln2, 1e-12);
        a.TimeAveragedBrier!.Value.ShouldBe(0.01, 1e-15, "over the covered time");
    }

    [Fact]
    public void Where_nobody_stands_nothing_is_added()
    {
        var sheet = YesNo(1, Window(), Says("a", 0.8, 0, 2), Says("b", 0.4, 0, 2), Says("a", 0.6, 7), Says("b", 0.3, 7));
        sheet.Of("a").Peer.ShouldBe(100 * 0.5 * Ln2, 1e-12);
        sheet.Crowd("mean").Coverage.ShouldBe(0.5, 1e-15);
    }

    [Fact]
    public void A_later_forecast_ends_an_earlier_one_that_overlaps_it()
    {
        var a = YesNo(1, Window(), Says("a", 0.2, 0, 9), Says("a", 0.7, 4)).Of("a");
        a.Coverage.ShouldBe(1);
        a.TimeAveragedBrier!.Value.ShouldBe((0.4 * 0.64) + (0.6 * 0.09), 1e-15);
        a.ValueAtClose.ShouldBe([0.7]);
    }

    [Fact]
    public void A_floor_keeps_a_certain_and_wrong_forecast_from_paying_everybody_else_infinitely()
    {
        var sheet = YesNo(1, Window(), Says("a", 0), Says("b", 0.5));
        var a = sheet.Of("a");
        (a.Floored, a.LogAtClose, a.BrierAtClose).ShouldBe((true, double.PositiveInfinity, 1));
        a.Baseline.ShouldBe(100 * Math.Log(2 * 0.001 / 1.001) / Ln2, 1e-10);
        sheet.Of("b").Peer.ShouldBe(100 * Math.Log(0.5 / (0.001 / 1.001)), 1e-10);
        sheet.Of("b").Floored.ShouldBeFalse();
    }

    [Fact]
    public void A_forecast_floored_and_revised_later_is_still_counted_as_floored() =>
        YesNo(1, Window(), Says("a", 0), Says("a", 0.5, 5)).Of("a").Floored.ShouldBeTrue();

    [Fact]
    public void A_wider_floor_is_the_seasons_choice() =>
        ClaimScores
            .Score(ClaimShape.Binary, 1, Window(), [Says("a", 0.01)], new ScoreOptions(0.05))
            .Of("a")
            .Baseline.ShouldBe(100 * Math.Log(0.1 / 1.04) / Ln2, 1e-10);

    [Fact]
    public void Rows_are_in_ordinal_order() =>
        YesNo(1, Window(), Says("b", 0.5), Says("ä", 0.5), Says("a", 0.5), Says("B", 0.5))
            .Forecasters.Select(f => f.Forecaster)
            .ShouldBe(["B", "a", "b", "ä"]);

    [Fact]
    public void Nobody_makes_an_empty_sheet_that_is_scored()
    {
        var sheet = YesNo(1, Window());
        (sheet.IsScored, sheet.Forecasters.Count, sheet.Crowds.Count).ShouldBe((true, 0, 0));
    }

    [Fact]
    public void A_revising_honest_forecaster_beats_a_shading_one_but_not_in_the_time_averaged_Brier()
    {
        // A fair coin; "yes" becomes public at the end of any of the steps alike, "no" only when all have passed.
        const int Steps = 40;
        double Honest(int step) => (double)(Steps - step) / ((2 * Steps) - step);
        (double Baseline, double Brier) Expected(Func<int, double> belief)
        {
            var forecasts = Enumerable.Range(0, Steps).Select(k => Says("a", belief(k), 10.0 * k / Steps)).ToArray();
            ForecasterScore Run(double outcome, int steps) => YesNo(outcome, Window(10.0 * steps / Steps), forecasts).Of("a");
            var yes = Enumerable.Range(1, Steps).Select(steps => Run(1, steps)).ToList();
            var no = Run(0, Steps);
            return (
                (yes.Average(r => r.Baseline) + no.Baseline) / 2,
                (yes.Average(r => r.TimeAveragedBrier!.Value) + no.TimeAveragedBrier!.Value) / 2
            );
        }

        var (honest, shaded) = (Expected(Honest), Expected(k => Honest(k) + 0.15));
        honest.Baseline.ShouldBeGreaterThan(shaded.Baseline + 1);
        honest.Brier.ShouldBe(0.23, 0.01);
        shaded.Brier.ShouldBe(0.21, 0.01);
    }
}
