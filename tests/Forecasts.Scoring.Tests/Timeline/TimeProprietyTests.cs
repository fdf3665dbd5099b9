namespace Forecasts.Scoring.Tests.Timeline;

public class TimeProprietyTests
{
    /// <summary>
    /// Evidence comes each day; "yes" becomes public, and the claim closes, on a day of its own: the belief held on a day is that given it
    /// is still open.
    /// </summary>
    private const int Days = 10;

    public enum Score
    {
        Baseline,
        Peer,
        RelativeBrier,
    }

    [Theory]
    [InlineData(Score.Baseline)]
    [InlineData(Score.Peer)]
    [InlineData(Score.RelativeBrier)]
    public void Who_says_each_day_what_they_believe_expects_the_best_score_also_under_early_decision(Score score) =>
        Gen.Select(Gen.Double[0.02, 0.2].Array[Days], Gen.Double[0.1, 0.9].Array[Days], Gen.Int[0, Days - 1], Gen.Double[-0.3, 0.3])
            .Sample(
                (hazards, others, day, shade) =>
                {
                    // On day k "yes" is decided with its hazard, at the end of that day; what is left after all days is "no".
                    double[] open = [.. Enumerable.Range(0, Days).Select(k => hazards.Take(k).Aggregate(1.0, (s, h) => s * (1 - h)))];
                    var never = open[^1] * (1 - hazards[^1]);
                    double Belief(int k) => 1 - (never / open[k]);
                    double Expected(Func<int, double> said)
                    {
                        var forecasts = Enumerable
                            .Range(0, Days)
                            .SelectMany(k => new[] { Says("a", said(k), k, k + 1), Says("b", others[k], k, k + 1) })
                            .ToArray();
                        double Own(double outcome, int closes)
                        {
                            var row = YesNo(outcome, Window(closes), forecasts).Of("a");
                            return score switch
                            {
                                Score.Baseline => row.Baseline,
                                Score.Peer => row.Peer,
                                _ => row.RelativeBrier,
                            };
                        }

                        return Enumerable.Range(0, Days).Sum(k => open[k] * hazards[k] * Own(1, k + 1)) + (never * Own(0, Days));
                    }

                    var honest = Expected(Belief);
                    honest.ShouldBeGreaterThanOrEqualTo(
                        Expected(k => Math.Clamp(Belief(k) + (k == day ? shade : 0), 0.001, 0.999)) - 1e-9,
                        "shading one day"
                    );
                    honest.ShouldBeGreaterThanOrEqualTo(
                        Expected(k => Math.Clamp(Belief(k) + shade, 0.001, 0.999)) - 1e-9,
                        "shading every day"
                    );
                    honest.ShouldBeGreaterThanOrEqualTo(Expected(_ => Belief(0)) - 1e-9, "never revising");
                },
                iter: 60
            );

    [Fact]
    public void Three_grades_are_scored_properly_for_the_distribution() =>
        Gen.Select(AnyClaims.Three, AnyClaims.Three, AnyClaims.Three)
            .Sample(
                (belief, said, other) =>
                {
                    (double Baseline, double Peer, double Relative) Expected(double[] own)
                    {
                        var rows = Enumerable
                            .Range(0, 3)
                            .Select(g =>
                                ClaimScores
                                    .Score(ClaimShape.Three, g / 2.0, Window(), [Grades("a", own), Grades("b", other)], Usual)
                                    .Of("a")
                            )
                            .ToArray();
                        double Mean(Func<ForecasterScore, double> of) => Enumerable.Range(0, 3).Sum(g => belief[g] * of(rows[g]));
                        return (Mean(r => r.Baseline), Mean(r => r.Peer), Mean(r => r.RelativeBrier));
                    }

                    var (honest, shaded) = (Expected(belief), Expected(said));
                    // The floor takes a little from who is certain.
                    honest.Baseline.ShouldBeGreaterThanOrEqualTo(shaded.Baseline - 0.6);
                    honest.Peer.ShouldBeGreaterThanOrEqualTo(shaded.Peer - 0.6);
                    honest.Relative.ShouldBeGreaterThanOrEqualTo(shaded.Relative - 1e-12);
                }
            );

    [Fact]
    public void An_expected_grade_is_scored_properly_for_the_expectation() =>
        Gen.Select(AnyClaims.Three, Gen.Double[0.01, 0.99], Gen.Double[0.01, 0.99])
            .Sample(
                (belief, said, other) =>
                {
                    (double Baseline, double Peer, double Relative) Expected(double own)
                    {
                        var rows = Enumerable
                            .Range(0, 3)
                            .Select(g =>
                                ClaimScores.Score(ClaimShape.Expected, g / 2.0, Window(), [Says("a", own), Says("b", other)], Usual).Of("a")
                            )
                            .ToArray();
                        double Mean(Func<ForecasterScore, double> of) => Enumerable.Range(0, 3).Sum(g => belief[g] * of(rows[g]));
                        return (Mean(r => r.Baseline), Mean(r => r.Peer), Mean(r => r.RelativeBrier));
                    }

                    var (honest, shaded) = (Expected(Math.Clamp((belief[1] / 2) + belief[2], 0, 1)), Expected(said));
                    honest.Baseline.ShouldBeGreaterThanOrEqualTo(shaded.Baseline - 0.3);
                    honest.Peer.ShouldBeGreaterThanOrEqualTo(shaded.Peer - 0.3);
                    honest.Relative.ShouldBeGreaterThanOrEqualTo(shaded.Relative - 1e-12);
                }
            );
}
