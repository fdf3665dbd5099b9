namespace Forecasts.Scoring.Tests.Timeline;

public class PeerTimelineTests
{
    [Fact]
    public void It_is_what_the_sheet_of_a_claim_says() =>
        Gen.Select(Gen.Int[0, 9], Gen.Int[0, 9], Gen.Double[0.001, 0.999])
            .Array[0, 20]
            .Sample(rows =>
            {
                long[] starts = [.. rows.Select(r => (long)Math.Min(r.Item1, r.Item2))],
                    ends = [.. rows.Select(r => (long)Math.Max(r.Item1, r.Item2) + 1)];
                double[] p = [.. rows.Select(r => r.Item3)];
                var scores = PeerTimeline.Score(starts, ends, p, scheduled: 10);
                var sheet = YesNo(1, Window(), [.. rows.Select((_, i) => Says($"f{i:00}", p[i], starts[i], ends[i]))]);
                scores.Peer.ShouldBe([.. sheet.Forecasters.Select(f => f.Peer)], 1e-9);
                scores.Baseline.ShouldBe([.. sheet.Forecasters.Select(f => f.Baseline)], 1e-9);
                scores.Coverage.ShouldBe([.. sheet.Forecasters.Select(f => f.Coverage)], 1e-12);
                scores.Peer.Sum().ShouldBe(0, 1e-9);
            });

    [Fact]
    public void Bad_input_is_refused_by_name()
    {
        Should.Throw<ArgumentException>(() => PeerTimeline.Score([0], [], [0.5], 1)).ParamName.ShouldBe("ends");
        Should.Throw<ArgumentException>(() => PeerTimeline.Score([0], [1], [0.5, 0.5], 1)).ParamName.ShouldBe("p");
        Should.Throw<ArgumentException>(() => PeerTimeline.Score([0, 5], [1, 4], [0.5, 0.5], 1)).Message.ShouldContain("ends[1] is 4");
        Should.Throw<ArgumentException>(() => PeerTimeline.Score([0], [1], [0], 1)).Message.ShouldContain("p[0] is 0");
        Should.Throw<ArgumentException>(() => PeerTimeline.Score([0], [1], [0.5], 0)).ParamName.ShouldBe("scheduled");
        Should.Throw<ArgumentException>(() => PeerTimeline.Score([0], [1], [0.5], 1, 1)).ParamName.ShouldBe("options");
    }
}
