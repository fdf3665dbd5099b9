using Forecasts.Scoring.Calibration;
using Forecasts.Server.Features.Results;
using Shouldly;

namespace Forecasts.Server.Tests.Results;

/// <summary>Of numbers and dates the figures are those of the scoring library, each shown from the n on that it needs.</summary>
public sealed class DistributionFiguresTests
{
    [Theory]
    [InlineData(9, "hidden", "hidden")]
    [InlineData(10, "shown", "hidden")]
    [InlineData(19, "shown", "hidden")]
    [InlineData(20, "shown", "grey")]
    [InlineData(49, "shown", "grey")]
    [InlineData(50, "shown", "shown")]
    public void Coverage_is_shown_from_ten_claims_on_and_the_histogram_from_twenty(int claims, string coverage, string histogram)
    {
        var of = DistributionFigures.Of(Points(claims, analysts: 3))!;
        (of.Forecasts, of.Claims, of.Clusters).ShouldBe((3 * claims, claims, (claims + 1) / 2));
        (of.Coverage.State, of.Bias.State, of.Histogram.State).ShouldBe((coverage, coverage, histogram));
        (of.Coverage.Value is null, of.Bias.Value is null, of.Histogram.Value is null).ShouldBe(
            (coverage == "hidden", coverage == "hidden", histogram == "hidden")
        );
        (of.Coverage.From, of.Histogram.From, of.Histogram.FullFrom).ShouldBe((10, 20, 50));
    }

    [Fact]
    public void They_are_those_of_the_scoring_library_on_the_same_rows()
    {
        var points = Points(60, analysts: 3);
        var pit = PitCalibration.Of(
            [.. points.Select(p => p.Below)],
            [.. points.Select(p => p.At)],
            clusters: [.. points.Select(p => int.Parse(p.Cluster[1..], System.Globalization.CultureInfo.InvariantCulture))]
        );
        var of = DistributionFigures.Of(points)!;
        of.Histogram.Value!.Shares.ShouldBe(pit.Histogram);
        (of.Histogram.Value.UsualLower, of.Histogram.Value.UsualUpper).ShouldBe((pit.Usual.Lower, pit.Usual.Upper));
        of.Coverage.Value!.Select(c => (c.Nominal, c.Covered, c.Share.Value, c.Share.Lower))
            .ShouldBe(pit.Coverages.Select(c => (c.Nominal, c.Covered, c.Share, c.Interval?.Lower)));
        (of.Bias.Value!.Value, of.Bias.Value.Upper).ShouldBe((pit.Bias.Value, pit.Bias.Interval?.Upper));
    }

    [Fact]
    public void Where_there_are_none_nothing_is_said()
    {
        DistributionFigures.Of([]).ShouldBeNull();
        SeasonDistributions.Of([], []).ShouldBeNull();
        SeasonDistributions.Of(Points(3, analysts: 1), [])!.Crowd.ShouldBeNull();
    }

    private static List<PitPoint> Points(int claims, int analysts) =>
        [
            .. from c in Enumerable.Range(0, claims)
            from a in Enumerable.Range(0, analysts)
            let at = ((c * 37 % 101) + a + 0.5) / 110
            select new PitPoint($"p{c / 2:00}/{c:00}", $"p{c / 2:00}", c % 4 == 0 ? at * 0.9 : at, at),
        ];
}
