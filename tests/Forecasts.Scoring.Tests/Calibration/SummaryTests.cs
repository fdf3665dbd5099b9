using Forecasts.Scoring.Calibration;

namespace Forecasts.Scoring.Tests.Calibration;

public class SummaryTests
{
    [Fact]
    public void Said_80_per_cent_happened_16_of_25()
    {
        var row = StatedValues
            .Of([.. Enumerable.Repeat(0.8, 25)], [.. Enumerable.Range(0, 25).Select(i => i < 16 ? 1.0 : 0)])
            .ShouldHaveSingleItem();
        row.Stated.ShouldBe(0.8, 1e-15);
        row.ShouldBe(new StatedValue(row.Stated, 25, 16, (17, 23), true, row.Chance));
        row.Chance!.Value.ShouldBe(0.0468, 0.0001);
    }

    [Fact]
    public void Stated_values_stand_by_whole_per_cent_and_a_grade_has_no_usual_count()
    {
        var rows = StatedValues.Of([0.301, 0.3, 0.9, 0, 1], [1, 0, 0.5, 0, 1]);
        rows.Select(r => (r.N, r.Happened)).ShouldBe([(1, 0), (2, 1), (1, 0.5), (1, 1)]);
        rows[2].Usual.ShouldBeNull();
        rows[2].Chance.ShouldBeNull();
        rows[0].ShouldBe(new StatedValue(0, 1, 0, (0, 0), false, 1));
        rows[3].ShouldBe(new StatedValue(1, 1, 1, (1, 1), false, 1));
        StatedValues.Of([0.999], [0])[0].Chance!.Value.ShouldBe(0.001, 1e-12);
    }

    [Fact]
    public void Each_figure_says_from_which_n_it_is_shown()
    {
        static CalibrationSummary At(int n) => Cases.Drawn(n, 1) is var x ? CalibrationSummary.Of(x.P, x.Y) : null!;
        var (nine, twenty, thirty, fifty) = (At(9), At(20), At(30), At(50));
        nine.Brier.Visibility.ShouldBe(Visibility.Shown);
        nine.MeanGap.Visibility.ShouldBe(Visibility.Hidden);
        twenty.MeanGap.Visibility.ShouldBe(Visibility.Shown);
        twenty.Spiegelhalter.Visibility.ShouldBe(Visibility.Shown);
        twenty.Confidence.Visibility.ShouldBe(Visibility.Shown);
        twenty.Corp.Visibility.ShouldBe(Visibility.Hidden);
        twenty.Cox.Visibility.ShouldBe(Visibility.Hidden);
        thirty.Corp.Visibility.ShouldBe(Visibility.Shown);
        thirty.Cox.ShouldBe(thirty.Cox with { N = 30, GreyFrom = 30, ShownFrom = 50 });
        thirty.Cox.Visibility.ShouldBe(Visibility.Grey);
        fifty.Cox.Visibility.ShouldBe(Visibility.Shown);
    }

    [Fact]
    public void It_says_what_each_measure_says() =>
        Cases.Any.Sample(
            x =>
            {
                var summary = CalibrationSummary.Of(x.P, x.Y);
                summary.N.ShouldBe(x.P.Length);
                summary.Graded.ShouldBe(x.Y.Count(y => y is not (0 or 1)));
                summary.Corp.Value.ShouldBe(Corp.Brier(x.P, x.Y));
                summary.CorpLog.Value.ShouldBe(Corp.Log(x.P, x.Y));
                summary.Log.Value.Unfloored.Equals(summary.CorpLog.Value.Score).ShouldBeTrue();
                summary.Murphy.Value.ShouldBe(Murphy.Binned(x.P, x.Y));
                summary.EqualMassEce.Value.ShouldBe(CalibrationError.EqualMass(x.P, x.Y));
                summary.DebiasedSquaredEce.Value.ShouldBe(CalibrationError.DebiasedSquared(x.P, x.Y));
                summary.HosmerLemeshow.Value.ShouldBe(HosmerLemeshowTest.Of(x.P, x.Y));
                summary.Auc.Value.Equals(Concordance.Of(x.P, x.Y)).ShouldBeTrue();
                summary.Brier.Value.Value.ShouldBe(summary.Corp.Value.Score, 1e-12);
            },
            iter: 30
        );

