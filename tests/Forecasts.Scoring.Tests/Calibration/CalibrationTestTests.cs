using Forecasts.Scoring.Calibration;

namespace Forecasts.Scoring.Tests.Calibration;

/// <summary>How often the tests reject forecasters who are, and who are not, calibrated.</summary>
public class CalibrationTestTests
{
    private const int Runs = 400;

    [Fact]
    public void Spiegelhalters_test_rejects_a_calibrated_forecaster_5_times_in_100_and_an_over_confident_one_mostly()
    {
        Cases.Share(Runs, seed => Cases.Drawn(100, seed) is var x && SpiegelhalterTest.Of(x.P, x.Y).P < 0.05).ShouldBeInRange(0.025, 0.08);
        Cases
            .Share(100, seed => Cases.Drawn(200, seed, p => Cases.Logistic(p, 0, 0.5)) is var x && SpiegelhalterTest.Of(x.P, x.Y).P < 0.05)
            .ShouldBeGreaterThan(0.8);
    }

    [Fact]
    public void Hosmer_and_Lemeshows_test_rejects_a_calibrated_forecaster_about_5_times_in_100() =>
        Cases
            .Share(Runs, seed => Cases.Drawn(300, seed) is var x && HosmerLemeshowTest.Of(x.P, x.Y).P < 0.05)
            .ShouldBeInRange(0.025, 0.085);

    [Fact]
    public void Coxs_test_and_intervals_hold_their_level_and_find_the_slope()
    {
        Cases.Share(Runs, seed => Cases.Drawn(200, seed) is var x && CoxRecalibration.Of(x.P, x.Y).P < 0.05).ShouldBeInRange(0.025, 0.08);
        Cases
            .Share(
                Runs,
                seed =>
                    Cases.Drawn(200, seed, p => Cases.Logistic(p, 0.3, 0.6)) is var x
                    && CoxRecalibration.Of(x.P, x.Y) is var fit
                    && Math.Abs(fit.Slope - 0.6) < 1.96 * fit.SlopeError
                    && Math.Abs(fit.Intercept - 0.3) < 2.5 * fit.InterceptError
            )
            .ShouldBeInRange(0.9, 0.98);
        Cases
            .Share(
                Runs,
                seed =>
                    Cases.Drawn(50, seed, p => Cases.Logistic(p, 0.5, 1)) is var x
                    && CoxRecalibration.InTheLarge(x.P, x.Y) is var fit
                    && Math.Abs(fit.Intercept - 0.5) < 1.96 * fit.Error
            )
            .ShouldBeInRange(0.92, 0.98);
    }

    [Fact]
    public void The_interval_of_the_mean_gap_covers_it_also_at_ten_cases() =>
        Cases
            .Share(
                Runs,
                seed =>
                    Cases.Drawn(10, seed) is var x
                    && CalibrationSummary.Of(x.P, x.Y).MeanGap.Value.Interval is { } i
                    && i.Lower <= 0
                    && i.Upper >= 0
            )
            .ShouldBeInRange(0.93, 0.995);

    [Fact]
    public void The_e_process_hardly_ever_raises_a_false_alarm_though_it_is_watched_all_year_and_finds_over_confidence()
    {
        Cases.Share(Runs, seed => Cases.Drawn(300, seed) is var x && EProcess.Of(x.P, x.Y).Largest >= 20).ShouldBeLessThanOrEqualTo(0.05);
        Cases
            .Share(100, seed => Cases.Drawn(300, seed, p => Cases.Logistic(p, 0, 0.4)) is var x && EProcess.Of(x.P, x.Y).Largest >= 20)
            .ShouldBeGreaterThan(0.9);
    }

    [Fact]
    public void Siblings_that_always_come_out_alike_raise_no_false_alarm_either_once_they_are_a_cluster()
    {
        double Alarms(bool known) =>
            Cases.Share(
                Runs,
                seed =>
                {
                    var x = Cases.Drawn(60, seed);
                    double[] p = [.. x.P.SelectMany(v => Enumerable.Repeat(v, 5))],
                        y = [.. x.Y.SelectMany(v => Enumerable.Repeat(v, 5))];
                    return EProcess.Of(p, y, known ? [.. Enumerable.Range(0, p.Length).Select(i => i / 5)] : default).Largest >= 20;
                }
            );
        Alarms(known: true).ShouldBeLessThanOrEqualTo(0.05);
        Alarms(known: false).ShouldBeGreaterThan(0.1);
    }

    [Fact]
    public void A_certain_miss_is_evidence_without_end()
    {
        EProcess.Of([0.5, 0, 0.5], [1, 1, 0]).Final.ShouldBe(double.PositiveInfinity);
        EProcess.Of([1, 0], [1, 0]).Final.ShouldBe(0.999 * 0.999, 1e-12);
        EProcess.Against([0.5, 0], [1, 0.5], [0, 1]).Final.ShouldBe(0);
        EProcess.Of([0.5], [1]).P.ShouldBeInRange(0, 1);
        SpiegelhalterTest.Of([0, 1], [1, 1]).Z.ShouldBe(double.PositiveInfinity);
        HosmerLemeshowTest.Of([0], [1]).ShouldBe(new HosmerLemeshow(double.PositiveInfinity, 1, 0));
    }

