using Forecasts.Scoring.Comparison;

namespace Forecasts.Scoring.Tests.Comparison;

/// <summary>The three tests of "equally good": sign flips, paired t, Diebold and Mariano.</summary>
public class DifferenceTests
{
    private static readonly double[] A = [0.1, 0.4, 0.2, 0.9, 0.3, 0.05, 0.6, 0.35];
    private static readonly double[] B = [0.2, 0.3, 0.25, 0.7, 0.5, 0.1, 0.65, 0.3];
    private static readonly double[] Weights = [1, 2, 0.5, 1, 0, 3, 1, 1];
    private static readonly int[] Clusters = [4, 4, -1, 7, 7, 9, -1, 12];

    [Fact]
    public void Changing_sides_changes_the_sign_alone()
    {
        var (t, back) = (PairedT.Test(A, B, Weights, Clusters), PairedT.Test(B, A, Weights, Clusters));
        back.Statistic.ShouldBe(-t.Statistic, 1e-13);
        back.P.ShouldBe(t.P, 1e-13);
        var (flip, flipped) = (SignFlipTest.Test(A, B, Weights, Clusters), SignFlipTest.Test(B, A, Weights, Clusters));
        flipped.ShouldBe(flip with { Difference = -flip.Difference });
        var differences = A.Zip(B, (a, b) => a - b).ToArray();
        var (dm, turned) = (
            DieboldMariano.Test(differences, 2, LongRunVariance.Bartlett),
            DieboldMariano.Test([.. differences.Select(d => -d)], 2, LongRunVariance.Bartlett)
        );
        turned.Statistic.ShouldBe(-dm.Statistic, 1e-13);
        turned.P.ShouldBe(dm.P, 1e-13);
    }

    [Fact]
    public void The_order_of_rows_changes_no_bit()
    {
        var chance = new Chance(3);
        for (var run = 0; run < 20; run++)
        {
            var order = chance.Order(A.Length);
            PairedT.Test(A.In(order), B.In(order), Weights.In(order), Clusters.In(order)).ShouldBe(PairedT.Test(A, B, Weights, Clusters));
            SignFlipTest
                .Test(A.In(order), B.In(order), Weights.In(order), Clusters.In(order))
                .ShouldBe(SignFlipTest.Test(A, B, Weights, Clusters));
        }
    }

    [Fact]
    public void A_row_of_weight_two_is_the_row_twice_in_its_cluster()
    {
        double[] a = [.. A, A[1]],
            b = [.. B, B[1]];
        int[] own = [0, 1, 2, 3, 4, 5, 6, 7],
            twice = [.. own, 1];
        var weights = own.Select(i => i == 1 ? 2.0 : 1.0).ToArray();
        var (once, double_) = (PairedT.Test(A, B, weights), PairedT.Test(a, b, clusters: twice));
        once.Statistic.ShouldBe(double_.Statistic, 1e-12);
        SignFlipTest.Test(A, B, weights).P.ShouldBe(SignFlipTest.Test(a, b, clusters: twice).P);
    }

    [Fact]
    public void All_patterns_of_signs_are_counted_where_they_are_few()
    {
        var test = SignFlipTest.Test([1, 2, 3], [0, 0, 0]);
        test.ShouldBe(new SignFlip(2, 2 / 8.0, 3, 8, true));
        SignFlipTest.Test([1, 2, 3, 5], [0, 0, 0, 5]).ShouldBe(new SignFlip(1.5, 2 / 8.0, 4, 8, true));
    }

    [Fact]
    public void Random_patterns_agree_with_all_patterns()
    {
        var chance = new Chance(17);
        double[] a = chance.Many(16, chance.Normal),
            zero = new double[16];
        // A seventeenth and eighteenth difference too small to matter make the patterns random.
        double[] longer = [.. a, 1e-9, 1e-9];
        var (all, random) = (SignFlipTest.Test(a, zero), SignFlipTest.Test(longer, new double[18], flips: 100_000));
        (all.Exact, random.Exact).ShouldBe((true, false));
        random.P.ShouldBe(all.P, 0.006);
        SignFlipTest.Test(longer, new double[18], flips: 100_000).ShouldBe(random);
    }

    [Fact]
    public void Forecasters_without_a_difference_are_not_told_apart()
    {
        SignFlipTest.Test(A, A).P.ShouldBe(1);
        PairedT.Test(A, A).ShouldBe(new DifferenceTest(0, 0, 0, 7, 1));
        DieboldMariano.Test(new double[8], 3).ShouldBe(new DifferenceTest(0, 0, 0, 7, 1));
    }

    [Fact]
    public void Where_there_is_no_spread_nothing_is_said()
    {
        PairedT.Test([0.5], [0.2]).ShouldBe(new DifferenceTest(0.3, double.NaN, double.NaN, 0, double.NaN));
        PairedT.Test([2, 2, 2], [1, 1, 1]).P.ShouldBe(double.NaN);
        SignFlipTest.Test([0.5], [0.25]).ShouldBe(new SignFlip(0.25, 1, 1, 2, true));
        DieboldMariano.Test([0.5]).P.ShouldBe(double.NaN);
        DieboldMariano.Test([1, 1, 1]).P.ShouldBe(double.NaN);
    }

