namespace Forecasts.Scoring.Tests.Timeline;

public class ClaimScoresPropertyTests
{
    [Fact]
    public void Peer_and_relative_Brier_sum_to_zero_over_the_members_and_over_time() =>
        AnyClaims.Any.Sample(claim =>
        {
            var rows = claim.Score().Forecasters;
            rows.Sum(r => r.Peer).ShouldBe(0, 1e-9);
            rows.Sum(r => r.RelativeBrier).ShouldBe(0, 1e-12);
            rows.Sum(r => r.SpotPeer ?? 0).ShouldBe(0, 1e-9);
        });

    [Fact]
    public void Who_is_alone_scores_exactly_zero_against_the_others() =>
        AnyClaims.Any.Sample(claim =>
        {
            var alone = claim with { Forecasts = [.. claim.Forecasts.Where(f => f.Forecaster == "a")] };
            foreach (var row in alone.Score().Forecasters)
            {
                (row.Peer, row.RelativeBrier).ShouldBe((0, 0));
                (row.SpotPeer ?? 0).ShouldBe(0);
            }
        });

    [Fact]
    public void The_order_of_the_forecasts_changes_no_bit() =>
        Gen.Select(AnyClaims.Any, Gen.Int[0, 1_000])
            .Sample(
                (claim, seed) =>
                {
                    var shuffled = claim.Forecasts.ToArray();
                    new Random(seed).Shuffle(shuffled);
                    (claim with { Forecasts = shuffled }).Score().Bits().ShouldBe(claim.Score().Bits());
                }
            );

    [Fact]
    public void An_interval_split_into_two_equal_ones_changes_no_bit() =>
        Gen.Select(AnyClaims.Any, Gen.Double[0, 0.9])
            .Sample(
                (claim, where) =>
                {
                    var whole = claim
                        .Forecasts.GroupBy(f => f.Forecaster)
                        .Select(g => g.First() with { End = g.First().End ?? Day(12) })
                        .ToArray();
                    var split = whole.SelectMany(f =>
                    {
                        var middle = f.Start + ((f.End!.Value - f.Start) * where);
                        return new[] { f with { End = middle, Withdrawn = false }, f with { Start = middle } };
                    });
                    (claim with { Forecasts = [.. split] }).Score().Bits().ShouldBe((claim with { Forecasts = whole }).Score().Bits());
                }
            );

    [Fact]
    public void Every_score_over_time_is_that_of_a_plain_recomputation_day_by_day() =>
        AnyClaims.Any.Sample(claim =>
        {
            var rows = claim.Score().Forecasters;
            rows.Select(r => r.Forecaster)
                .ShouldBe(
                    NaiveScores
                        .Days.Where(d => Day(d) < claim.Window.Closes)
                        .SelectMany(d => NaiveScores.Standing(claim.Forecasts, d).Keys)
                        .Distinct()
                        .Order(StringComparer.Ordinal)
                );
            foreach (var row in rows)
            {
                var naive = NaiveScores.Of(claim, row.Forecaster);
                row.Coverage.ShouldBe(naive.Coverage, 1e-12);
                row.Peer.ShouldBe(naive.Peer, 1e-9);
                row.RelativeBrier.ShouldBe(naive.RelativeBrier, 1e-12);
                row.Baseline.ShouldBe(naive.Baseline, 1e-9);
            }
        });

    [Fact]
    public void The_crowds_score_against_the_geometric_mean_as_outsiders() =>
        AnyClaims.Any.Sample(claim =>
        {
            foreach (var crowd in claim.Score().Crowds)
            {
                var (peer, relative) = (0.0, 0.0);
                foreach (var day in NaiveScores.Days.Where(d => Day(d) < claim.Window.Closes))
                {
                    var members = NaiveScores.Standing(claim.Forecasts, day).Values;
                    if (members.Count == 0)
                        continue;
                    var own = crowd.Crowd == "mean" ? NaiveCrowd.Mean(members) : NaiveCrowd.Median(members);
                    peer += 10 * (NaiveScores.Gain(claim, own) - members.Average(m => NaiveScores.Gain(claim, m)));
                    relative += (members.Average(m => NaiveScores.Brier(claim, m)) - NaiveScores.Brier(claim, own)) / 10;
                }

                crowd.Score.Peer.ShouldBe(peer, 1e-9);
                crowd.Score.RelativeBrier.ShouldBe(relative, 1e-12);
            }
        });

    [Fact]
    public void The_mean_crowd_never_does_worse_than_its_members_on_average() =>
        AnyClaims
            .Any.Where(c => c.Kind != ClaimShape.Three)
            .Sample(claim =>
            {
                foreach (var crowd in claim.Score().Crowds.Where(c => c.Crowd == "mean"))
                    crowd.Score.RelativeBrier.ShouldBeGreaterThanOrEqualTo(-1e-12);
            });
}
