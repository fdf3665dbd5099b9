using Forecasts.Scoring.Aggregation;

namespace Forecasts.Scoring.Tests.Aggregation;

public class PoolTests
{
    private static readonly Gen<double> P = Gen.Double[0.01, 0.99];

    [Fact]
    public void A_pool_of_equals_is_what_they_all_say() =>
        Gen.Select(P, Gen.Int[1, 9])
            .Sample(
                (p, n) =>
                {
                    double[] all = [.. Enumerable.Repeat(p, n)];
                    Odds.GeometricMean(all).ShouldBe(p, 1e-12);
                    Odds.ExtremizeFromBaseRate(all, 0.5, 1).ShouldBe(p, 1e-12);
                    GeometricMean.Pool([.. all.Select(x => new[] { x, 1 - x })]).ShouldBe([p, 1 - p], 1e-12);
                    Crowd.Mean([.. all.Select(x => new[] { x })]).ShouldBe([p], 1e-12);
                }
            );

    [Fact]
    public void The_pool_of_two_categories_is_the_geometric_mean_of_odds() =>
        P.Array[1, 9].Sample(p => GeometricMean.Pool([.. p.Select(x => new[] { 1 - x, x })])[1].ShouldBe(Odds.GeometricMean(p), 1e-12));

    [Fact]
    public void Extremising_leaves_the_base_rate_where_it_is_and_moves_others_away() =>
        Gen.Select(P, P, Gen.Double[1, 2])
            .Sample(
                (p, rate, d) =>
                {
                    Odds.ExtremizeFromBaseRate([rate], rate, d).ShouldBe(rate, 1e-12);
                    Math.Abs(Odds.ExtremizeFromBaseRate([p], rate, d) - rate).ShouldBeGreaterThanOrEqualTo(Math.Abs(p - rate) - 1e-12);
                    Odds.Extremize(p, d).ShouldBe(Odds.ExtremizeFromBaseRate([p], 0.5, d), 1e-12);
                }
            );

    [Fact]
    public void Who_is_certain_decides_and_two_who_contradict_each_other_decide_nothing()
    {
        Odds.GeometricMean([0, 0.9]).ShouldBe(0);
        Odds.GeometricMean([1, 0.1]).ShouldBe(1);
        Odds.GeometricMean([1, 0]).ShouldBe(double.NaN);
        Odds.GeometricMean([1, 0.25], [0, 1]).ShouldBe(0.25, 1e-15);
        (Odds.Extremize(0, 2), Odds.Extremize(1, 2)).ShouldBe((0, 1));
        GeometricMean
            .Pool([
                [0, 1],
                [1, 0],
            ])
            .ShouldBe([double.NaN, double.NaN]);
        Odds.NeymanRoughgardenFactor(1).ShouldBe(1, 1e-15);
        Odds.NeymanRoughgardenFactor(100_000_000).ShouldBe(Math.Sqrt(3), 1e-6);
    }

    [Fact]
    public void Recency_weights_rise_to_one() =>
        Gen.Int[0, 50]
            .Sample(n =>
            {
                var weights = RecencyWeights.Of(n);
                weights.Length.ShouldBe(n);
                if (n > 0)
                    weights[^1].ShouldBe(1);
                weights.Zip(weights.Skip(1)).ShouldAllBe(w => w.First <= w.Second);
            });

    [Fact]
    public void The_recency_weighted_series_is_the_crowd_of_each_moment() =>
        AnyClaims.Any.Sample(claim =>
        {
            foreach (var step in CrowdSeries.RecencyWeighted(claim.Kind, claim.Forecasts, Day(0), Day(10)).Where(s => s.Standing > 0))
            {
                var steps = CrowdSeries.Steps(claim.Kind, claim.Forecasts, Day(0), Day(10), m => Crowd.RecencyWeighted(m).Values);
                step.Values!.ShouldBe(steps.Single(s => s.At == step.At).Values!, 1e-12);
            }
        });

