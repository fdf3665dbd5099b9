using Forecasts.Domain.Forecasting;
using Forecasts.Domain.Predictions;
using Forecasts.Scoring.Timeline;
using static Forecasts.Domain.Tests.Kinds.Lives;

namespace Forecasts.Domain.Tests.Kinds;

/// <summary>
/// A claim of each kind through the deciders: beliefs, revisions, withdrawals, options that come, an outcome. Its scores are those of a
/// plain model.
/// </summary>
public class ModelTests
{
    private const int Days = 12;

    private static readonly DateTimeOffset Begin = At("2024-02-01");

    public static TheoryData<int> All => [.. Enumerable.Range(0, AnyKinds.All.Count)];

    [Theory]
    [MemberData(nameof(All))]
    public void Scores_are_those_of_a_plain_model(int n) =>
        LivesOf(AnyKinds.All[n], Days)
            .Sample(
                life =>
                {
                    var (kind, forecasts, stated) = Lived(life);
                    var outcome = life.Outcome(kind);
                    var closes = Day(life.Closes);
                    var window = new ClaimWindow(Day(0), Day(Days), closes, closes);
                    var sheet = ClaimScores.Score(kind.Shape, kind.Index(outcome), window, forecasts, new ScoreOptions(), kind.OpenBounds);
                    var model = new PlainModel(kind, outcome);
                    sheet
                        .Forecasters.Select(f => f.Forecaster)
                        .ShouldBe(stated.Where(s => s.From < life.Closes).Select(s => s.Who).Distinct().Order(StringComparer.Ordinal));
                    foreach (var row in sheet.Forecasters)
                    {
                        var (coverage, baseline, peer, relative) = (0.0, 0.0, 0.0, 0.0);
                        for (var day = 0; day < life.Closes; day++)
                        {
                            var standing = stated.Where(s => s.From <= day && day < s.To).ToDictionary(s => s.Who, s => s.Belief);
                            if (!standing.TryGetValue(row.Forecaster, out var own))
                                continue;
                            coverage += 1.0 / Days;
                            baseline += model.Baseline(own) / Days;
                            List<StatedBelief> others = [.. standing.Where(s => s.Key != row.Forecaster).Select(s => s.Value)];
                            if (others.Count == 0)
                                continue;
                            var scale = kind is RangedClaim ? 50 : 100;
                            peer += scale * (model.Gain(own) - others.Average(model.Gain)) / Days;
                            relative += (others.Average(model.Brier) - model.Brier(own)) / Days;
                        }

                        row.Coverage.ShouldBe(coverage, 1e-12);
                        row.Baseline.ShouldBe(baseline, 1e-8);
                        row.Peer.ShouldBe(peer, 1e-8);
                        if (kind.HasBrier)
                            row.RelativeBrier.ShouldBe(relative, 1e-12);
                    }
                },
                iter: 300
            );

    [Theory]
    [MemberData(nameof(All))]
    public void Peer_scores_sum_to_zero_at_every_moment(int n) =>
        LivesOf(AnyKinds.All[n], Days)
            .Sample(
                life =>
                {
                    var (kind, forecasts, _) = Lived(life);
                    var outcome = kind.Index(life.Outcome(kind));
                    for (var day = 0; day < life.Closes; day++)
                    {
                        // The score of one day alone, and that at its beginning.
                        var window = new ClaimWindow(Day(day), Day(day + 1), Day(day + 1), Day(day));
                        var rows = ClaimScores
                            .Score(kind.Shape, outcome, window, forecasts, new ScoreOptions(), kind.OpenBounds)
                            .Forecasters;
                        rows.Sum(r => r.Peer).ShouldBe(0, 1e-9);
                        rows.Sum(r => r.SpotPeer ?? 0).ShouldBe(0, 1e-9);
                        if (kind.HasBrier)
                            rows.Sum(r => r.RelativeBrier).ShouldBe(0, 1e-12);
                    }
                },
                iter: 100
            );

    private static DateTimeOffset Day(int day) => Begin.AddDays(day);

    /// <summary>
    /// What a life comes to: the claim's kind at its end, intervals as the service makes them of rows, and what people stated from day
    /// to day.
    /// </summary>
    private static (ClaimKind Kind, List<TimedForecast> Forecasts, List<(string Who, int From, int To, StatedBelief Belief)> Stated) Lived(
        Life life
    )
    {
        var prediction = Prediction.Evolve(null, RobotsFiled with { Claims = [AClaim(1, life.Kind) with { FiledAt = Begin }] })!;
        var states = new Dictionary<string, Forecast?>(StringComparer.Ordinal);
        var stated = new List<(string Who, int From, int To, StatedBelief Belief)>();
        foreach (var (day, act) in life.Acts)
        {
            if (act is Act.Option { Name: var name })
            {
                var added = PredictionDecider.AddOption(
                    prediction,
                    1,
                    name,
                    "It has come up.",
                    settled: false,
                    ASeason(),
                    By(Author, Day(day))
                );
                prediction = added.Events.Aggregate(prediction, (p, e) => Prediction.Evolve(p, e)!);
                continue;
            }

            var who = ((Act.Turn)act).Who;
            var state = states.GetValueOrDefault(who);
            var belief = act is Act.Believe b ? b.Stated(prediction.Claim(1)!.Kind) : null;
            var decision = belief is null
                ? ForecastDecider.Withdraw(state, new("pr1", 1), new(who), prediction, ASeason(), By(new(who), Day(day)))
                : ForecastDecider.File(state, new(new("pr1", 1), new(who), belief), prediction, ASeason(), Imported(Day(day)));
            decision.Rejection.ShouldBeNull();
            states[who] = decision.Events.Aggregate(state, (s, e) => Forecast.Evolve(s, "forecast/pr1/" + who, e));
            stated = [.. stated.Select(s => s.Who == who && s.To > day ? s with { To = day } : s)];
            if (belief is not null)
                stated.Add((who, day, int.MaxValue, belief));
        }

        var kind = prediction.Claim(1)!.Kind;
        var forecasts = new List<TimedForecast>();
        foreach (var (who, state) in states)
        foreach (var (i, turn) in (state?.TurnsOf(1) ?? []).Index())
            if (turn.Belief is { } held)
                forecasts.Add(
                    new(who, turn.At, i + 1 < state!.TurnsOf(1).Count ? state.TurnsOf(1)[i + 1].At : null, kind.Values(held.Row), false)
                );
        return (kind, forecasts, stated);
    }
}
