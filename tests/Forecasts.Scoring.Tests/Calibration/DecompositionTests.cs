using Forecasts.Scoring.Calibration;
using Forecasts.Scoring.Rules;

namespace Forecasts.Scoring.Tests.Calibration;

public class DecompositionTests
{
    [Fact]
    public void The_score_is_MCB_minus_DSC_plus_UNC_and_for_CORP_neither_is_negative() =>
        Cases.Any.Sample(x =>
        {
            foreach (var parts in new[] { Corp.Brier(x.P, x.Y), Corp.Log(x.P, x.Y), Corp.Decompose(x.P, x.Y, default(Tilted)) })
            {
                parts.Miscalibration.ShouldBeGreaterThanOrEqualTo(0);
                parts.Discrimination.ShouldBeGreaterThanOrEqualTo(0);
                if (double.IsFinite(parts.Score))
                    (parts.Miscalibration - parts.Discrimination + parts.Uncertainty).ShouldBe(parts.Score, 1e-12);
            }

            var murphy = Murphy.Decompose(x.P, x.Y, default(BrierLoss));
            (murphy.Miscalibration - murphy.Discrimination + murphy.Uncertainty).ShouldBe(
                x.P.Zip(x.Y).Average(c => BrierScore.Binary(c.First, c.Second)),
                1e-12
            );
            Corp.Brier(x.P, x.Y).Miscalibration.ShouldBeGreaterThanOrEqualTo(0);
        });

    [Fact]
    public void Murphys_bins_add_up_with_what_varies_within_them() =>
        Gen.Select(Cases.Any, Gen.Int[1, 30], Gen.OneOf(BinEdge.LeftClosed, BinEdge.RightClosed))
            .Sample(
                (x, bins, edge) =>
                {
                    var m = Murphy.Binned(x.P, x.Y, bins, edge);
                    var brier = x.P.Zip(x.Y).Average(c => BrierScore.Binary(c.First, c.Second));
                    (
                        m.Parts.Reliability - m.Parts.Resolution + m.Parts.Uncertainty + m.WithinBinVariance - (2 * m.WithinBinCovariance)
                    ).ShouldBe(brier, 1e-12);
                    var generic = Murphy.Decompose(x.P, x.Y, default(BrierLoss), bins, edge);
                    generic.Discrimination.ShouldBe(m.Parts.Resolution, 1e-12);
                    generic.Miscalibration.ShouldBe(m.Parts.Reliability + m.WithinBinVariance - (2 * m.WithinBinCovariance), 1e-12);
                    generic.Uncertainty.ShouldBe(m.Parts.Uncertainty, 1e-12);
                    var distinct = Murphy.Distinct(x.P, x.Y);
                    distinct.WithinBinVariance.ShouldBe(0, 1e-14);
                    (distinct.Parts.Reliability - distinct.Parts.Resolution + distinct.Parts.Uncertainty).ShouldBe(brier, 1e-12);
                }
            );

    [Fact]
    public void The_corrected_parts_have_the_same_sum_and_the_clipped_ones_keep_their_ranges() =>
        Gen.Select(Cases.YesNo, Gen.Int[1, 12])
            .Sample(
                (x, bins) =>
                {
                    var m = Murphy.Binned(x.P, x.Y, bins);
                    Sum(m.BiasCorrected).ShouldBe(Sum(m.Parts), 1e-12);
                    Sum(m.Clipped).ShouldBe(Sum(m.Parts), 1e-12);
                    m.Clipped.Reliability.ShouldBeGreaterThanOrEqualTo(-1e-15);
                    m.Clipped.Resolution.ShouldBeInRange(-1e-15, 1 + 1e-12);
                    m.Clipped.Uncertainty.ShouldBeLessThanOrEqualTo(0.25 + 1e-15);
                }
            );

    [Fact]
    public void In_one_bin_there_is_no_resolution_and_its_rounding_does_not_hold_the_correction_back() =>
        Cases.YesNo.Sample(x =>
        {
            var m = Murphy.Binned(x.P, x.Y, 1);
            var (s, t) = (m.Parts.Reliability - m.BiasCorrected.Reliability, m.BiasCorrected.Uncertainty - m.Parts.Uncertainty);
            s.ShouldBe(t, 1e-12, "the bin holds all cases");
            if (s < 1e-6)
                return;
            var share = Math.Min(1, Math.Min(m.Parts.Reliability / s, (0.25 - m.Parts.Uncertainty) / t));
            m.Clipped.Reliability.ShouldBe(m.Parts.Reliability - (share * s), 1e-9);
            m.Clipped.Uncertainty.ShouldBe(m.Parts.Uncertainty + (share * t), 1e-9);
        });

    [Fact]
    public void The_order_of_the_rows_changes_no_bit() =>
        Gen.Select(Cases.Any, Gen.Int[0, 1000])
            .Sample(
                (x, seed) =>
                {
                    var y = x.Shuffled(seed);
                    Corp.Brier(y.P, y.Y).ShouldBe(Corp.Brier(x.P, x.Y));
                    Corp.Log(y.P, y.Y).ShouldBe(Corp.Log(x.P, x.Y));
                    Corp.Curve(y.P, y.Y).ShouldBe(Corp.Curve(x.P, x.Y));
                    Murphy.Binned(y.P, y.Y).ShouldBe(Murphy.Binned(x.P, x.Y));
                    Murphy.Distinct(y.P, y.Y).ShouldBe(Murphy.Distinct(x.P, x.Y));
                }
            );