    [Fact]
    public void A_negative_long_run_variance_says_nothing_and_Bartletts_is_never_negative()
    {
        double[] swinging = [1, -1, 1.2, -1, 1, -1.1, 1, -1];
        DieboldMariano.Test(swinging, 2).Statistic.ShouldBe(double.NaN);
        DieboldMariano.Test(swinging, 2, LongRunVariance.Bartlett).P.ShouldBeInRange(0, 1);
    }

    [Fact]
    public void Diebold_and_Mariano_for_one_step_is_the_paired_t_test_also_with_equal_weights()
    {
        var t = PairedT.Test(A, B);
        var differences = A.Zip(B, (a, b) => a - b).ToArray();
        foreach (var dm in new[] { DieboldMariano.Test(differences), DieboldMariano.Test(differences, weights: [.. A.Select(_ => 0.3)]) })
        {
            dm.Statistic.ShouldBe(t.Statistic, 1e-12);
            dm.P.ShouldBe(t.P, 1e-12);
        }
    }

    [Theory]
    [InlineData(12)]
    [InlineData(40)]
    public void Under_no_difference_each_test_rejects_at_5_percent_in_5_of_100(int clusters)
    {
        var chance = new Chance(201);
        var (runs, t, flip) = (1500, 0, 0);
        for (var run = 0; run < runs; run++)
        {
            // Clusters of 1 to 3 claims that share their luck.
            var (a, b, of) = (new List<double>(), new List<double>(), new List<int>());
            for (var g = 0; g < clusters; g++)
            {
                var luck = chance.Normal();
                for (var k = chance.Below(3); k >= 0; k--)
                {
                    a.Add(luck + chance.Normal());
                    b.Add(chance.Normal());
                    of.Add(g);
                }
            }

            if (PairedT.Test(a.ToArray(), b.ToArray(), clusters: of.ToArray()).P < 0.05)
                t++;
            if (SignFlipTest.Test(a.ToArray(), b.ToArray(), clusters: of.ToArray(), flips: 199, seed: chance.Seed()).P <= 0.05)
                flip++;
        }

        // Three standard deviations of the simulation are 0.017.
        (t / (double)runs).ShouldBeInRange(0.03, 0.07);
        (flip / (double)runs).ShouldBeInRange(0.03, 0.067);
    }

    [Theory]
    [InlineData(LongRunVariance.Autocovariance)]
    [InlineData(LongRunVariance.Bartlett)]
    public void Under_no_difference_Diebold_and_Mariano_hold_their_size_for_forecasts_three_steps_ahead(LongRunVariance variance)
    {
        var chance = new Chance(203);
        var (withHorizon, without) = (0, 0);
        for (var run = 0; run < 1000; run++)
        {
            var shocks = chance.Many(202, chance.Normal);
            var differences = Enumerable.Range(0, 200).Select(i => shocks[i] + (0.5 * shocks[i + 1]) + (0.25 * shocks[i + 2])).ToArray();
            if (DieboldMariano.Test(differences, 3, variance).P < 0.05)
                withHorizon++;
            if (DieboldMariano.Test(differences).P < 0.05)
                without++;
        }

        // Bartlett's weights pull the autocovariances down, so it rejects a little too often.
        (withHorizon / 1000.0).ShouldBeInRange(0.03, variance == LongRunVariance.Bartlett ? 0.12 : 0.08);
        (without / 1000.0).ShouldBeGreaterThan(0.12);
    }

    [Fact]
    public void A_real_difference_is_found()
    {
        var chance = new Chance(205);
        double[] a = chance.Many(60, chance.Normal),
            b = [.. a.Select(x => x + 0.5 + (0.5 * chance.Normal()))];
        PairedT.Test(a, b).P.ShouldBeLessThan(0.001);
        SignFlipTest.Test(a, b).P.ShouldBe(1 / 10_001.0, 1e-12);
        DieboldMariano.Test([.. a.Zip(b, (x, y) => x - y)], 2).P.ShouldBeLessThan(0.001);
    }

    [Fact]
    public void What_is_wrong_is_named()
    {
        Wrong(() => PairedT.Test([], [])).ShouldBe("a");
        Wrong(() => PairedT.Test([1], [double.NaN])).ShouldBe("b");
        Wrong(() => SignFlipTest.Test([1], [1, 2])).ShouldBe("b");
        Wrong(() => SignFlipTest.Test([1, 2], [1, 2], flips: 0)).ShouldBe("flips");
        Wrong(() => DieboldMariano.Test([])).ShouldBe("differences");
        Wrong(() => DieboldMariano.Test([1, double.PositiveInfinity])).ShouldBe("differences");
        Wrong(() => DieboldMariano.Test([1, 2], 0)).ShouldBe("horizon");
        Wrong(() => DieboldMariano.Test([1, 2], 3)).ShouldBe("horizon");
        Wrong(() => DieboldMariano.Test([1, 2], weights: [1])).ShouldBe("weights");

        static string? Wrong(Action act) => Should.Throw<ArgumentException>(act).ParamName;
    }
}
