using Forecasts.Scoring.Calibration;

namespace Forecasts.Scoring.Tests.Calibration;

public class PerfectCalibrationTests
{
    private const int Runs = 150;
    private static readonly ResamplingOptions Short = new(Resamples: 199);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Its_p_values_reject_a_calibrated_forecaster_one_time_in_ten_at_ten_per_cent(bool whole)
    {
        var found = Enumerable
            .Range(1, 2 * Runs)
            .Select(seed => (ulong)seed)
            .Select(seed =>
                Cases.Drawn(60, seed, whole: whole) is var x
                    ? PerfectCalibration.Of(x.P, x.Y, Short with { Seed = seed + 1_000_000 })
                    : null!
            )
            .ToList();
        found.Count(f => f.Miscalibration.P <= 0.1).ShouldBeInRange(Runs / 10, Runs * 3 / 10);
        found.Count(f => f.Ece.P <= 0.1).ShouldBeInRange(Runs / 10, Runs * 3 / 10);
        found.Count(f => f.Reliability.P <= 0.1).ShouldBeInRange(Runs / 10, Runs * 3 / 10);
        found.Average(f => f.Miscalibration.Observed).ShouldBe(found.Average(f => f.Miscalibration.Mean), 0.004);
    }

    [Fact]
    public void The_consistency_band_holds_the_curve_of_a_calibrated_forecaster_nine_times_in_ten()
    {
        var points = Enumerable
            .Range(1, Runs)
            .Select(seed => Cases.Drawn(100, (ulong)seed, whole: true))
            .SelectMany(x => PerfectCalibration.Of(x.P, x.Y, Short).Curve)
            .ToList();
        points.Average(c => c.Consistency.Lower - 1e-12 <= c.Y && c.Y <= c.Consistency.Upper + 1e-12 ? 1.0 : 0).ShouldBeInRange(0.87, 0.95);
    }

    [Fact]
    public void An_over_confident_forecaster_is_found()
    {
        var x = Cases.Drawn(400, 5, p => Cases.Logistic(p, 0, 0.4));
        var found = PerfectCalibration.Of(x.P, x.Y);
        found.Resamples.ShouldBe(1000);
        new[] { found.Miscalibration, found.Ece, found.Reliability }.ShouldAllBe(c => c.P < 0.01 && c.Observed > 2 * c.Mean);
    }

    [Fact]
    public void What_it_observes_is_what_the_measures_say() =>
        Cases.Any.Sample(x =>
        {
            var found = PerfectCalibration.Of(x.P, x.Y, new(Resamples: 3));
            found.Miscalibration.Observed.ShouldBe(Corp.Brier(x.P, x.Y).Miscalibration, 1e-12);
            found.Ece.Observed.ShouldBe(CalibrationError.EqualWidth(x.P, x.Y), 1e-12);
            found.Reliability.Observed.ShouldBe(Murphy.Binned(x.P, x.Y).Parts.Reliability, 1e-12);
            found.Curve.ShouldAllBe(c => c.Consistency.Lower >= 0 && c.Consistency.Upper <= 1);
            foreach (var (p, fit) in x.P.Zip(IsotonicRegression.Recalibrate(x.P, x.Y)))
            {
                if (found.Curve.FirstOrDefault(c => c.X == p) is { } point)
                    point.Y.ShouldBe(fit, 1e-12);
            }
        });

    [Fact]
    public void The_mean_under_perfect_calibration_at_30_cases_is_large() =>
        Enumerable
            .Range(1, 30)
            .Average(seed => Cases.Drawn(30, (ulong)seed, whole: false) is var x ? PerfectCalibration.Of(x.P, x.Y, Short).Ece.Mean : 0)
            .ShouldBe(0.18, 0.02);

    [Fact]
    public void One_seed_gives_one_answer_whatever_the_order_of_the_rows_and_another_seed_another() =>
        Gen.Select(Cases.Any, Gen.Int[0, 1000])
            .Sample(
                (x, seed) =>
                {
                    var y = x.Shuffled(seed);
                    var (found, again) = (
                        PerfectCalibration.Of(x.P, x.Y, new(Resamples: 20)),
                        PerfectCalibration.Of(y.P, y.Y, new(Resamples: 20))
                    );
                    again.Curve.ShouldBe(found.Curve);
                    (again with { Curve = found.Curve }).ShouldBe(found);
                },
                iter: 50
            );

    [Fact]
    public void Another_seed_gives_another_answer()
    {
        var x = Cases.Drawn(50, 1);
        PerfectCalibration
            .Of(x.P, x.Y, Short with { Seed = 2 })
            .Miscalibration.Mean.ShouldNotBe(PerfectCalibration.Of(x.P, x.Y, Short).Miscalibration.Mean);
    }

