using Forecasts.Scoring.Comparison;
using MathNet.Numerics.LinearAlgebra;

namespace Forecasts.Scoring.Tests.Comparison;

public class TwoWayFixedEffectsTests
{
    [Fact]
    public void It_is_the_least_squares_solution_whatever_the_design() =>
        Gen.Select(Gen.Int[0, 6], Gen.Int[0, 8], Gen.Double[0, 1], Gen.Double[0.2, 3])
            .Array[1, 40]
            .Sample(rows =>
            {
                int[] forecasters = [.. rows.Select(r => r.Item1)],
                    claims = [.. rows.Select(r => r.Item2)];
                double[] scores = [.. rows.Select(r => r.Item3)],
                    weights = [.. rows.Select(r => r.Item4)];
                var fit = TwoWayFixedEffects.Fit(forecasters, claims, scores, weights);
                var (people, questions) = (fit.Forecasters.ToDictionary(f => f.Forecaster), fit.Claims.ToDictionary(c => c.Claim));

                // At the minimum what is left over is orthogonal to every forecaster and every claim.
                double[] rest = [.. rows.Select(r => r.Item4 * (r.Item3 - people[r.Item1].Adjusted - questions[r.Item2].Effect))];
                foreach (var group in rows.Select((r, i) => (r.Item1, rest[i])).GroupBy(x => x.Item1))
                    group.Sum(x => x.Item2).ShouldBe(0, 1e-11);
                foreach (var group in rows.Select((r, i) => (r.Item2, rest[i])).GroupBy(x => x.Item1))
                    group.Sum(x => x.Item2).ShouldBe(0, 1e-11);
                foreach (var component in fit.Claims.GroupBy(c => c.Component))
                {
                    component.Sum(c => c.Effect * rows.Where(r => r.Item2 == c.Claim).Average(r => r.Item4)).ShouldBe(0, 1e-11);
                }

                foreach (var row in rows)
                    people[row.Item1].Component.ShouldBe(questions[row.Item2].Component);
            });

    [Fact]
    public void Differences_agree_with_a_dense_solution()
    {
        var chance = new Chance(501);
        var rows = Enumerable.Range(0, 300).Select(_ => (F: chance.Below(12), C: chance.Below(40), S: chance.Uniform())).ToArray();
        var design = Matrix<double>.Build.Dense(300, 51);
        for (var i = 0; i < rows.Length; i++)
        {
            design[i, rows[i].F] = 1;
            if (rows[i].C > 0)
                design[i, 11 + rows[i].C] = 1;
        }

        var dense = design.QR().Solve(Vector<double>.Build.DenseOfEnumerable(rows.Select(r => r.S)));
        var fit = TwoWayFixedEffects.Fit([.. rows.Select(r => r.F)], [.. rows.Select(r => r.C)], [.. rows.Select(r => r.S)]);
        fit.Forecasters.Select(f => f.Adjusted - fit.Forecasters[0].Adjusted)
            .ShouldBe(Enumerable.Range(0, 12).Select(f => dense[f] - dense[0]), 1e-10);
    }

    [Fact]
    public void Where_everybody_answers_everything_nothing_is_adjusted()
    {
        var chance = new Chance(503);
        var cells = from f in Enumerable.Range(0, 5) from c in Enumerable.Range(0, 20) select (f, c);
        var fit = TwoWayFixedEffects.Fit([.. cells.Select(x => x.f)], [.. cells.Select(x => x.c)], chance.Many(100, chance.Uniform));
        fit.Forecasters.ShouldAllBe(f => Math.Abs(f.Adjusted - f.Mean) < 1e-13);
    }

    [Fact]
    public void True_skills_are_recovered_under_selection_where_raw_means_rank_backwards()
    {
        var chance = new Chance(505);
        double[] skill = [0, 0.02, 0.04, 0.06, 0.08];
        var difficulty = chance.Many(400, () => chance.Uniform(0, 0.5));
        var (who, which, scores) = (new List<int>(), new List<int>(), new List<double>());
        for (var f = 0; f < skill.Length; f++)
        {
            for (var c = 0; c < difficulty.Length; c++)
            {
                // The better they are, the harder the claims they take on.
                if (
                    chance.Uniform()
                    > (
                        f == 0 ? difficulty[c]
                        : f == 4 ? 0.5 - difficulty[c]
                        : 0.25 + ((difficulty[c] - 0.25) * (2 - f) / 2)
                    ) * 2
                )
                    continue;
                who.Add(f);
                which.Add(c);
                scores.Add(skill[f] + difficulty[c] + (0.05 * chance.Normal()));
            }
        }

        var fit = TwoWayFixedEffects.Fit(who.ToArray(), which.ToArray(), scores.ToArray());
        fit.Forecasters.OrderBy(f => f.Mean).Select(f => f.Forecaster).ShouldBe([4, 3, 2, 1, 0]);
        fit.Forecasters.OrderBy(f => f.Adjusted).Select(f => f.Forecaster).ShouldBe([0, 1, 2, 3, 4]);
        fit.Forecasters.Select(f => f.Adjusted - fit.Forecasters[0].Adjusted).ShouldBe(skill, 0.015);
    }

