using Forecasts.Scoring.Calibration;
using Forecasts.Scoring.Comparison;

namespace Forecasts.Scoring.Tests.Calibration;

/// <summary>The intervals that are shown beside scores: inside the score's bounds, by cluster, and none of too little.</summary>
public class ScoreIntervalTests
{
    private static readonly Gen<(double[] P, double[] Y, int[] Clusters)> Clustered = Cases.Any.SelectMany(x =>
        Gen.Int[0, 14].Array[x.P.Length].Select(c => (x.P, x.Y, c))
    );

    [Fact]
    public void No_interval_leaves_its_scores_bounds_and_below_ten_clusters_there_is_none() =>
        Clustered.Sample(
            x =>
            {
                var s = CalibrationSummary.Of(x.P, x.Y, clusters: x.Clusters);
                var skill = SkillComparison.Of(x.P, x.Y, clusters: x.Clusters);
                Interval?[] all =
                [
                    s.Brier.Value.Interval,
                    s.MeanGap.Value.Interval,
                    skill.AlwaysHalf.Interval,
                    skill.BaseRateOfOthers?.Interval,
                    s.CoxIntervals.Slope,
                    s.CoxIntervals.Intercept,
                ];
                if (x.Clusters.Distinct().Count() < ScoreInterval.FewestClusters)
                    all.ShouldAllBe(i => i == null);
                else
                    all[..3].ShouldAllBe(i => i != null);
                Inside(s.Brier.Value.Interval, 0, 1);
                Inside(s.MeanGap.Value.Interval, -1, 1);
                Inside(skill.AlwaysHalf.Interval, double.NegativeInfinity, 1);
                foreach (var bin in s.Bins)
                {
                    Inside(bin.Share.Interval, 0, 1);
                    bin.MeanForecast.ShouldBeInRange(bin.Lower, bin.Upper);
                }
            },
            iter: 60
        );

    [Fact]
    public void Two_certain_hits_and_a_certain_miss_have_no_interval_though_the_standard_error_reaches_from_below_0_to_3()
    {
        double[] p = [0.9996, 0.9996, 0.9996],
            y = [1, 1, 0];
        int[] questions = [1, 2, 1];
        ClusteredMean.Of([.. p.Zip(y, (a, b) => (a - b) * (a - b))], clusters: questions).Interval!.Value.Upper.ShouldBeGreaterThan(3);
        CalibrationSummary.Of(p, y, clusters: questions).Brier.Value.Interval.ShouldBeNull();
        SkillComparison.Of(p, y, clusters: questions).AlwaysHalf.Interval.ShouldBeNull();
    }

    [Fact]
    public void A_share_has_Wilsons_interval_where_each_claim_has_one_forecast_and_is_yes_or_no()
    {
        double[] y = [1, 0, 1];
        ScoreInterval.Share(y).ShouldBe(new ShareInterval(Wilson.Interval(2, 3), 3));
        ScoreInterval.Share(y, clusters: [4, 5, 6]).ShouldBe(new ShareInterval(Wilson.Interval(2, 3), 3));
        ScoreInterval.Share(y, clusters: [4, 4, 6]).ShouldBe(new ShareInterval(null, 2));
        ScoreInterval.Share([1, 0.5, 1]).ShouldBe(new ShareInterval(null, 3));
        ScoreInterval.Share(y, weights: [1, 2, 1]).ShouldBe(new ShareInterval(null, 3));
    }

