using Forecasts.Scoring.Aggregation;

namespace Forecasts.Scoring.Tests.Timeline;

public class QuestionKindTests
{
    [Fact]
    public void Every_score_over_time_is_that_of_a_plain_recomputation_day_by_day() =>
        AnyQuestions.Any.Sample(claim =>
        {
            foreach (var row in AnyQuestions.Score(claim).Forecasters)
            {
                var (coverage, baseline, peer, relative) = (0.0, 0.0, 0.0, 0.0);
                foreach (var day in NaiveScores.Days.Where(d => Day(d) < claim.Window.Closes))
                {
                    var standing = NaiveScores.Standing(claim.Forecasts, day);
                    if (!standing.TryGetValue(row.Forecaster, out var own))
                        continue;
                    coverage += 0.1;
                    baseline += AnyQuestions.Baseline(claim, own) / 10;
                    var others = standing.Where(s => s.Key != row.Forecaster).Select(s => s.Value).ToList();
                    if (others.Count == 0)
                        continue;
                    peer +=
                        (claim.Kind.IsContinuous() ? 5 : 10)
                        * (AnyQuestions.Gain(claim, own) - others.Average(o => AnyQuestions.Gain(claim, o)));
                    relative += (others.Average(o => AnyQuestions.Brier(claim, o)) - AnyQuestions.Brier(claim, own)) / 10;
                }

                row.Coverage.ShouldBe(coverage, 1e-12);
                row.Baseline.ShouldBe(baseline, 1e-9);
                row.Peer.ShouldBe(peer, 1e-9);
                if (claim.Kind.IsContinuous())
                    (row.RelativeBrier, row.BrierAtClose, row.TimeAveragedBrier).ShouldBe((double.NaN, null, null));
                else
                    row.RelativeBrier.ShouldBe(relative, 1e-12);
            }
        });

    [Fact]
    public void Peers_sum_to_zero_over_time_and_at_every_moment() =>
        AnyQuestions.Any.Sample(claim =>
        {
            AnyQuestions.Score(claim).Forecasters.Sum(r => r.Peer).ShouldBe(0, 1e-9);
            for (var day = 0; day < 10; day++)
            {
                var at = AnyQuestions.Score(claim with { Window = Window(10, day) });
                at.Forecasters.Sum(r => r.SpotPeer ?? 0).ShouldBe(0, 1e-9);
            }
        });

    [Fact]
    public void The_order_changes_no_bit_and_neither_does_a_split() =>
        Gen.Select(AnyQuestions.Any, Gen.Int[0, 1_000], Gen.Double[0, 0.9])
            .Sample(
                (claim, seed, where) =>
                {
                    var shuffled = claim.Forecasts.ToArray();
                    new Random(seed).Shuffle(shuffled);
                    AnyQuestions.Score(claim with { Forecasts = shuffled }).Bits().ShouldBe(AnyQuestions.Score(claim).Bits());
                    var whole = claim
                        .Forecasts.GroupBy(f => f.Forecaster)
                        .Select(g => g.First() with { End = g.First().End ?? Day(12) })
                        .ToArray();
                    var split = whole.SelectMany(f =>
                        new[]
                        {
                            f with
                            {
                                End = f.Start + ((f.End!.Value - f.Start) * where),
                            },
                            f with
                            {
                                Start = f.Start + ((f.End!.Value - f.Start) * where),
                            },
                        }
                    );
                    AnyQuestions
                        .Score(claim with { Forecasts = [.. split] })
                        .Bits()
                        .ShouldBe(AnyQuestions.Score(claim with { Forecasts = whole }).Bits());
                }
            );

    [Fact]
    public void A_crowd_is_a_distribution_at_every_step() =>
        AnyQuestions.Any.Sample(claim =>
        {
            foreach (var point in CrowdSeries.Compute(claim.Kind, claim.Forecasts, Day(0), Day(10)).Where(p => p.Standing > 0))
            foreach (var pmf in new[] { point.Mean!, point.Median! })
                pmf.Where(v => !double.IsNaN(v)).Sum().ShouldBe(1, 1e-12);
            foreach (var step in CrowdSeries.RecencyWeighted(claim.Kind, claim.Forecasts, Day(0), Day(10)).Where(s => s.Standing > 0))
                step.Values!.Where(v => !double.IsNaN(v)).Sum().ShouldBe(1, 1e-12);
        });