    [Fact]
    public void Who_shares_no_claim_with_others_is_in_a_component_apart()
    {
        var fit = TwoWayFixedEffects.Fit([1, 2, 7, 8, 8, 9], [10, 10, 20, 20, 30, 40], [0.1, 0.3, 0.2, 0.6, 0.8, 0.5]);
        fit.Components.ShouldBe(3);
        fit.Forecasters.Select(f => f.Component).ShouldBe([0, 0, 1, 1, 2]);
        fit.Forecasters.Select(f => f.Adjusted).ShouldBe([0.1, 0.3, 0.3, 0.7, 0.5], 1e-12);
        fit.Claims.Select(c => c.Effect).ShouldBe([0, -0.1, 0.1, 0], 1e-12);
    }

    [Fact]
    public void One_row_several_rows_of_one_cell_and_rows_that_weigh_nothing_have_an_answer()
    {
        TwoWayFixedEffects.Fit([3], [4], [0.2]).Forecasters.ShouldBe([new(3, 1, 0.2, 0.2, 0)]);
        TwoWayFixedEffects.Fit([3, 3], [4, 4], [0.2, 0.4], [1, 3]).Forecasters.Single().Adjusted.ShouldBe(0.35, 1e-15);
        TwoWayFixedEffects.Fit([3, 5], [4, 4], [0.2, 0.4], [1, 0]).Forecasters.Select(f => f.Forecaster).ShouldBe([3]);
    }

    [Fact]
    public void The_order_of_rows_changes_no_bit()
    {
        var chance = new Chance(507);
        int[] f = [.. chance.Many(200, () => chance.Below(8)).Select(x => (int)x)],
            c = [.. chance.Many(200, () => chance.Below(30)).Select(x => (int)x)];
        double[] s = chance.Many(200, chance.Uniform),
            w = chance.Many(200, () => chance.Uniform(0, 2));
        var order = chance.Order(200);
        TwoWayFixedEffects
            .Fit(f.In(order), c.In(order), s.In(order), w.In(order))
            .Forecasters.ShouldBe(TwoWayFixedEffects.Fit(f, c, s, w).Forecasters);
    }

    [Fact]
    public void A_long_chain_of_forecasters_who_share_but_one_claim_each_is_still_exact()
    {
        const int N = 400;
        var (who, which, scores) = (new int[2 * N], new int[2 * N], new double[2 * N]);
        for (var f = 0; f < N; f++)
        {
            // Forecaster f scores 0.01 f above the difficulty of claims f and f + 1, which is their number's last digit.
            for (var k = 0; k < 2; k++)
                (who[(2 * f) + k], which[(2 * f) + k], scores[(2 * f) + k]) = (f, f + k, (0.01 * f) + ((f + k) % 10));
        }

        var fit = TwoWayFixedEffects.Fit(who, which, scores);
        fit.Forecasters.Select(x => x.Adjusted - fit.Forecasters[0].Adjusted).ShouldBe(Enumerable.Range(0, N).Select(f => 0.01 * f), 1e-9);
    }

    [Fact]
    public void What_is_wrong_is_named()
    {
        Wrong(() => TwoWayFixedEffects.Fit([], [], [])).ShouldBe("scores");
        Wrong(() => TwoWayFixedEffects.Fit([1], [1, 2], [0.5])).ShouldBe("claims");
        Wrong(() => TwoWayFixedEffects.Fit([1, 2], [1], [0.5])).ShouldBe("forecasters");
        Wrong(() => TwoWayFixedEffects.Fit([1], [1], [double.NaN])).ShouldBe("scores");
        Wrong(() => TwoWayFixedEffects.Fit([1], [1], [0.5], [-1])).ShouldBe("weights");

        static string? Wrong(Action act) => Should.Throw<ArgumentException>(act).ParamName;
    }
}