    [Fact]
    public void The_mean_and_median_of_the_series_are_those_of_what_stands() =>
        Timeline.AnyQuestions.Any.Sample(claim =>
        {
            var means = CrowdSeries.Steps(claim.Kind, claim.Forecasts, Day(0), Day(10), m => Crowd.Mean(m));
            var medians = CrowdSeries.Steps(claim.Kind, claim.Forecasts, Day(0), Day(10), m => Crowd.Unweighted(m).Values);
            foreach (var point in CrowdSeries.Compute(claim.Kind, claim.Forecasts, Day(0), Day(10)).Where(p => p.Standing > 0))
            {
                Same(point.Mean!, means.Single(s => s.At == point.At).Values!);
                if (!claim.Kind.IsContinuous())
                    Same(point.Median!, medians.Single(s => s.At == point.At).Values!);
            }
        });

    [Fact]
    public void Ages_count_from_when_a_belief_was_stated_not_from_the_opening()
    {
        TimedForecast[] forecasts = [Says("z", 0.9, -3), Says("a", 0.1, -2), Says("m", 0.5, -1)];
        CrowdSeries.RecencyWeighted(ClaimShape.Binary, forecasts, Day(0), Day(10)).ShouldHaveSingleItem().Values.ShouldBe([0.5]);
        var oldest = new List<double>();
        CrowdSeries.Steps(
            ClaimShape.Binary,
            forecasts,
            Day(0),
            Day(10),
            m =>
            {
                oldest.Add(m[0][0]);
                return m[0];
            }
        );
        oldest.ShouldBe([0.9]);
    }

    [Fact]
    public void The_independent_crowd_is_everyones_first_forecast()
    {
        var first = IndependentCrowd.FirstForecasts([
            Says("b", 0.9, 5),
            Says("a", 0.3, 2, 4, withdrawn: true),
            Says("b", 0.2, 1),
            Says("a", 0.6, 6),
        ]);
        first.Select(f => (f.Forecaster, f.Values[0], f.End, f.Withdrawn)).ShouldBe([("a", 0.3, null, false), ("b", 0.2, null, false)]);
    }

    public static TheoryData<string, Action> Refused =>
        new()
        {
            { "p", () => Odds.GeometricMean([]) },
            { "p", () => Odds.GeometricMean([0.5, 1.5]) },
            { "weights", () => Odds.GeometricMean([0.5], [-1]) },
            { "d", () => Odds.Extremize(0.5, 0) },
            { "baseRate", () => Odds.ExtremizeFromBaseRate([0.5], 1, 1) },
            { "n", () => Odds.NeymanRoughgardenFactor(0) },
            { "n", () => RecencyWeights.Of(-1) },
            { "values", () => WeightedPercentile.Of([], 50) },
            { "values", () => WeightedPercentile.Of([double.NaN], 50) },
            { "percent", () => WeightedPercentile.Of([1], 101) },
            { "weights", () => WeightedPercentile.Of([1], 50, [0]) },
            { "members", () => Crowd.Unweighted([]) },
            {
                "members",
                () =>
                    Crowd.Mean([
                        [0.5],
                        [0.5, 0.5],
                    ])
            },
            {
                "members",
                () =>
                    GeometricMean.Of([
                        [0.5, 1.5],
                    ])
            },
            {
                "weights",
                () =>
                    Crowd.Mean(
                        [
                            [0.5],
                        ],
                        [1, 1]
                    )
            },
            { "p", () => Crowd.Histogram([2]) },
        };

    [Theory, MemberData(nameof(Refused), DisableDiscoveryEnumeration = true)]
    public void Bad_input_is_refused_by_name(string name, Action act) => Should.Throw<ArgumentException>(act).ParamName.ShouldBe(name);

    [Fact]
    public void Percentiles_reach_the_ends_and_skip_what_has_no_weight()
    {
        WeightedPercentile.Of([3, 1, 2], 0).ShouldBe(1);
        WeightedPercentile.Of([3, 1, 2], 100).ShouldBe(3);
        WeightedPercentile.Of([3, 1, 2], 100, [0, 1, 1]).ShouldBe(2);
        WeightedPercentile.Of([0, 1, 2], 50, [0, 1, 1]).ShouldBe(1.5);
    }

    private static void Same(IReadOnlyList<double> a, IReadOnlyList<double> b)
    {
        a.Count.ShouldBe(b.Count);
        for (var k = 0; k < a.Count; k++)
            if (!(double.IsNaN(a[k]) && double.IsNaN(b[k])))
                a[k].ShouldBe(b[k], 1e-12);
    }
}