    [Fact]
    public void A_weight_of_k_is_k_equal_rows() =>
        Gen.Select(Cases.Any, Gen.Int[0, 1000])
            .Sample(
                (x, seed) =>
                {
                    var random = new Seeded((ulong)seed);
                    var weights = x.P.Select(_ => (double)random.Below(4)).ToArray();
                    if (weights.Sum() == 0)
                        return;
                    var (p, y) = (Repeat(x.P, weights), Repeat(x.Y, weights));
                    Near(Corp.Brier(x.P, x.Y, weights), Corp.Brier(p, y));
                    Near(Corp.Log(x.P, x.Y, weights), Corp.Log(p, y));
                    Near(Murphy.Binned(x.P, x.Y, weights: weights), Murphy.Binned(p, y));
                    Near(Murphy.Distinct(x.P, x.Y, weights), Murphy.Distinct(p, y));
                }
            );

    [Fact]
    public void A_perfectly_sure_and_right_forecaster_has_no_miscalibration_and_all_discrimination()
    {
        Near(Corp.Brier([0, 1, 1], [0, 1, 1]), new(0, 0, 2 / 9.0, 2 / 9.0));
        Near(Corp.Log([0, 1], [0, 1]), new(0, 0, Math.Log(2), Math.Log(2)));
    }

    [Fact]
    public void A_certain_miss_makes_score_and_miscalibration_of_the_log_infinite_and_leaves_the_rest()
    {
        var parts = Corp.Log([0, 0.5, 0.9], [1, 0, 1]);
        parts.Score.ShouldBe(double.PositiveInfinity);
        parts.Miscalibration.ShouldBe(double.PositiveInfinity);
        parts.Discrimination.ShouldBeGreaterThanOrEqualTo(0);
        parts.Uncertainty.ShouldBe(-((2 * Math.Log(2 / 3.0)) + Math.Log(1 / 3.0)) / 3, 1e-15);
    }

    [Fact]
    public void One_row_and_one_class_have_no_uncertainty()
    {
        Near(Corp.Brier([0.7], [1]), new(0.09, 0.09, 0, 0));
        Murphy.Binned([0.7, 0.8], [1, 1]).Parts.Uncertainty.ShouldBe(0);
    }

    [Fact]
    public void With_grades_the_uncertainty_is_their_variance() =>
        Corp.Brier([0.2, 0.5, 0.5], [0, 0.5, 1]).Uncertainty.ShouldBe(1 / 6.0, 1e-15);

    [Fact]
    public void Any_recalibration_can_be_put_in()
    {
        var x = Cases.Drawn(200, 3);
        var recalibrated = IsotonicRegression.Recalibrate(x.P, x.Y);
        Near(ScoreDecomposition.Of(x.P, recalibrated, x.Y, default(BrierLoss)), Corp.Brier(x.P, x.Y));
        Should
            .Throw<ArgumentException>(() => ScoreDecomposition.Of([0.5], [0.5, 0.5], [1], default(BrierLoss)))
            .ParamName.ShouldBe("recalibrated");
        Should
            .Throw<ArgumentException>(() => ScoreDecomposition.Of([0.5], [1.5], [1], default(BrierLoss)))
            .Message.ShouldContain("recalibrated[0] is 1.5");
    }

    [Fact]
    public void Very_many_cases_and_forecasts_that_agree_in_their_first_digits_are_sorted_all_the_same()
    {
        var random = new Seeded(5);
        var (p, y) = (new double[50_000], new double[50_000]);
        for (var i = 0; i < p.Length; i++)
            (p[i], y[i]) = (0.5 + (random.Below(1000) * 1e-13), random.Below(2));
        var fitted = IsotonicRegression.Recalibrate(p, y);
        Corp.Brier(p, y)
            .Miscalibration.ShouldBe(
                (p.Zip(y).Sum(c => Math.Pow(c.First - c.Second, 2)) - fitted.Zip(y).Sum(c => Math.Pow(c.First - c.Second, 2))) / p.Length,
                1e-12
            );
        var spread = Cases.Drawn(50_000, 6);
        var rising = spread.P.Zip(IsotonicRegression.Recalibrate(spread.P, spread.Y)).OrderBy(c => c.First).Select(c => c.Second).ToArray();
        rising.Zip(rising.Skip(1)).ShouldAllBe(c => c.First <= c.Second);
    }

    private static double Sum(MurphyParts parts) => parts.Reliability - parts.Resolution + parts.Uncertainty;

    private static double[] Repeat(double[] values, double[] weights) =>
        [.. values.Zip(weights).SelectMany(x => Enumerable.Repeat(x.First, (int)x.Second))];

    private static void Near<T>(T found, T expected, double tolerance = 1e-9)
    {
        foreach (var property in typeof(T).GetProperties())
        {
            if (property.GetValue(found) is double value && value != (double)property.GetValue(expected)!)
                value.ShouldBe((double)property.GetValue(expected)!, tolerance, property.Name);
            else if (property.GetValue(found) is MurphyParts parts)
                Near(parts, (MurphyParts)property.GetValue(expected)!, 1e-7);
        }
    }

    /// <summary>A proper score that is not symmetric: the Bregman divergence of x^3.</summary>
    private readonly struct Tilted : IProperScore
    {
        public double Of(double p, double y) => (y * y * y) - (p * p * p) - (3 * p * p * (y - p));
    }
}
