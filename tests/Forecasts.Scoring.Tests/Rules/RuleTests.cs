using Forecasts.Scoring.Rules;

namespace Forecasts.Scoring.Tests.Rules;

public class RuleTests
{
    private static readonly Gen<double> P = Gen.Double[0, 1];

    [Fact]
    public void A_certain_and_wrong_forecast_has_an_infinite_log_score()
    {
        LogScore.Binary(0, 1).ShouldBe(double.PositiveInfinity);
        LogScore.Binary(1, 0).ShouldBe(double.PositiveInfinity);
        LogScore.Categorical([0.5, 0.5, 0], 2).ShouldBe(double.PositiveInfinity);
        LogScore.Expected(0, 0.5).ShouldBe(double.PositiveInfinity);
    }

    [Fact]
    public void A_certain_and_right_forecast_scores_zero_and_not_the_negative_zero()
    {
        foreach (
            var score in new[]
            {
                LogScore.Binary(1, 1),
                LogScore.Binary(0, 0),
                LogScore.Categorical([0, 1, 0], 1),
                LogScore.Expected(1, 1),
                LogScore.Expected(0, 0),
            }
        )
            AnyClaims.Bits(score).ShouldBe(AnyClaims.Bits(0.0));
    }

    [Fact]
    public void Two_categories_score_as_yes_and_no() =>
        P.Sample(p =>
        {
            BrierScore.Categorical([1 - p, p], 1).ShouldBe(2 * BrierScore.Binary(p, 1), 1e-15);
            RankedProbabilityScore.Of([1 - p, p], 1).ShouldBe(BrierScore.Binary(p, 1), 1e-15);
            LogScore.Categorical([1 - p, p], 0).ShouldBe(LogScore.Binary(p, 0));
            if (p > 0)
                LogScore.Expected(p, 1).ShouldBe(LogScore.Binary(p, 1), 1e-12);
        });

    [Fact]
    public void Being_one_grade_off_costs_less_than_two_in_the_ranked_score()
    {
        RankedProbabilityScore.Of([0, 1, 0], 2).ShouldBe(1);
        RankedProbabilityScore.Of([1, 0, 0], 2).ShouldBe(2);
        BrierScore.Categorical([0, 1, 0], 2).ShouldBe(BrierScore.Categorical([1, 0, 0], 2), "it does not know the order");
    }

    [Fact]
    public void No_other_forecast_than_the_belief_has_a_better_expected_score() =>
        Gen.Select(P, P)
            .Sample(
                (belief, other) =>
                {
                    double Expected(Func<double, double, double> rule, double said) =>
                        (belief == 0 ? 0 : belief * rule(said, 1)) + (belief == 1 ? 0 : (1 - belief) * rule(said, 0));
                    Expected(BrierScore.Binary, belief).ShouldBeLessThanOrEqualTo(Expected(BrierScore.Binary, other) + 1e-15);
                    Expected(LogScore.Binary, belief).ShouldBeLessThanOrEqualTo(Expected(LogScore.Binary, other) + 1e-12);
                }
            );

    [Fact]
    public void No_other_three_grades_than_the_belief_have_a_better_expected_score() =>
        Gen.Select(AnyClaims.Three, AnyClaims.Three)
            .Sample(
                (belief, other) =>
                {
                    double Expected(Func<double[], int, double> rule, double[] said) =>
                        Enumerable.Range(0, 3).Where(k => belief[k] > 0).Sum(k => belief[k] * rule(said, k));
                    Expected((p, k) => BrierScore.Categorical(p, k), belief)
                        .ShouldBeLessThanOrEqualTo(Expected((p, k) => BrierScore.Categorical(p, k), other) + 1e-15);
                    Expected((p, k) => LogScore.Categorical(p, k), belief)
                        .ShouldBeLessThanOrEqualTo(Expected((p, k) => LogScore.Categorical(p, k), other) + 1e-12);
                    Expected((p, k) => RankedProbabilityScore.Of(p, k), belief)
                        .ShouldBeLessThanOrEqualTo(Expected((p, k) => RankedProbabilityScore.Of(p, k), other) + 1e-15);
                }
            );

    [Fact]
    public void No_other_number_than_the_expected_grade_has_a_better_expected_score() =>
        Gen.Select(AnyClaims.Three, P)
            .Sample(
                (belief, other) =>
                {
                    var grade = (belief[1] / 2) + belief[2];
                    double Expected(Func<double, double, double> rule, double said) =>
                        Enumerable.Range(0, 3).Where(k => belief[k] > 0).Sum(k => belief[k] * rule(said, k / 2.0));
                    Expected(BrierScore.Binary, grade).ShouldBeLessThanOrEqualTo(Expected(BrierScore.Binary, other) + 1e-15);
                    Expected(LogScore.Expected, Math.Min(grade, 1)).ShouldBeLessThanOrEqualTo(Expected(LogScore.Expected, other) + 1e-12);
                }
            );

    [Fact]
    public void The_divergence_is_zero_at_the_grade_and_nowhere_negative() =>
        Gen.Select(P, Gen.OneOf(0.0, 0.5, 1.0))
            .Sample(
                (p, y) =>
                {
                    LogScore.Expected(p, y).ShouldBeGreaterThanOrEqualTo(0);
                    LogScore.Expected(y, y).ShouldBe(0);
                }
            );

    [Fact]
    public void What_is_floored_sums_to_1_and_has_no_category_below_the_renormalised_floor() =>
        Gen.Select(AnyClaims.Three, Gen.Double[0, 0.3])
            .Sample(
                (p, floor) =>
                {
                    var raised = Pmf.Floor(p, floor, out var floored);
                    raised.Sum().ShouldBe(1, 1e-15);
                    raised.Min().ShouldBeGreaterThanOrEqualTo((floor / (1 + (3 * floor))) - 1e-15);
                    floored.ShouldBe(p.Min() < floor);
                    if (!floored)
                        raised.ShouldBe(p, 1e-15);
                }
            );

    [Fact]
    public void The_floor_raises_first_and_then_renormalises()
    {
        Pmf.Floor([0, 1], 0.001, out var floored).ShouldBe([0.001 / 1.001, 1 / 1.001]);
        floored.ShouldBeTrue();
        Pmf.Floor([0.001, 0.999], 0.001, out floored).ShouldBe([0.001, 0.999]);
        floored.ShouldBeFalse();
    }

    [Fact]
    public void A_sum_a_little_above_1_gains_nothing() => Pmf.Floor([0.3, 0.3, 0.4 + 9e-7], 0.001, out _).Sum().ShouldBe(1, 1e-15);
}
