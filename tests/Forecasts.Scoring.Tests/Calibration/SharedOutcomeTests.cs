using Forecasts.Scoring.Calibration;

namespace Forecasts.Scoring.Tests.Calibration;

/// <summary>Several forecasters of one claim share its one outcome: many forecasts of few claims do not pass for much evidence.</summary>
public class SharedOutcomeTests
{
    private const int Runs = 200,
        Forecasters = 8;

    [Fact]
    public void Calibrated_forecasters_of_the_same_claims_are_rejected_5_times_in_100_once_the_claims_are_known()
    {
        Rejected(80, known: true, (p, y, claims) => SpiegelhalterTest.Of(p, y, claims: claims).P).ShouldBeLessThanOrEqualTo(0.085);
        Rejected(80, known: false, (p, y, claims) => SpiegelhalterTest.Of(p, y, claims: claims).P).ShouldBeGreaterThan(0.3);
        Rejected(80, known: true, (p, y, claims) => CoxRecalibration.Of(p, y, claims: claims).P).ShouldBeLessThanOrEqualTo(0.1);
        Rejected(80, known: false, (p, y, claims) => CoxRecalibration.Of(p, y, claims: claims).P).ShouldBeGreaterThan(0.3);
        Rejected(40, known: true, (p, y, claims) => PerfectCalibration.Of(p, y, new(Resamples: 99), claims: claims).Miscalibration.P)
            .ShouldBeLessThanOrEqualTo(0.085);
        Rejected(40, known: false, (p, y, claims) => PerfectCalibration.Of(p, y, new(Resamples: 99), claims: claims).Miscalibration.P)
            .ShouldBeGreaterThan(0.3);
    }

    [Fact]
    public void Over_confident_forecasters_are_found_all_the_same() =>
        Cases
            .Share(
                50,
                seed =>
                    Together(200, seed, p => Cases.Logistic(p, 0, 0.3)) is var x
                    && SpiegelhalterTest.Of(x.P, x.Y, claims: x.Claims).P < 0.05
                    && CoxRecalibration.Of(x.P, x.Y, claims: x.Claims).P < 0.05
                    && PerfectCalibration.Of(x.P, x.Y, new(Resamples: 99), claims: x.Claims).Miscalibration.P < 0.05
            )
            .ShouldBeGreaterThan(0.9);

    [Fact]
    public void The_robust_errors_of_one_row_per_claim_are_about_the_plain_ones()
    {
        var x = Cases.Drawn(2_000, 3);
        int[] own = [.. Enumerable.Range(0, 2_000)];
        var (plain, robust) = (CoxRecalibration.Of(x.P, x.Y), CoxRecalibration.Of(x.P, x.Y, claims: own));
        (robust.Intercept, robust.Slope).ShouldBe((plain.Intercept, plain.Slope));
        (robust.InterceptError / plain.InterceptError).ShouldBe(1, 0.1);
        (robust.SlopeError / plain.SlopeError).ShouldBe(1, 0.1);
        (CoxRecalibration.InTheLarge(x.P, x.Y, claims: own).Error / CoxRecalibration.InTheLarge(x.P, x.Y).Error).ShouldBe(1, 0.1);
        (SpiegelhalterTest.Of(x.P, x.Y, claims: own).Z / SpiegelhalterTest.Of(x.P, x.Y).Z).ShouldBe(1, 0.1);
        CoxRecalibration.Of([0.2, 0.8, 0.7, 0.3], [0, 1, 0, 1], claims: [1, 1, 2, 2]).SlopeError.ShouldBe(double.NaN);
    }

    [Fact]
    public void A_summary_counts_claims_and_shows_what_their_number_allows()
    {
        var x = Together(25, 5);
        var (together, apart) = (CalibrationSummary.Of(x.P, x.Y, claims: x.Claims), CalibrationSummary.Of(x.P, x.Y));
        (together.N, together.Claims, together.Clusters).ShouldBe((25 * Forecasters, 25, 25));
        (apart.N, apart.Claims).ShouldBe((25 * Forecasters, 25 * Forecasters));
        together.Perfect.Visibility.ShouldBe(Visibility.Hidden);
        together.Cox.Visibility.ShouldBe(Visibility.Hidden);
        together.Spiegelhalter.Visibility.ShouldBe(Visibility.Shown);
        apart.Cox.Visibility.ShouldBe(Visibility.Shown);
        together.Brier.Value.Value.ShouldBe(apart.Brier.Value.Value, 1e-12);
        together.Brier.Value.StandardError.ShouldBeGreaterThan(2 * apart.Brier.Value.StandardError);
        together.Corp.Value.ShouldBe(apart.Corp.Value);
        together.Perfect.Value.Miscalibration.Mean.ShouldBeGreaterThan(3 * apart.Perfect.Value.Miscalibration.Mean);
        together.Bins.ShouldAllBe(b => b.Intervals == null);
    }