    [Fact]
    public void Bins_have_three_intervals_where_all_outcomes_are_yes_or_no_and_none_otherwise()
    {
        var x = Cases.Drawn(80, 3);
        var bins = CalibrationSummary.Of(x.P, x.Y).Bins;
        bins.Zip(CalibrationBins.Of([.. x.P.Zip(x.Y, (p, y) => new CalibrationPoint(p, y))]))
            .ShouldAllBe(b =>
                b.First.Lower == b.Second.Lower
                && b.First.N == b.Second.N
                && b.First.Observed == b.Second.Observed
                && b.First.Intervals!.Wilson == b.Second.Wilson
            );
        CalibrationSummary.Of([0.2, 0.8], [0, 0.5]).Bins.ShouldAllBe(b => b.Intervals == null);
        CalibrationSummary.Of([0.2, 0.8], [0, 1], weights: [1, 2]).Bins.ShouldAllBe(b => b.Intervals == null);
    }

    [Fact]
    public void The_references_are_scored_on_the_same_cases()
    {
        var summary = CalibrationSummary.Of([0.9, 0.2, 0.6], [1, 0, 0]);
        summary.References.AlwaysHalf.ShouldBe(0.25, 1e-15);
        summary.References.BaseRate.ShouldBe(2 / 9.0, 1e-15);
        summary.References.BaseRateOfOthers.ShouldBe(((1 * 1) + (0.5 * 0.5) + (0.5 * 0.5)) / 3, 1e-15);
        summary.Skill.ShouldBe(1 - (summary.Brier.Value.Value / (2 / 9.0)), 1e-12);
        BrierSkill.LeaveOneOut([0.9, 0.2, 0.6], [1, 0, 0]).ShouldBe(1 - (summary.Brier.Value.Value / 0.5), 1e-12);
    }

    [Fact]
    public void Clusters_are_counted_and_certain_forecasts_too()
    {
        var summary = CalibrationSummary.Of([0, 1, 0.5, 0.5], [0, 1, 1, 0], clusters: [4, 4, 7, 9]);
        summary.Clusters.ShouldBe(3);
        summary.Log.Value.Floored.ShouldBe(2);
        summary.AtHalf.ShouldBe(0.5);
        summary.Auc.Value.ShouldBe(3.5 / 4);
    }

    [Fact]
    public void AUC_is_the_concordance_of_all_pairs_with_different_outcomes_and_undefined_without_them()
    {
        Cases.Any.Sample(x =>
        {
            var pairs = (
                from i in Enumerable.Range(0, x.P.Length)
                from j in Enumerable.Range(0, x.P.Length)
                where x.Y[i] < x.Y[j]
                select x.P[i] < x.P[j] ? 1
                : x.P[i] == x.P[j] ? 0.5
                : 0
            ).ToList();
            if (pairs.Count > 0)
                Concordance.Of(x.P, x.Y).ShouldBe(pairs.Average(), 1e-12);
            else
                Concordance.Of(x.P, x.Y).ShouldBe(double.NaN);
        });
    }

    [Fact]
    public void Folded_confidence_looks_at_the_favoured_side()
    {
        FoldedConfidence.Of([0.9, 0.2, 0.5], [1, 1, 1]).ShouldBe(new Confidence((0.9 + 0.8 + 0.5) / 3, 1.5 / 3));
        FoldedConfidence.Of([0.9, 0.1], [1, 0]).Excess.ShouldBe(-0.1, 1e-15);
    }

