using Forecasts.Scoring.Aggregation;

namespace Forecasts.Scoring.Tests.Aggregation;

public class CrowdSeriesTests
{
    [Fact]
    public void It_is_a_plain_recomputation_at_every_day() =>
        AnyClaims.Any.Sample(claim =>
        {
            var points = CrowdSeries.Compute(claim.Kind, claim.Forecasts, Day(0), Day(10));
            foreach (var day in NaiveScores.Days)
            {
                var members = NaiveScores.Standing(claim.Forecasts, day).Values;
                var point = points.LastOrDefault(p => p.At <= Day(day));
                (point?.Standing ?? 0).ShouldBe(members.Count);
                if (members.Count == 0)
                    (point?.Mean, point?.Median).ShouldBe((null, null));
                else
                    point!.Mean!.ShouldBe(NaiveCrowd.Mean(members), 1e-14);
                if (members.Count > 0)
                    point!.Median!.ShouldBe(NaiveCrowd.Median(members), 1e-14);
            }
        });

    [Fact]
    public void Its_points_are_in_order_within_the_time_asked_for_and_each_stands_for_a_change() =>
        AnyClaims.Any.Sample(claim =>
        {
            var points = CrowdSeries.Compute(claim.Kind, claim.Forecasts, Day(2), Day(8));
            points.ShouldAllBe(p => p.At >= Day(2) && p.At < Day(8));
            points.Zip(points.Skip(1)).ShouldAllBe(x => x.First.At < x.Second.At);
            foreach (var point in points)
            {
                var changes = claim.Forecasts.Any(f => f.Start == point.At || f.End == point.At) || point.At == Day(2);
                changes.ShouldBeTrue();
            }
        });

    [Fact]
    public void It_is_what_it_is_in_any_order() =>
        Gen.Select(AnyClaims.Any, Gen.Int[0, 1_000])
            .Sample(
                (claim, seed) =>
                {
                    var shuffled = claim.Forecasts.ToArray();
                    new Random(seed).Shuffle(shuffled);
                    Bits(claim.Kind, shuffled).ShouldBe(Bits(claim.Kind, claim.Forecasts));
                }
            );

    [Fact]
    public void Where_nobody_stands_there_is_a_point_without_values()
    {
        var points = CrowdSeries.Compute(ClaimShape.Binary, [Says("a", 0.2, 1, 3), Says("b", 0.6, 5)], Day(0), Day(10));
        points
            .Select(p => (p.At, p.Standing, p.Mean?[0], p.Median?[0]))
            .ShouldBe([(Day(1), 1, 0.2, 0.2), (Day(3), 0, null, null), (Day(5), 1, 0.6, 0.6)]);
    }

    [Fact]
    public void A_confirmation_is_no_change() =>
        CrowdSeries
            .Compute(ClaimShape.Binary, [Says("a", 0.2), Says("a", 0.2, 4), Says("a", 0.3, 6)], Day(0), Day(10))
            .Select(p => p.At)
            .ShouldBe([Day(0), Day(6)]);

    [Fact]
    public void What_stood_before_is_there_from_the_start_and_what_comes_at_the_end_is_not() =>
        CrowdSeries
            .Compute(ClaimShape.Binary, [Says("a", 0.2, -5), Says("b", 0.4, 10)], Day(0), Day(10))
            .ShouldHaveSingleItem()
            .At.ShouldBe(Day(0));

    [Fact]
    public void The_median_of_three_grades_has_a_floor_and_sums_to_1()
    {
        var point = CrowdSeries
            .Compute(ClaimShape.Three, [Grades("a", [0, 0, 1]), Grades("b", [0, 0.2, 0.8]), Grades("c", [1, 0, 0])], Day(0), Day(10))
            .ShouldHaveSingleItem();
        point.Median!.ShouldBe([0.001, 0.001, 0.998], 1e-15);
        point.Mean!.ShouldBe([1 / 3.0, 0.2 / 3, 1.8 / 3], 1e-15);
    }

