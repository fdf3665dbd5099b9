using System.Text.Json;
using Forecasts.Domain.Kinds;
using Forecasts.Scoring.Calibration;
using Forecasts.Scoring.Comparison;
using Forecasts.Scoring.Rules;
using Forecasts.Server.Features.Results;
using Shouldly;

namespace Forecasts.Server.Tests.Results;

/// <summary>Of a choice calibration counts each option against the rest, a mean Brier score that of the whole; what needs one number leaves
/// it out.</summary>
public sealed class ChoiceFiguresTests
{
    private static readonly ChoiceClaim Kind = new([new("Asia"), new("Europe"), new("Africa"), new("elsewhere")], Ordered: false);

    [Fact]
    public void Without_choices_nothing_is_said_of_them()
    {
        var of = Figures(Numbers(40)).Analysts;
        of.Choice.ShouldBeNull();
        JsonSerializer.Serialize(of, SeasonResults.Json).ShouldContain("\"choice\":null");
        of.PerClaim!.AlwaysHalf!.Own.ShouldBeNull();
    }

    [Fact]
    public void Calibration_counts_the_pairs_of_a_choice_and_n_counts_claims()
    {
        var (ones, choices) = (Numbers(20), Choices(15));
        List<StandingForecast> rows = [.. ones, .. choices];
        var of = Figures(rows).Analysts;
        (of.Forecasts, of.Claims, of.Choice).ShouldBe((70, 35, new ChoiceCount(15, 30, 120)));
        of.Corp.State.ShouldBe("shown", "there are thirty-five claims");
        var columns = ForecastColumns.Of(rows);
        columns.P.Length.ShouldBe(40 + 120);
        var s = CalibrationSummary.Of(
            columns.P,
            columns.Y,
            new(Floor: 0.01),
            clusters: columns.Clusters,
            claims: columns.Claims,
            before: columns.Before
        );
        (of.Corp.Value!.Miscalibration, of.Corp.Value.P).ShouldBe((s.Corp.Value.Miscalibration, s.Perfect.Value.Miscalibration.P));
        of.Recalibration.Value!.Slope!.Value.ShouldBe(s.Cox.Value.Slope);
        of.Spiegelhalter.Value!.P.ShouldBe(s.Spiegelhalter.Value.P);
        of.Evidence.Now.ShouldBe(
            EProcess
                .Of(
                    [.. columns.Order.Select(i => columns.P[i])],
                    [.. columns.Order.Select(i => columns.Y[i])],
                    [.. columns.Order.Select(i => columns.Clusters[i])]
                )
                .Final
        );

        var points = new ClosingPoints();
        foreach (var row in rows)
            points.Add(row.Claim, row.Cluster, row.Pairs);
        var table = points.Table();
        (table.N, table.Forecasts, table.Claims, table.Choice).ShouldBe((160, 70, 35, new ChoiceCount(15, 30, 120)));
        table.Bins.Sum(b => b.N).ShouldBe(160);
        table.MeanForecast!.Value.ShouldBe(ones.Average(r => r.Grade), 1e-12);
        table.Bins.ShouldAllBe(b => b.Clusters <= b.N);
    }

    [Fact]
    public void What_needs_one_number_is_of_the_claims_that_have_one()
    {
        var (ones, choices) = (Numbers(20), Choices(15));
        var (mixed, alone) = (Figures([.. ones, .. choices]), Figures(ones));
        var (of, one) = (mixed.Analysts, alone.Analysts);
        (of.BaseRate, of.AtHalf, of.Log, of.Auc).ShouldBe((one.BaseRate, one.AtHalf, one.Log, one.Auc));
        (of.InTheLarge.Value!.Gap.Value, of.Confidence.Value).ShouldBe((one.InTheLarge.Value!.Gap.Value, one.Confidence.Value));
        mixed.Murphy.ShouldBeNull("there are but twenty claims of one number");
        var only = Figures(choices);
        (
            only.Analysts.BaseRate,
            only.Analysts.Log,
            only.Analysts.Auc,
            only.Analysts.PerClaim!.AlwaysHalf,
            only.Analysts.PerClaim.BaseRateOfOthers
        ).ShouldBe((null, null, null, null, null));
        (only.Analysts.InTheLarge.State, only.Analysts.InTheLarge.N, only.Analysts.Confidence.State).ShouldBe(("hidden", 0, "hidden"));
        JsonSerializer.Serialize(only, SeasonResults.Json).ShouldNotContain("NaN");
    }

