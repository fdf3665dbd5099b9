using Forecasts.Scoring.Calibration;
using Forecasts.Scoring.Tests.Vectors;
using static Forecasts.Scoring.Tests.Vectors.PublishedData;

namespace Forecasts.Scoring.Tests.Calibration;

/// <summary>Real data with published results; it is not in the repository. A twin drawn here always runs.</summary>
public class PublishedDataTests
{
    private const string Rain = "precip-niamey-2016",
        Questions = "llm-242-questions";
    private static readonly double[] Levels = [.01, .03, .05, .1, .2, .3, .4, .5, .6, .7, .8, .9, .95, .97, .99];

    [Theory]
    [InlineData("Logistic", "0276")]
    [InlineData("EMOS", "0277")]
    [InlineData("ENS", "0278")]
    [InlineData("EPC", "0279")]
    public void CORP_of_the_rain_forecasts_of_Niamey_is_as_published(string model, string id)
    {
        var rows = Rows(Rain, "precip_Niamey_2016.csv");
        var parts = Corp.Brier([.. rows.Select(r => Number(r[model]))], [.. rows.Select(r => Number(r["obs"]))]);
        var (expected, tolerance) = (Data.Scoring.ById(id).GetProperty("expected"), Data.Scoring.ById(id).Number("tolerance"));
        parts.Score.ShouldBe(expected.Number("S"), tolerance);
        parts.Miscalibration.ShouldBe(expected.Number("MCB"), tolerance);
        parts.Discrimination.ShouldBe(expected.Number("DSC"), tolerance);
        parts.Uncertainty.ShouldBe(expected.Number("UNC"), tolerance);
        var published = Rows(Rain, "corp_recomputed.csv").Single(r => r["forecast"] == model);
        new[] { parts.Score, parts.Miscalibration, parts.Discrimination, parts.Uncertainty }
            .Select(x => Math.Round(x, 6))
            .ShouldBe(new[] { "mean_score", "miscalibration", "discrimination", "uncertainty" }.Select(c => Number(published[c])), 1.1e-6);
    }

    [Fact]
    public void Scores_and_bins_of_242_questions_are_as_published_for_18_forecasters_but_for_one_misprint()
    {
        var resolved = Rows(Questions, "questions.csv").ToDictionary(r => r["id"], r => Number(r["resolution"]));
        var published = Rows(Questions, "published_scores.csv").ToDictionary(r => r["forecaster"]);
        var missed = new List<string>();
        foreach (var forecaster in Rows(Questions, "forecasts.csv").GroupBy(r => r["forecaster"]))
        {
            var (p, y) = (
                forecaster.Select(r => Number(r["probability"])).ToArray(),
                forecaster.Select(r => resolved[r["question_id"]]).ToArray()
            );
            var row = published[forecaster.Key];
            var (brier, floored) = (Corp.Brier(p, y), p.Select(x => Math.Clamp(x, 1e-8, 1 - 1e-8)).ToArray());
            if (Math.Abs(brier.Score - Number(row["brier"])) > 0.0005001)
                missed.Add(forecaster.Key);
            (Corp.Log(floored, y).Score / Math.Log(2)).ShouldBe(Number(row["log2"]), 0.0005001, forecaster.Key);
            var murphy = Murphy.Distinct(AtBinMeans(p), y).Parts;
            murphy.Uncertainty.ShouldBe(Number(row["uncertainty"]), 0.0005001, forecaster.Key);
            murphy.Resolution.ShouldBe(Number(row["resolution"]), 0.0005001, forecaster.Key);
            murphy.Reliability.ShouldBe(Number(row["reliability_correct"]), 0.0005001, forecaster.Key);
        }

        published.Count.ShouldBe(18);
        missed.ShouldHaveSingleItem().ShouldContain("o1-preview");
    }

    [Fact]
    public void A_drawn_twin_of_both_comes_out_as_the_definitions_have_it()
    {
        var x = Cases.Drawn(242, 8, p => Cases.Logistic(p, 0, 0.7));
        var (fitted, rate, n) = (IsotonicRegression.Recalibrate(x.P, x.Y), x.Y.Average(), x.P.Length);
        double Mean(IEnumerable<double> of) => of.Zip(x.Y).Sum(c => (c.First - c.Second) * (c.First - c.Second)) / n;
        var parts = Corp.Brier(x.P, x.Y);
        parts.Miscalibration.ShouldBe(Mean(x.P) - Mean(fitted), 1e-14);
        parts.Discrimination.ShouldBe(Mean(x.P.Select(_ => rate)) - Mean(fitted), 1e-14);
        var binned = AtBinMeans(x.P);
        var murphy = Murphy.Distinct(binned, x.Y).Parts;
        var bins = binned.Zip(x.Y).GroupBy(c => c.First).Select(g => (P: g.Key, Y: g.Average(c => c.Second), N: g.Count())).ToList();
        murphy.Reliability.ShouldBe(bins.Sum(b => b.N * (b.P - b.Y) * (b.P - b.Y)) / n, 1e-14);
        murphy.Resolution.ShouldBe(bins.Sum(b => b.N * (b.Y - rate) * (b.Y - rate)) / n, 1e-14);
    }

    // The mean of all forecasts that are nearest to the same level.
    private static double[] AtBinMeans(double[] p)
    {
        var means = p.GroupBy(Nearest).ToDictionary(g => g.Key, g => g.Average());
        return [.. p.Select(x => means[Nearest(x)])];
    }

    private static double Nearest(double p) => Levels.MinBy(level => Math.Abs(level - p));
}