    [Fact]
    public void Medians_that_are_all_zero_say_nothing() =>
        CrowdSeries
            .Compute(ClaimShape.Three, [Grades("a", [1, 0, 0]), Grades("b", [0, 1, 0]), Grades("c", [0, 0, 1])], Day(0), Day(10))
            .ShouldHaveSingleItem()
            .Median!.ShouldBe([1 / 3.0, 1 / 3.0, 1 / 3.0], 1e-15);

    [Fact]
    public void A_value_that_is_no_probability_is_refused_by_name() =>
        Should
            .Throw<ArgumentException>(() =>
                CrowdSeries.Compute(ClaimShape.Three, [Grades("a", [0, 0, 1]), Grades("b", [0, double.NaN, 1])], Day(0), Day(10))
            )
            .ParamName.ShouldBe("forecasts[1].Values[1]");

    [Fact]
    public void Ten_thousand_forecasts_that_come_and_go_leave_no_rounding_behind()
    {
        var passing = Enumerable
            .Range(0, 10_000)
            .Select(i => Says($"p{i}", (i * 37 % 1_000) / 1_000.0, i / 2_000.0, (i / 2_000.0) + 1 + (i % 7 / 10.0)));
        var last = CrowdSeries.Compute(ClaimShape.Binary, [.. passing, Says("a", 0.1), Says("b", 0.3)], Day(0), Day(10))[^1];
        last.Standing.ShouldBe(2);
        last.Mean![0].ShouldBe(0.2, 1e-15);
    }

    [Fact]
    public void At_every_look_a_thinned_series_is_exact_and_it_has_not_more_points_than_looks_and_one() =>
        Gen.Select(AnyClaims.Any, Gen.Int[-1, 11].Array[0, 8])
            .Sample(
                (claim, days) =>
                {
                    var all = CrowdSeries.Compute(claim.Kind, claim.Forecasts, Day(0), Day(10));
                    DateTimeOffset[] looks = [.. days.Distinct().Order().Select(d => Day(d + 0.5))];
                    var few = CrowdSeries.Compute(claim.Kind, claim.Forecasts, Day(0), Day(10), looks);
                    few.Count.ShouldBeLessThanOrEqualTo(looks.Length + 1);
                    foreach (var look in looks.Append(Day(10)))
                        Bits(few.LastOrDefault(p => p.At <= look)).ShouldBe(Bits(all.LastOrDefault(p => p.At <= look)));
                }
            );

    [Fact]
    public void The_looks_rise() =>
        Should
            .Throw<ArgumentException>(() => CrowdSeries.Compute(ClaimShape.Binary, [Says("a", 0.2)], Day(0), Day(10), [Day(3), Day(3)]))
            .Message.ShouldContain("looks[1]");

    [Fact]
    public void The_middle_half_lies_between_the_quartiles_of_a_plain_recomputation() =>
        AnyClaims.Any.Sample(claim =>
        {
            foreach (var point in CrowdSeries.Compute(claim.Kind, claim.Forecasts, Day(0), Day(10), spread: true))
            {
                if (point.Standing == 0 || claim.Kind is not (ClaimShape.Binary or ClaimShape.Expected or ClaimShape.Three))
                {
                    (point.Lower, point.Upper).ShouldBe((null, null));
                    continue;
                }

                double[] grades =
                [
                    .. NaiveScores
                        .Standing(claim.Forecasts, (int)(point.At - Day(0)).TotalDays)
                        .Values.Select(v => v.Length == 3 ? v[2] + (v[1] / 2) : v[0])
                        .Order(),
                ];
                point.Lower.ShouldBe(WeightedPercentile.Of(grades, 25));
                point.Upper.ShouldBe(WeightedPercentile.Of(grades, 75));
            }
        });

    private static string Bits(CrowdPoint? point) => point is null ? "" : Bits([point]).Single();

    private static IEnumerable<string> Bits(IEnumerable<CrowdPoint> points) =>
        points.Select(p => $"{p.At:O} {p.Standing} {string.Join(' ', (p.Mean ?? []).Concat(p.Median ?? []).Select(AnyClaims.Bits))}");

    private static IEnumerable<string> Bits(ClaimShape kind, TimedForecast[] forecasts) =>
        Bits(CrowdSeries.Compute(kind, forecasts, Day(0), Day(10)));
}