    [Fact]
    public void Clusters_that_all_came_out_alike_count_as_one_case_each()
    {
        int[] claims = [.. Enumerable.Range(0, 3_000).Select(i => i % 20)];
        ScoreInterval.Share(new double[3_000], clusters: claims).Interval.ShouldBe(Wilson.Interval(0, 20));
        var halves = ScoreInterval.Share([.. Enumerable.Repeat(0.5, 3_000)], clusters: claims).Interval!.Value;
        halves.Lower.ShouldBe(Wilson.Interval(10, 20).Lower, 1e-12);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Of_many_forecasts_on_few_claims_the_bins_interval_covers_the_truth_as_often_as_it_says(bool graded)
    {
        // Each claim comes true with 30 %, and 200 people say so: their shares have the claims' spread, not that of 200 times as many.
        var (byClaim, pooled) = (0.0, 0.0);
        for (ulong seed = 1; seed <= 300; seed++)
        {
            var random = new Seeded(seed * 7919);
            double Outcome() =>
                random.NextDouble() is var u && graded
                    ? u < 0.2
                        ? 1
                        : u < 0.4
                            ? 0.5
                            : 0
                    : u < 0.3
                        ? 1
                        : 0;
            double[] outcomes = [.. Enumerable.Range(0, 50).Select(_ => Outcome())];
            double[] y = [.. outcomes.SelectMany(o => Enumerable.Repeat(o, 20))];
            int[] claims = [.. Enumerable.Range(0, y.Length).Select(i => i / 20)];
            var bin = CalibrationBins.Of([.. y.Select(o => new CalibrationPoint(0.3, o))], clusters: claims).ShouldHaveSingleItem();
            (bin.Wilson, bin.Clusters).ShouldBe((null, 50));
            if (bin.Interval is { } i && i.Lower <= 0.3 && 0.3 <= i.Upper)
                byClaim++;
            if (Wilson.Interval((int)Math.Round(y.Sum()), y.Length) is var w && w.Lower <= 0.3 && 0.3 <= w.Upper)
                pooled++;
        }

        (byClaim / 300).ShouldBeInRange(0.91, 0.98);
        (pooled / 300).ShouldBeLessThan(0.5);
    }

    [Fact]
    public void References_are_of_the_same_rows_with_the_same_weights()
    {
        // Three forecasts of a claim that came true, one of another that did not and one of a third: each claim weighs 1.
        double[] p = [0.9, 0.8, 0.7, 0.4, 0.5],
            y = [1, 1, 1, 0, 0.5],
            crowd = [0.8, 0.8, 0.8, 0.3, 0.5];
        double[] w = [1 / 3.0, 1 / 3.0, 1 / 3.0, 1, 1];
        int[] claims = [1, 1, 1, 2, 3];
        var c = SkillComparison.Of(p, y, crowd, w, claims: claims);
        c.Brier.Value.ShouldBe(((0.14 / 3) + 0.16 + 0) / 3, 1e-12);
        c.References.AlwaysHalf.ShouldBe((0.25 + 0.25 + 0) / 3, 1e-12);
        c.References.BaseRateOfOthers.ShouldBe(((0.75 * 0.75) + (0.75 * 0.75) + 0) / 3, 1e-12);
        c.CrowdBrier!.Value.ShouldBe((0.04 + 0.09 + 0) / 3, 1e-12);
        c.AlwaysHalf.Value.ShouldBe(1 - (c.Brier.Value / c.References.AlwaysHalf), 1e-12);
        c.Crowd!.Value.ShouldBe(1 - (c.Brier.Value / c.CrowdBrier.Value), 1e-12);
    }

    [Fact]
    public void Very_many_clusters_are_not_drawn_anew_and_stay_inside_all_the_same()
    {
        var values = new double[ScoreInterval.MostResampled + 1];
        values[0] = 1;
        var interval = ScoreInterval.Mean(values).Interval!.Value;
        interval.Lower.ShouldBe(0);
        interval.Upper.ShouldBeInRange(1.0 / values.Length, 5.0 / values.Length);
    }

    private static void Inside(Interval? interval, double lower, double upper)
    {
        if (interval is not { } i)
            return;
        i.Lower.ShouldBeGreaterThanOrEqualTo(lower);
        i.Upper.ShouldBeLessThanOrEqualTo(upper);
        i.Lower.ShouldBeLessThanOrEqualTo(i.Upper);
    }
}