    [Fact]
    public void A_mean_brier_has_the_normalised_score_of_each_choice_and_each_reference_the_rows_that_have_it()
    {
        var (ones, choices) = (Numbers(20), Choices(15));
        List<StandingForecast> rows = [.. ones, .. choices];
        var figures = Figures(rows);
        var (mean, crowd) = (figures.Analysts.Brier, Crowd(rows));
        mean.Mean.Value.ShouldBe(rows.Average(r => r.Brier), 1e-12);
        choices.ShouldAllBe(r => Math.Abs(r.Brier - (r.Pairs.Sum(p => Math.Pow(p.Forecast - p.Outcome, 2)) / 2)) < 1e-12);
        (mean.AlwaysHalf!.Claims, mean.AlwaysHalf.Brier).ShouldBe((20, 0.25));
        mean.AlwaysHalf.Own!.Value.ShouldBe(ones.Average(r => r.Brier), 1e-12);
        mean.AlwaysHalf.Skill!.Value.ShouldBe(1 - (ones.Average(r => r.Brier) / 0.25), 1e-12);
        mean.BaseRateOfOthers!.Claims.ShouldBe(20);
        (mean.Crowd!.Own, mean.Crowd.Claims).ShouldBe((null, null), "the crowd stood on every claim");
        double[] theirs = [.. rows.Select(r => crowd.Single(c => c.Claim == r.Claim).Brier)];
        mean.Crowd.Brier.ShouldBe(theirs.Average(), 1e-12);
        mean.Crowd.Skill!.Value.ShouldBe(1 - (rows.Average(r => r.Brier) / theirs.Average()), 1e-12);
        figures.Claims.Count.ShouldBe(35);
        figures.Analysts.PerClaim!.Mean.Value.ShouldBe(figures.Claims.Average(c => c.Brier), 1e-12);
    }

    [Fact]
    public void The_parts_of_an_analysts_score_are_of_the_pairs()
    {
        List<StandingForecast> rows = [.. Numbers(20), .. Choices(15)];
        var analyst = Figures(rows).Components.Single(c => c.Analyst == "a0");
        var mine = ForecastColumns.Of([.. rows.Where(r => r.Forecaster == "a0")]);
        (analyst.Claims, analyst.Miscalibration).ShouldBe((35, Corp.Brier(mine.P, mine.Y).Miscalibration));
        (analyst.Brier - analyst.Miscalibration + analyst.Discrimination).ShouldBe(MeanSpread(mine.Y), 1e-12);
    }

    private static double MeanSpread(double[] y) => y.Average(v => Math.Pow(v - y.Average(), 2));

    private static SeasonFigures Figures(IReadOnlyList<StandingForecast> rows)
    {
        var columns = ForecastColumns.Of(rows);
        return MakeFigures.Of(rows, Crowd(rows), columns, MakeFigures.Summary(columns, 0.01), 0.01);
    }

    private static List<StandingForecast> Numbers(int claims) =>
        [
            .. from c in Enumerable.Range(0, claims)
            from a in Enumerable.Range(0, 2)
            select new StandingForecast(
                $"n{c:00}",
                $"n{c / 2:00}",
                $"a{a}",
                c,
                new(Math.Round(0.1 + (c * 7 % 10 * 0.08) + (a * 0.01), 2), c * 7 % 10 > c * 3 % 11 ? 1 : 0)
            ),
        ];

    private static List<StandingForecast> Choices(int claims) =>
        [
            .. from c in Enumerable.Range(0, claims)
            from a in Enumerable.Range(0, 2)
            select Choice(
                $"o{c:00}",
                $"a{a}",
                c,
                c % 3,
                [0.1 + (0.05 * a), 0.2, 0.3 + (0.02 * (c % 5)), 0.4 - (0.05 * a) - (0.02 * (c % 5))]
            ),
        ];

    private static StandingForecast Choice(string claim, string analyst, int settled, int came, double[] values) =>
        ResultsQuery.Standing(
            claim,
            claim,
            analyst,
            100 + settled,
            Kind.Pairs(values, came),
            BrierScore.Categorical(values, came) / 2,
            withdrawn: false
        );

    private static List<StandingForecast> Crowd(IReadOnlyList<StandingForecast> rows) =>
        [
            .. rows.GroupBy(r => r.Claim)
                .OrderBy(g => g.Key, StringComparer.Ordinal)
                .Select(g => g.First() with { Forecaster = ResultsQuery.Median }),
        ];
}