    [Fact]
    public void Three_grades_are_drawn_from_their_chances_so_their_null_is_narrower_than_that_of_yes_and_no()
    {
        double[] p = [.. Enumerable.Repeat(0.5, 200)],
            half = [.. Enumerable.Repeat(0.8, 200)],
            y =

            [
                .. Enumerable
                    .Range(0, 200)
                    .Select(i =>
                        i % 10 == 0 ? 0.0
                        : i % 10 == 1 ? 1
                        : 0.5
                    ),
            ];
        var (three, yesNo) = (PerfectCalibration.Of(p, y, half: half), PerfectCalibration.Of(p, [.. y.Select((_, i) => (double)(i % 2))]));
        three.Miscalibration.P.ShouldBeGreaterThan(0.1);
        three.Ece.Mean.ShouldBe(Math.Sqrt(0.05 / 200) * Math.Sqrt(2 / Math.PI), 0.001);
        yesNo.Ece.Mean.ShouldBe(Math.Sqrt(0.25 / 200) * Math.Sqrt(2 / Math.PI), 0.002);
        Should.Throw<ArgumentException>(() => PerfectCalibration.Of([0.9], [1], half: [0.5])).Message.ShouldContain("half[0] is 0.5");
    }

    [Fact]
    public void Expected_grades_use_the_spread_that_was_seen_by_cluster()
    {
        var random = new Seeded(4);
        double[] p = new double[150],
            y = new double[150];
        for (var i = 0; i < p.Length; i++)
            (p[i], y[i]) = (0.5, random.Below(3) / 2.0);
        var clusters = Enumerable.Range(0, 150).Select(i => i / 3).ToArray();
        PerfectCalibration.Of(p, y, clusters: clusters).Ece.Mean.ShouldBe(Math.Sqrt((1 / 6.0) / 150) * Math.Sqrt(2 / Math.PI), 0.008);
        double[] alike = [.. clusters.Select(c => c % 3 / 2.0)];
        var (known, unknown) = (PerfectCalibration.Of(p, alike, clusters: clusters), PerfectCalibration.Of(p, alike));
        known.Ece.Mean.ShouldBeGreaterThan(1.5 * unknown.Ece.Mean);
    }

    [Fact]
    public void The_number_of_resamples_falls_with_n() =>
        new[] { 1, 10_000, 20_000, 1_000_000 }.Select(PerfectCalibration.ResamplesFor).ShouldBe([1000, 1000, 500, 100]);

    [Fact]
    public void Equal_forecasts_are_drawn_as_one_binomial_with_the_right_mean_and_spread()
    {
        foreach (var (n, p) in new[] { (2, 0.5), (40, 0.1), (40, 0.97), (5000, 0.3), (10, 0), (10, 1.0) })
        {
            var (draw, random) = (new BinomialDraw(n, p), new Seeded(3));
            double[] drawn = [.. Enumerable.Range(0, 20_000).Select(_ => (double)draw.Next(ref random))];
            var mean = drawn.Average();
            mean.ShouldBe(n * p, 5 * Math.Sqrt(n * p * (1 - p) / 20_000) + 1e-12);
            drawn.Average(k => (k - mean) * (k - mean)).ShouldBe(n * p * (1 - p), 0.06 * n * p * (1 - p) + 1e-12);
            drawn.ShouldAllBe(k => k >= 0 && k <= n);
        }
    }

    [Fact]
    public void The_isotonic_band_holds_the_whole_curve_at_once_at_least_nine_times_in_ten_and_is_not_idle()
    {
        Cases
            .Share(
                Runs,
                seed =>
                {
                    var x = Cases.Drawn(150, seed, p => Cases.Logistic(p, 0, 0.6));
                    var band = IsotonicConfidenceBand.Of(x.P, x.Y);
                    return x.P.All(p =>
                        band.At(p) is var i && i.Lower <= Cases.Logistic(p, 0, 0.6) && Cases.Logistic(p, 0, 0.6) <= i.Upper
                    );
                }
            )
            .ShouldBeGreaterThanOrEqualTo(0.9);
        var wrong = Cases.Drawn(1000, 2, p => Cases.Logistic(p, 0, 0.3));
        var seen = IsotonicConfidenceBand.Of(wrong.P, wrong.Y);
        seen.At(0.9).Upper.ShouldBeLessThan(0.9);
        seen.At(0.1).Lower.ShouldBeGreaterThan(0.1);
        Should.Throw<ArgumentException>(() => IsotonicConfidenceBand.Of([0.5], [0.5])).Message.ShouldContain("y[0] is 0.5");
    }
}