    [Fact]
    public void Distribution_forecasts_have_flat_PIT_and_their_intervals_cover_what_they_say()
    {
        var random = new Seeded(6);
        var u = Enumerable.Range(0, 4000).Select(_ => random.NextDouble()).ToArray();
        var pit = PitCalibration.Of(u, u);
        pit.Histogram.Sum().ShouldBe(1, 1e-12);
        pit.Histogram.ShouldAllBe(share => share > 0.08 && share < 0.12);
        pit.Coverages.ShouldAllBe(c => c.Interval!.Value.Lower < c.Nominal && c.Nominal < c.Interval.Value.Upper);
        pit.Bias.Interval!.Value.Lower.ShouldBeLessThan(0);
        pit.Usual.ShouldBe(new Interval(369 / 4000.0, 431 / 4000.0), "the middle 90 % of a binomial of 4,000 and one in ten");
        PitCalibration.Of(u, u, clusters: [.. u.Select((_, i) => i / 100)]).Usual.ShouldBe(new Interval(1 / 40.0, 7 / 40.0));
        var late = PitCalibration.Of([.. u.Select(Math.Sqrt)], [.. u.Select(Math.Sqrt)]);
        late.Bias.Interval!.Value.Lower.ShouldBeGreaterThan(0.1);
        Cases
            .Share(
                200,
                seed =>
                {
                    var chance = new Seeded(seed);
                    var few = Enumerable.Range(0, 40).Select(_ => chance.NextDouble()).ToArray();
                    return PitCalibration.Of(few, few) is var p && p.Coverages[1].Interval is { } i && i.Lower <= 0.8 && i.Upper >= 0.8;
                }
            )
            .ShouldBeInRange(0.92, 0.99);
    }

    [Fact]
    public void An_outcome_on_a_point_mass_is_spread_over_it()
    {
        var pit = PitCalibration.Of([0.0, 0.2], [0.2, 0.2], bins: 5);
        pit.Histogram.ShouldBe([1, 0, 0, 0, 0]);
        PitCalibration.Of([0.0], [1.0], bins: 4).Histogram.ShouldBe([0.25, 0.25, 0.25, 0.25]);
        PitCalibration.Of([0.0], [1.0]).Coverages.Select(c => c.Share).ShouldBe([0.5, 0.8, 0.9], 1e-12);
        PitCalibration.Of([0.0], [1.0]).Bias.Value.ShouldBe(0);
        Should.Throw<ArgumentException>(() => PitCalibration.Of([0.5], [0.4])).Message.ShouldContain("at[0] is 0.4");
        Should.Throw<ArgumentException>(() => PitCalibration.Of([], [])).ParamName.ShouldBe("below");
    }

    [Fact]
    public void Nothing_at_all_is_refused_and_so_is_what_does_not_fit()
    {
        Should.Throw<ArgumentException>(() => CalibrationSummary.Of([], [])).Message.ShouldContain("p is empty");
        Should.Throw<ArgumentException>(() => CalibrationSummary.Of([0.5], [1, 0])).Message.ShouldContain("y has 2 entries and p has 1");
        Should.Throw<ArgumentException>(() => CalibrationSummary.Of([0.5, 1.5], [1, 0])).Message.ShouldContain("p[1] is 1.5");
        Should.Throw<ArgumentException>(() => CalibrationSummary.Of([0.5], [double.NaN])).Message.ShouldContain("y[0] is NaN");
        Should.Throw<ArgumentException>(() => CalibrationSummary.Of([0.5], [1], weights: [-1])).Message.ShouldContain("weights[0] is -1");
        Should.Throw<ArgumentException>(() => CalibrationSummary.Of([0.5], [1], weights: [0])).Message.ShouldContain("weights[0] is 0");
        Should.Throw<ArgumentException>(() => CalibrationSummary.Of([0.5], [1], new(Bins: 0))).Message.ShouldContain("bins is 0");
    }
}
