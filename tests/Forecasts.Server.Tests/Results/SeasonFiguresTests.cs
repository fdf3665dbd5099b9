using System.Text.Json;
using Forecasts.Scoring.Calibration;
using Forecasts.Scoring.Comparison;
using Forecasts.Server.Features.Results;
using Forecasts.Server.Pages;
using Shouldly;

namespace Forecasts.Server.Tests.Results;

/// <summary>A report's figures are the scoring library's, each shown from the n on that it needs.</summary>
public sealed class SeasonFiguresTests
{
    [Theory]
    [InlineData(9, "hidden", "hidden", "hidden", "hidden")]
    [InlineData(10, "shown", "hidden", "hidden", "hidden")]
    [InlineData(20, "shown", "shown", "hidden", "hidden")]
    [InlineData(29, "shown", "shown", "hidden", "hidden")]
    [InlineData(30, "shown", "shown", "shown", "grey")]
    [InlineData(49, "shown", "shown", "shown", "grey")]
    [InlineData(50, "shown", "shown", "shown", "shown")]
    public void Each_figure_is_shown_from_its_number_of_claims_on_however_many_forecast_them(
        int claims,
        string gap,
        string test,
        string corp,
        string slope
    )
    {
        var rows = Season(claims, analysts: 7);
        var figures = Of(rows);
        var set = figures.Analysts;
        (set.Claims, set.Forecasts).ShouldBe((claims, 7 * claims));
        (set.InTheLarge.State, set.Spiegelhalter.State, set.Confidence.State, set.Corp.State, set.Recalibration.State).ShouldBe(
            (gap, test, test, corp, slope)
        );
        (set.InTheLarge.Value is null, set.Corp.Value is null, set.Recalibration.Value is null).ShouldBe(
            (gap == "hidden", corp == "hidden", slope == "hidden")
        );
        (figures.Murphy is null, figures.Components.Count).ShouldBe((corp == "hidden", corp == "hidden" ? 0 : 7));
        (set.Corp.N, set.Corp.From, set.Recalibration.From, set.Recalibration.FullFrom).ShouldBe((claims, 30, 30, 50));
        set.Brier.Mean.Value.ShouldBe(rows.Average(r => Math.Pow(r.Grade - r.Outcome, 2)), 1e-12);
        set.Log!.AtFloor.ShouldBe(rows.Average(r => -Math.Log(r.Outcome == 1 ? r.Grade : 1 - r.Grade)), 1e-12);
        set.Evidence.Largest.ShouldBeGreaterThanOrEqualTo(1);
    }