    [Fact]
    public void Where_yes_and_no_do_not_overlap_a_penalised_fit_stands_in_and_says_so()
    {
        var fit = CoxRecalibration.Of([0.1, 0.3, 0.4, 0.6, 0.8], [0, 0, 0, 1, 1]);
        fit.Penalised.ShouldBeTrue();
        fit.Slope.ShouldBeInRange(0.5, 5);
        fit.SlopeError.ShouldBeInRange(0.1, 10);
        fit.P.ShouldBeInRange(0.1, 1);
        CoxRecalibration.Of([0.8, 0.3], [0, 1]).Slope.ShouldBeLessThan(0);
        CoxRecalibration.Of([0.2, 0.6, 0.9], [1, 1, 1]).Penalised.ShouldBeTrue();
        var all = CoxRecalibration.InTheLarge([0.2, 0.6, 0.9], [1, 1, 1]);
        all.Penalised.ShouldBeTrue();
        all.Intercept.ShouldBeInRange(0.1, 10);
        CoxRecalibration.Of([0.2, 0.6, 0.9, 0.1], [1, 0, 1, 0]).Penalised.ShouldBeFalse();
    }

    [Fact]
    public void Firths_fit_is_where_the_penalised_likelihood_is_highest() =>
        Gen.Select(Gen.Double[0.05, 0.95].Array[3, 12], Gen.Int[1, 2])
            .Sample(
                (p, cut) =>
                {
                    Array.Sort(p);
                    double[] x = CoxRecalibration.Logits(p, out _),
                        y = [.. p.Select((_, i) => i < cut ? 0.0 : 1.0)];
                    if (p.Distinct().Count() < p.Length)
                        return;
                    var (a, b, _, _) = FirthFit.Fit(x, y, default, slopeToo: true);
                    var best = FirthFit.Likelihood(x, y, default, a, b, slopeToo: true);
                    foreach (var (da, db) in new[] { (0.01, 0), (-0.01, 0), (0, 0.01), (0, -0.01), (0.01, -0.01), (-0.01, 0.01) })
                    {
                        FirthFit.Likelihood(x, y, default, a + da, b + db, slopeToo: true).ShouldBeLessThanOrEqualTo(best + 1e-9);
                    }
                },
                iter: 50
            );

    [Fact]
    public void Where_all_forecasts_are_equal_there_is_no_slope()
    {
        var fit = CoxRecalibration.Of([0.3, 0.3], [0, 1]);
        fit.Slope.ShouldBe(double.NaN);
        fit.P.ShouldBe(double.NaN);
        CoxRecalibration.InTheLarge([0.3, 0.3], [0, 1]).Intercept.ShouldBe(Math.Log(0.7 / 0.3), 1e-12);
        SpiegelhalterTest.Of([0.5, 0.5], [0, 1]).P.ShouldBe(double.NaN);
    }

    [Fact]
    public void Forecasts_of_0_and_1_enter_the_fit_with_the_floor_and_are_counted()
    {
        var fit = CoxRecalibration.Of([0, 1, 0.4, 0.6, 0.7], [0, 0, 1, 1, 0]);
        fit.Floored.ShouldBe(2);
        fit.Slope.ShouldBe(CoxRecalibration.Of([0.001, 0.999, 0.4, 0.6, 0.7], [0, 0, 1, 1, 0]).Slope, 1e-12);
    }

    [Fact]
    public void A_weight_of_k_is_k_equal_rows_and_the_order_of_the_rows_does_not_matter() =>
        Gen.Select(Cases.YesNo, Gen.Int[0, 1000])
            .Sample(
                (x, seed) =>
                {
                    var random = new Seeded((ulong)seed);
                    var weights = x.P.Select(_ => 1.0 + random.Below(3)).ToArray();
                    double[] p = Repeat(x.P, weights),
                        y = Repeat(x.Y, weights);
                    var shuffled = x.Shuffled(seed);
                    foreach (var of in Figures)
                    {
                        Near(of(x.P, x.Y, weights), of(p, y, default));
                        Near(of(x.P, x.Y, default), of(shuffled.P, shuffled.Y, default));
                    }
                }
            );

    private delegate double Figure(ReadOnlySpan<double> p, ReadOnlySpan<double> y, ReadOnlySpan<double> weights);

    private static readonly Figure[] Figures =
    [
        (p, y, w) => SpiegelhalterTest.Of(p, y, w).Z,
        (p, y, w) => CoxRecalibration.InTheLarge(p, y, w) is { Penalised: false } fit && Math.Abs(fit.Intercept) < 10 ? fit.Intercept : 0,
        (p, y, w) => Concordance.Of(p, y, w),
        (p, y, w) => FoldedConfidence.Of(p, y, w).Excess,
        (p, y, w) => CalibrationError.EqualWidth(p, y, weights: w),
        (p, y, w) => CalibrationError.Distinct(p, y, 2, w),
        (p, y, w) => CalibrationError.DebiasedSquared(p, y, w),
        (p, y, w) => SmoothCalibrationError.Fixed(p, y, 0.1, w),
        (p, y, w) => BrierSkill.LeaveOneOut(p, y, w),
        (p, y, w) => CoxRecalibration.Of(p, y, w) is { Penalised: false } fit && Math.Abs(fit.Slope) < 5 ? fit.Slope : 0,
    ];

    private static void Near(double found, double expected)
    {
        if (!found.Equals(expected))
            found.ShouldBe(expected, Math.Max(1e-6, 1e-12 * Math.Abs(expected)));
    }

    private static double[] Repeat(double[] values, double[] weights) =>
        [.. values.Zip(weights).SelectMany(x => Enumerable.Repeat(x.First, (int)x.Second))];
}
