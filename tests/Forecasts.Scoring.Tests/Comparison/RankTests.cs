using Forecasts.Scoring.Calibration;
using Forecasts.Scoring.Comparison;

namespace Forecasts.Scoring.Tests.Comparison;

public class RankTests
{
    [Fact]
    public void Equal_scores_share_the_better_place()
    {
        Ranks.Of([3, 5, 5, 1]).ShouldBe([3, 1, 1, 4]);
        Ranks.Of([3, 5, 5, 1], higherIsBetter: false).ShouldBe([2, 3, 3, 1]);
        Ranks.Of([0.1 + 0.2, 0.3]).ShouldBe([1, 1]);
        Ranks.Of([double.NaN, -5, double.NaN]).ShouldBe([2, 1, 2]);
        Ranks.Of([]).ShouldBeEmpty();
    }

    [Fact]
    public void The_standings_are_weighted_means_over_all_claims_and_the_chances_of_being_first_sum_to_1()
    {
        double[] scores = [10, 0, 4, 0, 2, 8, 10, 0, 4];
        var table = RankBootstrap.Of(scores, 3, [1, 2, 1]);
        table.Select(t => t.Score).ShouldBe([14 / 4.0, 12 / 4.0, 14 / 4.0], 1e-12);
        table.Select(t => t.Rank).ShouldBe([1, 3, 1]);
        table.Sum(t => t.First).ShouldBe(1, 1e-9);
        table[0].ShouldBe(table[2] with { Forecaster = 0 });
    }

    [Fact]
    public void Who_is_better_on_every_claim_is_first_for_certain_and_lower_can_be_better()
    {
        var table = RankBootstrap.Of([0.1, 0.2, 0.1, 0.3, 0.4, 0.5], 2, higherIsBetter: false);
        table[0].ShouldBe(new RankEstimate(0, table[0].Score, 1, new Interval(1, 1), 1));
        table[1].ShouldBe(new RankEstimate(1, table[1].Score, 2, new Interval(2, 2), 0));
    }

    [Fact]
    public void One_cluster_of_claims_tells_nothing_about_chance()
    {
        var table = RankBootstrap.Of([1, 2, 3, 4], 2, clusters: [6, 6]);
        table[1].ShouldBe(new RankEstimate(1, 3.5, 1, null, double.NaN));
    }

    [Fact]
    public void Neither_the_order_of_claims_nor_of_forecasters_changes_a_bit()
    {
        var chance = new Chance(601);
        double[] scores = chance.Many(5 * 12, chance.Normal),
            weights = chance.Many(12, () => chance.Uniform(0.5, 2));
        int[] clusters = [.. Enumerable.Range(0, 12).Select(c => c / 2)];
        var table = RankBootstrap.Of(scores, 5, weights, clusters);
        var (claims, people) = (chance.Order(12), chance.Order(5));
        double[] moved = [.. people.SelectMany(f => claims.Select(c => scores[(f * 12) + c]))];
        var again = RankBootstrap.Of(moved, 5, weights.In(claims), clusters.In(claims));
        for (var f = 0; f < 5; f++)
            again[f].ShouldBe(table[people[f]] with { Forecaster = f });
    }

    [Fact]
    public void Intervals_cover_the_true_rank_at_least_as_often_as_they_say_and_are_wide_where_nothing_separates()
    {
        var chance = new Chance(603);
        var (covered, wide) = (0, 0);
        for (var run = 0; run < 200; run++)
        {
            // Forecaster f is better than f + 1 by 0.3 standard deviations of a claim.
            var scores = new double[4 * 50];
            for (var f = 0; f < 4; f++)
            for (var c = 0; c < 50; c++)
                scores[(f * 50) + c] = (-0.3 * f) + chance.Normal();
            var options = new BootstrapOptions(0.9, 200, chance.Seed());
            covered += RankBootstrap
                .Of(scores, 4, options: options)
                .Count(t => t.Interval!.Value.Lower <= t.Forecaster + 1 && t.Interval.Value.Upper >= t.Forecaster + 1);
            var alike = RankBootstrap.Of(chance.Many(4 * 50, chance.Normal), 4, options: options);
            wide += alike.Count(t => t.Interval!.Value.Upper - t.Interval.Value.Lower >= 2);
        }

        (covered / 800.0).ShouldBeGreaterThan(0.88);
        (wide / 800.0).ShouldBeGreaterThan(0.8);
    }