    [Fact]
    public void They_are_those_of_the_scoring_library_on_the_same_rows()
    {
        var rows = Season(60, analysts: 3);
        var figures = Of(rows);
        double[] p = [.. rows.Select(r => r.Grade)],
            y = [.. rows.Select(r => r.Outcome)];
        int[] claims = [.. rows.Select(r => (int)r.Settled)],
            clusters = [.. claims.Select(c => c / 4)];
        var s = CalibrationSummary.Of(p, y, new(Floor: 0.01), clusters: clusters, claims: claims);
        var set = figures.Analysts;
        (set.Clusters, set.BaseRate, set.AtHalf, set.Auc).ShouldBe((s.Clusters, s.BaseRate, s.AtHalf, s.Auc.Value));
        set.Brier.Mean.ShouldBe(new Estimate(s.Brier.Value.Value, s.Brier.Value.Interval!.Value.Lower, s.Brier.Value.Interval.Value.Upper));
        (set.Brier.AlwaysHalf!.Brier, set.Brier.BaseRateOfOthers!.Brier).ShouldBe((s.References.AlwaysHalf, s.References.BaseRateOfOthers));
        (set.Log!.LogScore, set.Log!.AtFloor, set.Log!.Floored).ShouldBe((s.Log.Value.Unfloored, s.Log.Value.AtFloor, s.Log.Value.Floored));
        set.InTheLarge.Value!.Gap.Value.ShouldBe(s.MeanGap.Value.Value);
        (set.InTheLarge.Value.MeanOutcome - set.InTheLarge.Value.MeanForecast).ShouldBe(s.MeanGap.Value.Value, 1e-12);
        (set.Recalibration.Value!.Slope!.Value, set.Recalibration.Value.P).ShouldBe((s.Cox.Value.Slope, s.Cox.Value.P));
        (set.Spiegelhalter.Value!.Z, set.Spiegelhalter.Value.P).ShouldBe((s.Spiegelhalter.Value.Z, s.Spiegelhalter.Value.P));
        set.Corp.Value.ShouldBe(
            new CorpFigure(
                s.Corp.Value.Score,
                s.Corp.Value.Miscalibration,
                s.Corp.Value.Discrimination,
                s.Corp.Value.Uncertainty,
                s.Perfect.Value.Miscalibration.Mean,
                s.Perfect.Value.Miscalibration.P,
                s.Perfect.Value.Resamples
            )
        );
        (set.Confidence.Value!.MeanConfidence, set.Confidence.Value.HitRate).ShouldBe(
            (s.Confidence.Value.MeanConfidence, s.Confidence.Value.HitRate)
        );
        set.Evidence.Now.ShouldBe(EProcess.Of(p, y, clusters).Final, 1e-9);

        double[] crowd = [.. rows.Select(r => Crowd(rows).Single(c => c.Claim == r.Claim).Grade)];
        var skill = SkillComparison.Of(p, y, crowd, clusters: clusters, claims: claims);
        (set.Brier.Crowd!.Skill!.Value, set.Brier.Crowd.Skill.Lower).ShouldBe((skill.Crowd!.Value, skill.Crowd.Interval!.Value.Lower));
        var own = CalibrationSummary.Of(
            [.. Crowd(rows).Select(c => c.Grade)],
            [.. Crowd(rows).Select(c => c.Outcome)],
            clusters: [.. Crowd(rows).Select(c => (int)c.Settled / 4)]
        );
        (
            figures.Crowd!.Forecasts,
            figures.Crowd.Brier.Mean.Value,
            figures.Crowd.Corp.Value!.P,
            figures.Crowd.Spiegelhalter.Value!.P
        ).ShouldBe((60, own.Brier.Value.Value, own.Perfect.Value.Miscalibration.P, own.Spiegelhalter.Value.P));
        for (var i = 0; i < 101; i += 20)
            figures.Murphy!.Analysts[i].ShouldBe(MurphyDiagram.Curve(p, y, [i / 100.0])[0], 1e-12);
        figures.Murphy!.Crowd![40].ShouldBe(MurphyDiagram.Curve(crowd, y, [0.4])[0], 1e-12);
        figures.Claims.Count.ShouldBe(60);
        figures.Claims.Sum(c => c.Forecasts * c.Brier).ShouldBe(180 * set.Brier.Mean.Value, 1e-9);
        foreach (var analyst in figures.Components)
        {
            var mine = rows.Where(r => r.Forecaster == analyst.Analyst).ToList();
            var parts = Corp.Brier([.. mine.Select(r => r.Grade)], [.. mine.Select(r => r.Outcome)]);
            (analyst.Miscalibration, analyst.Discrimination, analyst.Brier).ShouldBe(
                (parts.Miscalibration, parts.Discrimination, parts.Score)
            );
            analyst.IfCalibrated.ShouldBeGreaterThan(0);
        }
    }