    [Fact]
    public void An_option_that_was_not_open_reads_other()
    {
        var sheet = ClaimScores.Score(
            ClaimShape.Choice,
            1,
            Window(),
            [Grades("a", [0.5, double.NaN, 0.5]), Grades("b", [0.25, 0.5, 0.25])],
            Usual
        );
        sheet.Of("a").Baseline.ShouldBe(0, 1e-12, "two options were open");
        sheet.Of("b").Baseline.ShouldBe(100 * Math.Log(1.5) / Math.Log(3), 1e-12);
        sheet.Of("a").Peer.ShouldBe(0, 1e-12);
        sheet.Of("a").BrierAtClose!.Value.ShouldBe(0.25, 1e-15);
        sheet.Of("a").LogAtClose!.Value.ShouldBe(Math.Log(2), 1e-15);
    }

    [Fact]
    public void A_bucket_that_nobody_believed_in_has_a_floor_and_the_closed_outside_none()
    {
        var sheet = ClaimScores.Score(ClaimShape.Number, 1, Window(), [Grades("a", [0, 0, 1, 0])], Usual);
        (sheet.Of("a").Floored, sheet.Of("a").LogAtClose).ShouldBe((true, double.PositiveInfinity));
        sheet.Of("a").Baseline.ShouldBe(50 * Math.Log(0.005 / 1.005 * 2), 1e-10);
    }

    public static TheoryData<string, ClaimShape, double, double[]> Refused =>
        new()
        {
            { "outcome", ClaimShape.Choice, 3, [0.2, 0.3, 0.5] },
            { "outcome", ClaimShape.Number, 1.5, [0.2, 0.3, 0.5] },
            { "outcome", ClaimShape.Ordered, -1, [0.2, 0.3, 0.5] },
            { "outcome", ClaimShape.Date, double.NaN, [0.2, 0.3, 0.5] },
            { "forecasts[0].Values[2]", ClaimShape.Choice, 0, [0.5, 0.5, double.NaN] },
            { "forecasts[0].Values", ClaimShape.Choice, 0, [double.NaN, 1] },
            { "forecasts[0].Values", ClaimShape.Ordered, 0, [0.5, double.NaN, 0.4] },
            { "forecasts[0].Values[1]", ClaimShape.Number, 0, [0.5, double.NaN, 0.5] },
            { "forecasts[0].Values", ClaimShape.Date, 0, [0.5, 0.5] },
            { "forecasts[0].Values", ClaimShape.Number, 0, [1] },
        };

    [Theory, MemberData(nameof(Refused))]
    public void What_does_not_suit_the_kind_is_refused_by_name(string name, ClaimShape kind, double outcome, double[] values) =>
        Should
            .Throw<ArgumentException>(() => ClaimScores.Score(kind, outcome, Window(), [Grades("a", values)], Usual))
            .ParamName.ShouldBe(name);

    [Fact]
    public void Forecasts_of_different_forms_and_ends_before_starts_are_refused()
    {
        Should
            .Throw<ArgumentException>(() =>
                ClaimScores.Score(ClaimShape.Choice, 0, Window(), [Grades("a", [0.5, 0.5]), Grades("b", [0.2, 0.3, 0.5])], Usual)
            )
            .ParamName.ShouldBe("forecasts[1].Values");
        Should
            .Throw<ArgumentException>(() => YesNo(1, Window(), Says("a", 0.5), Says("b", 0.5, 4, 3)))
            .ParamName.ShouldBe("forecasts[1].End");
        Should
            .Throw<ArgumentException>(() => ClaimScores.Score(ClaimShape.Number, 0, Window(), [], Usual, openBounds: 3))
            .ParamName.ShouldBe("openBounds");
    }
}
