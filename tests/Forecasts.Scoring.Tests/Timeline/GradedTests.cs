namespace Forecasts.Scoring.Tests.Timeline;

public class GradedTests
{
    [Fact]
    public void Three_grades_score_by_the_normalised_ranked_score_and_by_the_grade_that_came()
    {
        var sheet = ClaimScores.Score(
            ClaimShape.Three,
            0.5,
            Window(),
            [Grades("a", [0.2, 0.5, 0.3]), Grades("b", [0.6, 0.25, 0.15])],
            Usual
        );
        var a = sheet.Of("a");
        a.BrierAtClose!.Value.ShouldBe(((0.2 * 0.2) + (0.3 * 0.3)) / 2, 1e-15);
        a.LogAtClose!.Value.ShouldBe(Math.Log(2), 1e-15);
        a.Baseline.ShouldBe(100 * Math.Log(1.5) / Math.Log(3), 1e-12);
        a.Peer.ShouldBe(100 * Math.Log(2), 1e-12);
        a.RelativeBrier.ShouldBe((((0.6 * 0.6) + (0.15 * 0.15)) - 0.13) / 2, 1e-15);
        a.ValueAtClose.ShouldBe([0.2, 0.5, 0.3]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.5)]
    [InlineData(1)]
    public void An_expected_grade_of_one_half_has_baseline_zero_whatever_the_grade(double grade) =>
        ClaimScores.Score(ClaimShape.Expected, grade, Window(), [Says("a", 0.5)], Usual).Of("a").Baseline.ShouldBe(0, 1e-12);

    [Theory]
    [InlineData(0)]
    [InlineData(0.5)]
    [InlineData(1)]
    public void An_expected_grade_that_came_true_scores_zero_loss(double grade)
    {
        var a = ClaimScores.Score(ClaimShape.Expected, grade, Window(), [Says("a", grade)], Usual).Of("a");
        (a.BrierAtClose, a.LogAtClose, a.TimeAveragedBrier).ShouldBe((0, 0, 0));
    }

    [Fact]
    public void An_expected_grade_scores_by_the_divergence_against_the_others_mean()
    {
        var sheet = ClaimScores.Score(ClaimShape.Expected, 0.5, Window(), [Says("a", 0.5), Says("b", 0.2), Says("c", 0.2)], Usual);
        var divergence = Math.Log(0.5 / Math.Sqrt(0.2 * 0.8));
        sheet.Of("b").LogAtClose!.Value.ShouldBe(divergence, 1e-15);
        sheet.Of("a").Peer.ShouldBe(100 * divergence, 1e-12);
        sheet.Of("b").Peer.ShouldBe(-50 * divergence, 1e-12);
        sheet.Crowd("median").Peer.ShouldBe(-100 * divergence / 3, 1e-12);
    }

    [Fact]
    public void A_yes_or_no_outcome_makes_an_expected_grade_score_as_a_probability() =>
        Gen.Select(Gen.Double[0, 1], Gen.Double[0, 1], Gen.OneOf(0.0, 1.0))
            .Sample(
                (p, q, outcome) =>
                {
                    TimedForecast[] forecasts = [Says("a", p), Says("b", q, 3)];
                    var (graded, binary) = (
                        ClaimScores.Score(ClaimShape.Expected, outcome, Window(), forecasts, Usual).Of("a"),
                        YesNo(outcome, Window(), forecasts).Of("a")
                    );
                    graded.Peer.ShouldBe(binary.Peer, 1e-9);
                    graded.Baseline.ShouldBe(binary.Baseline, 1e-9);
                    graded.BrierAtClose.ShouldBe(binary.BrierAtClose);
                }
            );

    [Fact]
    public void A_graded_claim_floors_what_it_takes_a_logarithm_of()
    {
        var a = ClaimScores.Score(ClaimShape.Three, 1, Window(), [Grades("a", [0.5, 0.5, 0])], Usual).Of("a");
        (a.Floored, a.LogAtClose).ShouldBe((true, double.PositiveInfinity));
        a.Baseline.ShouldBe(100 * Math.Log(3 * 0.001 / 1.001) / Math.Log(3), 1e-10);
    }
}