    [Fact]
    public void The_report_leads_with_the_mean_per_claim_and_every_reference_is_of_the_very_same_rows()
    {
        // The claims differ in how many forecast them: one of them has ten times the forecasts of another.
        List<StandingForecast> rows = [.. Season(48, analysts: 10).Where(r => r.Forecaster[1] - '0' <= r.Settled % 10)];
        var figures = Of(rows);
        var (perClaim, perForecast) = (figures.Analysts.PerClaim!, figures.Analysts.Brier);
        perClaim.Mean.Value.ShouldBe(figures.Claims.Average(c => c.Brier), 1e-12);
        perForecast.Mean.Value.ShouldBe(rows.Average(r => Math.Pow(r.Grade - r.Outcome, 2)), 1e-12);
        Math.Abs(perClaim.Mean.Value - perForecast.Mean.Value).ShouldBeGreaterThan(0.001);
        perClaim.Crowd!.Brier.ShouldBe(figures.Crowd!.Brier.Mean.Value, 1e-12);
        (perClaim.Crowd.Own, perClaim.Crowd.Claims).ShouldBe((null, null));
        figures.Crowd.PerClaim!.Mean.Value.ShouldBe(figures.Crowd.Brier.Mean.Value, 1e-12);
        var outcomes = rows.DistinctBy(r => r.Claim).Select(r => r.Outcome).ToList();
        perClaim.BaseRateOfOthers!.Brier.ShouldBe(outcomes.Average(y => Math.Pow(((outcomes.Sum() - y) / 47) - y, 2)), 1e-12);
        foreach (var brier in (BrierFigure[])[perClaim, perForecast])
        {
            brier.AlwaysHalf!.Brier.ShouldBe(0.25, 1e-12);
            brier.AlwaysHalf.Skill!.Value.ShouldBe(1 - (brier.Mean.Value / 0.25), 1e-12);
            brier.Mean.Lower!.Value.ShouldBeInRange(0, brier.Mean.Value);
            brier.Mean.Upper!.Value.ShouldBeInRange(brier.Mean.Value, 1);
        }
    }

    [Fact]
    public void A_crowd_of_some_claims_only_is_compared_on_those()
    {
        var rows = Season(48, analysts: 3);
        List<StandingForecast> crowd = [.. Crowd(rows).Where(c => c.Settled >= 8)];
        var columns = ForecastColumns.Of(rows);
        var perClaim = MakeFigures.Of(rows, crowd, columns, MakeFigures.Summary(columns, 0.01), 0.01).Analysts.PerClaim!;
        perClaim.Crowd!.Claims.ShouldBe(40);
        perClaim.Crowd.Own!.Value.ShouldBe(rows.Where(r => r.Settled >= 8).Average(r => Math.Pow(r.Grade - r.Outcome, 2)), 1e-12);
        Math.Abs(perClaim.Crowd.Own.Value - perClaim.Mean.Value).ShouldBeGreaterThan(1e-6);
        perClaim.Crowd.Skill!.Value.ShouldBe(1 - (perClaim.Crowd.Own.Value / perClaim.Crowd.Brier), 1e-12);
    }

    [Theory]
    [InlineData(36, false)]
    [InlineData(37, true)]
    public void Below_ten_judgements_no_figure_has_an_interval(int claims, bool known)
    {
        var of = Of(Season(claims, analysts: 3)).Analysts;
        Estimate?[] all =
        [
            of.Brier.Mean,
            of.PerClaim!.Mean,
            of.Brier.AlwaysHalf!.Skill,
            of.PerClaim.Crowd!.Skill,
            of.InTheLarge.Value!.Gap,
            of.Recalibration.Value!.Slope,
        ];
        (of.Clusters >= 10).ShouldBe(known);
        all.ShouldAllBe(e => e!.Lower != null == known && e.Upper != null == known);
    }

    [Fact]
    public void What_was_frozen_before_the_mean_per_claim_was_counted_is_still_read()
    {
        var stored = System.Text.Json.Nodes.JsonNode.Parse(JsonSerializer.Serialize(Of(Season(48, analysts: 3)), SeasonResults.Json))!;
        stored["analysts"]!.AsObject().Remove("perClaim");
        var read = JsonSerializer.Deserialize<SeasonFigures>(stored.ToJsonString(), SeasonResults.Json)!;
        (read.Analysts.PerClaim, read.Analysts.Claims).ShouldBe((null, 48));
        var bin = JsonSerializer.Deserialize<CalibrationBin>(
            """{"lower":0,"upper":0.1,"n":3,"meanForecast":0.05,"observed":0,"wilson":{"lower":0,"upper":0.5}}""",
            SeasonResults.Json
        )!;
        CalibrationTable.Shown(bin).ShouldBe(new Interval(0, 0.5), "as it was published");
        CalibrationTable.Shown(bin with { Clusters = 3 }).ShouldBeNull();
    }

