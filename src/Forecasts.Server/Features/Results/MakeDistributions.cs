using Forecasts.Scoring.Calibration;

namespace Forecasts.Server.Features.Results;

/// <summary>What a belief in a number or a day said of what came: F just below the outcome, and at it.</summary>
public readonly record struct PitPoint(string Claim, string Cluster, double Below, double At);

/// <summary>How well beliefs in numbers and days held, through the scoring library alone.</summary>
public static class MakeDistributions
{
    extension(SeasonDistributions)
    {
        /// <summary>Null where there is nothing of the kind.</summary>
        public static SeasonDistributions? Of(IReadOnlyList<PitPoint> analysts, IReadOnlyList<PitPoint> crowd) =>
            DistributionFigures.Of(analysts) is { } all ? new(all, DistributionFigures.Of(crowd)) : null;
    }

    extension(DistributionFigures)
    {
        /// <summary>Null where there is none.</summary>
        public static DistributionFigures? Of(IReadOnlyList<PitPoint> points)
        {
            if (points.Count == 0)
                return null;
            var (claims, clusters) = (Numbers(points, p => p.Claim), Numbers(points, p => p.Cluster));
            var pit = PitCalibration.Of([.. points.Select(p => p.Below)], [.. points.Select(p => p.At)], clusters: clusters);
            var n = claims.Max() + 1;
            return new(
                points.Count,
                n,
                clusters.Max() + 1,
                Told<PitHistogram>.Of(Threshold.PitHistogram.Of(n, pit), p => new(p.Histogram, p.Usual.Lower, p.Usual.Upper)),
                Told<IReadOnlyList<CoverageFigure>>.Of(
                    Threshold.Coverage.Of(n, pit),
                    p =>
                        [
                            .. p.Coverages.Select(c => new CoverageFigure(
                                c.Nominal,
                                c.Covered,
                                new(c.Share, c.Interval?.Lower, c.Interval?.Upper)
                            )),
                        ]
                ),
                Told<Estimate>.Of(Threshold.Coverage.Of(n, pit), p => MakeFigures.Of(p.Bias))
            );
        }
    }

    // By name, so that the same beliefs give the same numbers in whatever order they come.
    private static int[] Numbers(IReadOnlyList<PitPoint> points, Func<PitPoint, string> name)
    {
        var numbers = points
            .Select(name)
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)
            .Index()
            .ToDictionary(n => n.Item, n => n.Index, StringComparer.Ordinal);
        return [.. points.Select(p => numbers[name(p)])];
    }
}