    [Fact]
    public void A_flipped_or_voided_outcome_moves_ranks_by_what_it_scored()
    {
        // By hand: totals 14, 12, 10 of 4 claims; without the first claim 4, 12, 7 of 3; with it flipped 4, 22, 10 of 4.
        double[] scores = [10, 2, 1, 1, 0, 8, 2, 2, 3, 3, 3, 1];
        var result = RankSensitivity.Of(scores, 3, [new(0, null), new(0, [0, 10, 3]), new(3, null)]);
        result.Moves[0].Scores.ShouldBe([4 / 3.0, 12 / 3.0, 7 / 3.0], 1e-12);
        result.Moves[0].Ranks.ShouldBe([3, 1, 2]);
        result.Moves[0].Moved.ShouldBe(3);
        result.Moves[1].Scores.ShouldBe([1, 5.5, 2.5]);
        result.Moves[1].Ranks.ShouldBe([3, 1, 2]);
        result.Moves[2].Moved.ShouldBe(0);
        result.Forecasters.ShouldBe([new(0, 1, 1, 3), new(1, 2, 1, 2), new(2, 3, 2, 3)]);
    }

    [Fact]
    public void Voiding_is_the_same_as_a_board_without_the_claim()
    {
        var chance = new Chance(605);
        double[] scores = chance.Many(4 * 6, chance.Normal),
            weights = chance.Many(6, () => chance.Uniform(0.5, 2));
        var result = RankSensitivity.Of(scores, 4, RankSensitivity.EachVoided(6), weights);
        foreach (var move in result.Moves)
        {
            double[] rest = [.. scores.Where((_, i) => i % 6 != move.Change.Claim)];
            RankBootstrap
                .Of(rest, 4, [.. weights.Where((_, c) => c != move.Change.Claim)])
                .Select(t => t.Score)
                .ShouldBe(move.Scores, 1e-12);
        }
    }

    [Fact]
    public void Voiding_the_only_claim_leaves_no_scores_and_no_changes_leave_the_ranks()
    {
        var result = RankSensitivity.Of([1, 2], 2, [new(0, null)]);
        result.Moves.Single().Scores.ShouldBe([double.NaN, double.NaN]);
        result.Moves.Single().Ranks.ShouldBe([1, 1]);
        RankSensitivity.Of([1, 2], 2, []).Forecasters.ShouldBe([new(0, 2, 2, 2), new(1, 1, 1, 1)]);
    }

    [Fact]
    public void What_is_wrong_is_named()
    {
        Wrong(() => RankBootstrap.Of([], 1)).ShouldBe("scores");
        Wrong(() => RankBootstrap.Of([1, 2, 3], 2)).ShouldBe("scores");
        Wrong(() => RankBootstrap.Of([1, double.NaN], 2)).ShouldBe("scores");
        Wrong(() => RankBootstrap.Of([1], 0)).ShouldBe("forecasters");
        Wrong(() => RankBootstrap.Of([1, 2], 2, [1, 1])).ShouldBe("weights");
        Wrong(() => RankBootstrap.Of([1, 2], 2, clusters: [1, 1])).ShouldBe("clusters");
        Wrong(() => RankSensitivity.Of([1, 2], 2, [new(1, null)])).ShouldBe("changes");
        Wrong(() => RankSensitivity.Of([1, 2], 2, [new(0, [1])])).ShouldBe("changes[0].Scores");
        Wrong(() => RankSensitivity.Of([1, 2], 2, [new(0, [1, double.NaN])])).ShouldBe("changes[0].Scores");

        static string? Wrong(Action act) => Should.Throw<ArgumentException>(act).ParamName;
    }
}