    [Fact]
    public void What_is_not_defined_says_so_and_everything_can_be_stored()
    {
        var alike = Of([.. Season(60, analysts: 2).Select(r => r with { Pair = new(r.Settled == 3 ? 0 : 0.8, 1) })]);
        (alike.Analysts.Auc, alike.Analysts.Brier.BaseRateOfOthers!.Skill).ShouldBe((null, null));
        alike.Analysts.Log!.LogScore.ShouldBe(double.PositiveInfinity);
        alike.Analysts.Evidence.Now.ShouldBe(double.PositiveInfinity);
        var one = Of([.. Season(1, analysts: 1).Select(r => r with { Pair = new(0.65, 0.5, 0.3) })]);
        (one.Analysts.HalfRight, one.Analysts.Brier.BaseRateOfOthers, one.Analysts.Brier.Mean.Lower).ShouldBe((1, null, null));
        foreach (var figures in (SeasonFigures[])[alike, one, Of(Season(60, analysts: 3))])
        {
            var stored = JsonSerializer.Serialize(figures, SeasonResults.Json);
            stored.ShouldNotContain("NaN");
            JsonSerializer
                .Serialize(JsonSerializer.Deserialize<SeasonFigures>(stored, SeasonResults.Json), SeasonResults.Json)
                .ShouldBe(stored);
        }
    }

    [Fact]
    public void The_same_forecasts_in_another_order_give_the_same_figures()
    {
        var rows = Season(40, analysts: 4);
        var (there, back) = (Of(rows), Of([.. rows.AsEnumerable().Reverse()]));
        back.Analysts.Corp.ShouldBe(there.Analysts.Corp);
        back.Analysts.Brier.Mean.Lower!.Value.ShouldBe(there.Analysts.Brier.Mean.Lower!.Value, 1e-12);
        back.Analysts.Evidence.Now.ShouldBe(there.Analysts.Evidence.Now, 1e-9);
        back.Components.Select(c => c.Analyst).ShouldBe(there.Components.Select(c => c.Analyst));
    }

    [Fact]
    public void A_chance_is_never_told_as_none_at_all() =>
        new[] { 0.0001, 0.04567, 0.3333, 1 }.Select(FigureWords.Often).ShouldBe(["< 0.1 %", "4.6 %", "33 %", "100 %"]);

    private static SeasonFigures Of(IReadOnlyList<StandingForecast> rows)
    {
        var columns = ForecastColumns.Of(rows);
        return MakeFigures.Of(rows, Crowd(rows), columns, MakeFigures.Summary(columns, 0.01), 0.01);
    }

    /// <summary>Four claims a prediction; the analysts differ by a few per cent.</summary>
    private static List<StandingForecast> Season(int claims, int analysts) =>
        [
            .. from c in Enumerable.Range(0, claims)
            from a in Enumerable.Range(0, analysts)
            select new StandingForecast(
                $"p{c / 4:00}/{c:00}",
                $"p{c / 4:00}",
                $"a{a}",
                c,
                new(Math.Round(0.1 + (c * 7 % 10 * 0.08) + (a * 0.01), 2), c * 7 % 10 > c * 3 % 11 ? 1 : 0)
            ),
        ];

    private static List<StandingForecast> Crowd(IReadOnlyList<StandingForecast> rows) =>
        [
            .. rows.GroupBy(r => r.Claim)
                .OrderBy(g => g.Key, StringComparer.Ordinal)
                .Select(g => g.First() with { Forecaster = ResultsQuery.Median }),
        ];
}
