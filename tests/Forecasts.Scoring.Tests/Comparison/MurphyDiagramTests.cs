using Forecasts.Scoring.Comparison;

namespace Forecasts.Scoring.Tests.Comparison;

public class MurphyDiagramTests
{
    private static readonly Gen<(double P, double Q, double Y, double W)[]> Rows = Gen.Select(
        Gen.Int[0, 20].Select(k => k / 20.0),
        Gen.Double[0, 1],
        Gen.Int[0, 2].Select(k => k / 2.0),
        Gen.Double[0.1, 3]
    ).Array[1, 30];

    [Fact]
    public void Twice_the_area_under_the_curve_is_the_mean_Brier_score() =>
        Rows.Sample(rows =>
        {
            double[] p = [.. rows.Select(r => r.P)],
                y = [.. rows.Select(r => r.Y)],
                w = [.. rows.Select(r => r.W)];
            // Between two neighbouring forecasts or outcomes the curve is a straight line: its middle gives the area.
            double[] knots = [.. p.Concat(y).Append(0).Append(1).Distinct().Order()];
            double[] middles = [.. knots.Zip(knots.Skip(1), (a, b) => (a + b) / 2)];
            var area = MurphyDiagram
                .Curve(p, y, middles, w)
                .Zip(knots.Zip(knots.Skip(1), (a, b) => b - a), (height, width) => height * width)
                .Sum();
            (2 * area).ShouldBe(rows.Sum(r => r.W * (r.P - r.Y) * (r.P - r.Y)) / w.Sum(), 1e-12);
        });

    [Fact]
    public void Nobody_can_gain_at_any_theta_by_saying_something_else_than_what_is_believed() =>
        Gen.Select(Gen.Double[0, 1], Gen.Double[0, 1], Gen.Double[0, 1])
            .Sample(
                (belief, said, theta) =>
                {
                    double Expected(double p) =>
                        (belief * ElementaryScore.Of(p, 1, theta)) + ((1 - belief) * ElementaryScore.Of(p, 0, theta));
                    Expected(belief).ShouldBeLessThanOrEqualTo(Expected(said) + 1e-12);
                }
            );

    [Fact]
    public void The_difference_is_one_curve_minus_the_other_and_changes_its_sign_with_the_sides() =>
        Rows.Sample(rows =>
        {
            double[] p = [.. rows.Select(r => r.P)],
                q = [.. rows.Select(r => r.Q)],
                y = [.. rows.Select(r => r.Y)],
                w = [.. rows.Select(r => r.W)],
                thetas = [0.1, 0.35, 0.5, 0.9];
            int[] clusters = [.. rows.Select((_, i) => i / 2)];
            var (there, back) = (
                MurphyDiagram.Difference(p, q, y, thetas, w, clusters),
                MurphyDiagram.Difference(q, p, y, thetas, w, clusters)
            );
            var (own, other) = (MurphyDiagram.Curve(p, y, thetas, w), MurphyDiagram.Curve(q, y, thetas, w));
            for (var k = 0; k < thetas.Length; k++)
            {
                there[k].Value.ShouldBe(own[k] - other[k], 1e-12);
                back[k].Value.ShouldBe(-there[k].Value, 1e-12);
                if (rows.Length > 2)
                    there[k].Interval!.Value.Upper.ShouldBe(-back[k].Interval!.Value.Lower, 1e-12);
            }
        });

    [Fact]
    public void Its_band_is_the_paired_t_interval_at_each_theta()
    {
        double[] p = [0.2, 0.6, 0.7, 0.9, 0.4],
            q = [0.3, 0.8, 0.4, 0.55, 0.1],
            y = [0, 1, 1, 0, 0];
        int[] clusters = [1, 1, 2, 3, 4];
        var point = MurphyDiagram.Difference(p, q, y, [0.5], clusters: clusters)[0];
        double[] Own(double[] f) => [.. f.Zip(y, (x, o) => ElementaryScore.Of(x, o, 0.5))];
        var t = PairedT.Test(Own(p), Own(q), clusters: clusters);
        point.Value.ShouldBe(t.Difference, 1e-15);
        point.StandardError.ShouldBe(t.StandardError, 1e-15);
        // 0.95 quantile of Student's t with 3 degrees of freedom.
        point.Interval!.Value.Upper.ShouldBe(t.Difference + (2.353363434801825 * t.StandardError), 1e-9);
    }

    [Fact]
    public void The_band_covers_the_true_difference_as_often_as_it_says()
    {
        var chance = new Chance(301);
        // Chances uniform on 0..1, the rival says 0.1 more: at theta it errs where the chance lies within theta - 0.1 and theta, by theta -
        // chance in the mean.
        const double Truth = -0.005;
        var covered = Chance.Share(
            1000,
            _ =>
            {
                var p = chance.Many(150, chance.Uniform);
                var point = MurphyDiagram.Difference(p, [.. p.Select(x => x + 0.1)], [.. p.Select(chance.Yes)], [0.6])[0].Interval!.Value;
                return point.Lower <= Truth && point.Upper >= Truth;
            }
        );
        covered.ShouldBeInRange(0.86, 0.94);
    }

    [Fact]
    public void The_order_of_rows_does_not_matter()
    {
        var chance = new Chance(303);
        double[] p = chance.Many(50, chance.Uniform),
            y = [.. p.Select(chance.Yes)],
            thetas = [0.25, 0.5, 0.75];
        var order = chance.Order(50);
        MurphyDiagram.Curve(p.In(order), y.In(order), thetas).ShouldBe(MurphyDiagram.Curve(p, y, thetas), 1e-13);
    }

    [Fact]
    public void One_claim_has_no_band_and_no_theta_no_points()
    {
        MurphyDiagram.Difference([0.7], [0.4], [1], [0.5]).Single().ShouldBe(new MurphyDifference(0.5, -0.5, double.NaN, null));
        MurphyDiagram.Curve([0.7], [1], []).ShouldBeEmpty();
        ElementaryScore.Of(0.5, 1, 0.5).ShouldBe(0.5);
        ElementaryScore.Of(0.5, 0, 0.5).ShouldBe(0);
        MurphyDiagram.Difference([0.7, 0.7], [0.7, 0.7], [1, 0], [0.5]).Single().Interval.ShouldBe(new Scoring.Calibration.Interval(0, 0));
    }

    [Fact]
    public void What_is_wrong_is_named()
    {
        Wrong(() => MurphyDiagram.Curve([], [], [0.5])).ShouldBe("p");
        Wrong(() => MurphyDiagram.Curve([0.5], [double.NaN], [0.5])).ShouldBe("y");
        Wrong(() => MurphyDiagram.Curve([0.5], [1], [double.NaN])).ShouldBe("thetas");
        Wrong(() => MurphyDiagram.Difference([0.5], [0.5, 0.6], [1], [0.5])).ShouldBe("q");
        Wrong(() => MurphyDiagram.Difference([0.5], [0.5], [1], [0.5], confidence: 0)).ShouldBe("confidence");
        Wrong(() => ElementaryScore.Mean([0.5], [1], double.NaN)).ShouldBe("theta");
        Wrong(() => ElementaryScore.Of(double.NaN, 1, 0.5)).ShouldBe("p");

        static string? Wrong(Action act) => Should.Throw<ArgumentException>(act).ParamName;
    }
}
