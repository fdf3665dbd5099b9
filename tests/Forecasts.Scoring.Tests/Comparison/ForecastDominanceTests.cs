using Forecasts.Scoring.Comparison;

namespace Forecasts.Scoring.Tests.Comparison;

public class ForecastDominanceTests
{
    [Theory]
    [InlineData(DominanceScore.Brier)]
    [InlineData(DominanceScore.Log)]
    [InlineData(DominanceScore.Spherical)]
    public void While_p_is_right_the_evidence_is_1_in_the_mean_at_most_and_false_alarms_are_rare(DominanceScore score)
    {
        var chance = new Chance(401);
        var (sum, alarms) = (0.0, 0);
        for (var run = 0; run < 2000; run++)
        {
            var (p, q, y) = Draw(chance, 60, truth: (p, _) => p);
            var evidence = ForecastDominance.Test(p, q, y, score);
            sum += evidence.EValue / 2000;
            if (evidence.AnytimeP <= 0.1)
                alarms++;
        }

        sum.ShouldBeLessThan(1.1);
        (alarms / 2000.0).ShouldBeLessThan(0.1);
    }

    [Fact]
    public void The_mean_is_exactly_at_most_1_for_every_pair_of_forecasts_if_p_scores_no_worse() =>
        Gen.Select(Gen.Double[0.01, 0.99], Gen.Double[0.01, 0.99], Gen.Double[0, 1], Gen.Double[0.1, 1], Gen.Enum<DominanceScore>())
            .Sample(
                (p, q, chance, towards, score) =>
                {
                    double Factor(double y) => ForecastDominance.Test([p], [q], [y], score, towards).EValue;
                    double Loss(double f, int y) =>
                        score switch
                        {
                            DominanceScore.Brier => (f - y) * (f - y),
                            DominanceScore.Log => -Math.Log(y == 1 ? f : 1 - f),
                            _ => 1 - ((y == 1 ? f : 1 - f) / Math.Sqrt((f * f) + ((1 - f) * (1 - f)))),
                        };
                    double Expected(double f) => (chance * Loss(f, 1)) + ((1 - chance) * Loss(f, 0));
                    Factor(0).ShouldBeGreaterThanOrEqualTo(0);
                    Factor(1).ShouldBeGreaterThanOrEqualTo(0);
                    if (Expected(p) <= Expected(q))
                        ((chance * Factor(1)) + ((1 - chance) * Factor(0))).ShouldBeLessThanOrEqualTo(1 + 1e-9);
                    // A grade between counts in proportion.
                    Factor(0.5).ShouldBe((Factor(0) + Factor(1)) / 2, 1e-9 * (1 + Factor(0) + Factor(1)));
                }
            );

    [Fact]
    public void A_better_rival_is_found()
    {
        var (p, q, y) = Draw(new Chance(403), 400, truth: (_, q) => q);
        ForecastDominance.Test(p, q, y).EValue.ShouldBeGreaterThan(20);
        ForecastDominance.Test(p, q, y).AnytimeP!.Value.ShouldBeLessThan(0.05);
        ForecastDominance.Test(q, p, y).EValue.ShouldBeLessThan(1);
    }

    [Fact]
    public void Siblings_enter_together_by_their_mean_when_the_last_of_them_is_settled()
    {
        double[] p = [0.3, 0.6, 0.4],
            q = [0.7, 0.2, 0.9],
            y = [1, 0, 1];
        var alone = p.Select((_, i) => ForecastDominance.Test([p[i]], [q[i]], [y[i]]).EValue).ToArray();
        var together = ForecastDominance.Test(p, q, y, weights: [1, 1, 3], clusters: [5, 6, 5]);
        together.Path.ShouldBe([1, alone[1], alone[1] * (alone[0] + (3 * alone[2])) / 4], 1e-12);
        ForecastDominance.Test(p, q, y).EValue.ShouldBe(alone[0] * alone[1] * alone[2], 1e-12);
        ForecastDominance.Test(p, q, y, weights: [0, 1, 1]).EValue.ShouldBe(alone[1] * alone[2], 1e-12);
    }

    [Fact]
    public void One_outcome_counted_four_times_would_fool_the_bet_unless_it_is_named_as_one()
    {
        // At a chance of 0.65 the forecasts 0.5 and 0.8 are equally good by Brier: the mean is 1, and no more.
        double Mean(int[] clusters) =>
            Enumerable
                .Range(0, 2)
                .Sum(y =>
                    (y == 1 ? 0.65 : 0.35)
                    * ForecastDominance.Test([0.5, 0.5, 0.5, 0.5], [0.8, 0.8, 0.8, 0.8], [y, y, y, y], clusters: clusters).EValue
                );
        Mean([7, 7, 7, 7]).ShouldBe(1, 1e-12);
        Mean([]).ShouldBeGreaterThan(1.1);
    }

    [Fact]
    public void A_lag_bets_on_each_row_of_its_own_series_and_looking_at_any_time_is_not_offered()
    {
        double[] p = [0.3, 0.6, 0.4, 0.5],
            q = [0.7, 0.2, 0.9, 0.8],
            y = [1, 0, 1, 0];
        var odd = ForecastDominance.Test([p[0], p[2]], [q[0], q[2]], [y[0], y[2]]).EValue;
        var even = ForecastDominance.Test([p[1], p[3]], [q[1], q[3]], [y[1], y[3]]).EValue;
        var lagged = ForecastDominance.Test(p, q, y, lag: 2);
        lagged.EValue.ShouldBe((odd + even) / 2, 1e-12);
        lagged.AnytimeP.ShouldBeNull();
    }

    [Fact]
    public void Equal_forecasts_and_certain_ones_have_an_answer()
    {
        var equal = ForecastDominance.Test([0.5, 0.2], [0.5, 0.2], [1, 0]);
        (equal.EValue, equal.AnytimeP).ShouldBe((1, 1));
        equal.Path.ShouldBe([1, 1]);
        ForecastDominance.Test([0], [1], [1]).EValue.ShouldBeGreaterThan(1);
        ForecastDominance.Test([0], [1], [0]).EValue.ShouldBeInRange(0, 1);
    }

    [Fact]
    public void What_is_wrong_is_named()
    {
        Wrong(() => ForecastDominance.Test([], [], [])).ShouldBe("p");
        Wrong(() => ForecastDominance.Test([0.5], [1.5], [1])).ShouldBe("q");
        Wrong(() => ForecastDominance.Test([0.5], [0.5], [1, 0])).ShouldBe("y");
        Wrong(() => ForecastDominance.Test([0], [0.5], [1], DominanceScore.Log)).ShouldBe("p");
        Wrong(() => ForecastDominance.Test([0.4], [0.5], [1], towards: 0)).ShouldBe("towards");
        Wrong(() => ForecastDominance.Test([0.4], [0.5], [1], lag: 0)).ShouldBe("lag");

        static string? Wrong(Action act) => Should.Throw<ArgumentException>(act).ParamName;
    }

    private static (double[] P, double[] Q, double[] Y) Draw(Chance chance, int n, Func<double, double, double> truth)
    {
        double[] p = chance.Many(n, () => chance.Uniform(0.05, 0.95)),
            q = [.. p.Select(x => Math.Clamp(x + chance.Uniform(-0.3, 0.3), 0.02, 0.98))];
        return (p, q, [.. p.Zip(q, (a, b) => chance.Yes(truth(a, b)))]);
    }
}