    [Fact]
    public void Of_a_claims_options_exactly_one_is_drawn_to_come()
    {
        var found = Enumerable
            .Range(1, 100)
            .Select(seed => Corp.Brier(Options(60, (ulong)seed, out var y, out _, out _), y).Miscalibration)
            .Average();
        var p = Options(60, 7, out var came, out var before, out var claims);
        PerfectCalibration.Of(p, came, claims: claims, before: before).Miscalibration.Mean.ShouldBe(found, 0.1 * found);
        PerfectCalibration
            .Of(p, came, claims: claims)
            .Miscalibration.Mean.ShouldBeGreaterThan(1.15 * found, "as if all options came at once");
        Cases
            .Share(
                Runs,
                seed =>
                    Options(40, seed, out var y, out var b, out var c) is var q
                    && PerfectCalibration.Of(q, y, new(Resamples: 99), claims: c, before: b).Miscalibration.P < 0.05
            )
            .ShouldBeLessThanOrEqualTo(0.085);
        Should
            .Throw<ArgumentException>(() => PerfectCalibration.Of([0.5, 0.6], [0, 1], claims: [1, 1], before: [0, 0.5]))
            .Message.ShouldContain("before[1] is 0.5 beside 0.6");
    }

    /// <summary>Forecasts of four options by one who is calibrated, each option a row.</summary>
    private static double[] Options(int claims, ulong seed, out double[] y, out double[] before, out int[] claim)
    {
        var random = new Seeded(seed);
        List<(double P, double Y, double Before, int Claim)> rows = [];
        for (var c = 0; c < claims; c++)
        {
            double[] weights = [.. Enumerable.Range(0, 4).Select(_ => 0.05 + (random.NextDouble() * random.NextDouble()))];
            var (u, from) = (random.NextDouble(), 0.0);
            foreach (var share in weights.Select(w => w / weights.Sum()))
            {
                rows.Add((share, u >= from && u < from + share ? 1 : 0, from, c));
                from += share;
            }
        }

        (y, before, claim) = (
            [.. rows.Select(r => r.Y)],
            [.. rows.Select(r => Math.Min(r.Before, 1 - r.P))],
            [.. rows.Select(r => r.Claim)]
        );
        return [.. rows.Select(r => r.P)];
    }

    [Fact]
    public void Nor_does_the_order_of_rows_change_it()
    {
        var x = Together(40, 9);
        var order = Enumerable.Range(0, x.P.Length).Reverse().ToArray();
        double[] half = [.. x.P.Select((p, i) => i % 3 == 0 ? Math.Min(p, 1 - p) : 0)];
        var there = PerfectCalibration.Of(x.P, x.Y, half: half, claims: x.Claims);
        var back = PerfectCalibration.Of(
            [.. order.Select(i => x.P[i])],
            [.. order.Select(i => x.Y[i])],
            half: [.. order.Select(i => half[i])],
            claims: [.. order.Select(i => x.Claims[i])]
        );
        back.Miscalibration.ShouldBe(there.Miscalibration);
        back.Curve.ShouldBe(there.Curve);
    }

    [Fact]
    public void The_base_rate_of_the_others_leaves_out_the_whole_claim()
    {
        // Claims of 2, 1 and 1 rows that came out 1, 0, 1: without each, 1 of 2, 3 of 3, 2 of 3.
        double[] p = [0.5, 0.5, 0.5, 0.5],
            y = [1, 1, 0, 1];
        var reference = CalibrationSummary.Of(p, y, claims: [7, 7, 8, 9]).References.BaseRateOfOthers;
        reference.ShouldBe(((2 * 0.25) + 1 + (1.0 / 9)) / 4, 1e-12);
        SkillComparison.Of(p, y, claims: [7, 7, 8, 9]).BaseRateOfOthers!.Value.ShouldBe(1 - (0.25 / reference), 1e-12);
        CalibrationSummary.Of(p, y, claims: [7, 7, 7, 7]).References.BaseRateOfOthers.ShouldBe(double.NaN);
        SkillComparison.Of(p, y, claims: [7, 7, 7, 7]).BaseRateOfOthers.ShouldBeNull();
    }

    [Fact]
    public void What_would_be_usual_is_told_only_where_no_claim_is_counted_twice()
    {
        var rows = StatedValues.Of([0.2, 0.2, 0.7, 0.7], [0, 1, 1, 1], [1, 2, 3, 3]);
        rows[0].Usual.ShouldNotBeNull();
        rows[1].ShouldBe(new StatedValue(0.7, 2, 2, null, false, null));
    }

    [Fact]
    public void Claims_of_another_number_than_the_rows_are_refused() =>
        Should.Throw<ArgumentException>(() => CalibrationSummary.Of([0.5], [1], claims: [1, 2])).Message.ShouldContain("2 entries");

    private static double Rejected(int claims, bool known, Func<double[], double[], int[]?, double> test) =>
        Cases.Share(Runs, seed => Together(claims, seed) is var x && test(x.P, x.Y, known ? x.Claims : null) < 0.05);

    /// <summary>Everybody says of a claim what is right of it.</summary>
    private static (double[] P, double[] Y, int[] Claims) Together(int claims, ulong seed, Func<double, double>? truth = null)
    {
        var x = Cases.Drawn(claims, seed, truth);
        return (
            [.. x.P.SelectMany(v => Enumerable.Repeat(v, Forecasters))],
            [.. x.Y.SelectMany(v => Enumerable.Repeat(v, Forecasters))],
            [.. Enumerable.Range(0, claims).SelectMany(c => Enumerable.Repeat(c, Forecasters))]
        );
    }
}
