using Forecasts.Scoring.Aggregation;

namespace Forecasts.Scoring.Timeline;

/// <summary>All scores of one claim, for everybody who forecast it and for the crowd.</summary>
public static class ClaimScores
{
    private const string Mean = "mean";
    private const string MedianName = "median";

    /// <summary>Every score of a claim over its window, in O(F log F) for F forecasts.</summary>
    /// <param name="kind">The claim's type, which fixes the form of the values.</param>
    /// <param name="outcome">0, 1, or for graded claims 0.5; for options, numbers and dates the index into the values. An option that was not open reads the last one, "other".</param>
    /// <param name="window">The times of the claim.</param>
    /// <param name="forecasts">In any order; the result does not depend on it, bit for bit.</param>
    /// <param name="options">The floor of the log-based scores, above 0 and at most 0.05 (of n options at most 1/n; of N buckets it is 0.01/N).</param>
    /// <param name="openBounds">For number and date claims: 0..2 bounds beyond which the outcome may lie.</param>
    /// <exception cref="ArgumentException">The outcome does not suit the kind, a value is no probability, the floor is out of range, or the times are out of order.</exception>
    public static ClaimScoreSheet Score(ClaimKind kind, double outcome, ClaimWindow window, IReadOnlyList<TimedForecast> forecasts, ScoreOptions options, int openBounds = 0)
    {
        Guard.Forecasts(kind, forecasts);
        Guard.Outcome(kind, outcome, forecasts);
        Guard.OpenBounds(openBounds);
        // Without a floor one certain and wrong forecast would make everybody's peer score infinite.
        if (!(options.Floor > 0 && options.Floor <= 0.05)) throw new ArgumentException("The floor lies above 0 and at most at 0.05.", nameof(options));
        if (!window.IsScored) return new(false, [], []);
        if (window.Closes > window.ScheduledClose) throw new ArgumentException("A claim closes at its scheduled close at the latest.", nameof(window));
        if (window.Spot > window.Closes) throw new ArgumentException("The spot is at the close at the latest.", nameof(window));

        var ruler = new Ruler(kind, outcome, options.Floor, openBounds);
        var intervals = Intervals.Within(forecasts, window.Opens, window.Closes).Select(ruler.Rate).ToList();
        if (intervals.Count == 0) return new(true, [], []);
        var presence = new Presence(intervals);
        var standing = intervals.Where(i => window.StandsAtSpot(i.Forecast)).ToList();
        var spot = new Spot(standing.Count, standing.Sum(s => s.Gain), ruler.PeerScale);
        var rows = intervals.GroupBy(i => i.Forecast.Forecaster, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => Row(g.Key, [.. g], window, ruler, presence.Member, spot.Member));
        var points = CrowdSeries.Over(kind, [.. intervals.Select(i => i.Forecast)], window.Closes);
        return new(true, [.. rows], [Crowd(Mean, p => p.Mean), Crowd(MedianName, p => p.Median)]);

        CrowdScore Crowd(string name, Func<CrowdPoint, IReadOnlyList<double>?> of)
        {
            var course = points.Select((p, i) => new TimedForecast(name, p.At, i + 1 < points.Count ? points[i + 1].At : window.Closes, of(p) ?? [], false))
                .Where(f => f.Values.Count > 0).Select(ruler.Rate).ToList();
            return new(name, Row(name, course, window, ruler, presence.Outsider, spot.Outsider));
        }
    }

    private delegate (double Peer, double RelativeBrier) Against(DateTimeOffset from, DateTimeOffset until, double gain, double brier);

    private static ForecasterScore Row(string forecaster, List<Scored> own, ClaimWindow window, Ruler ruler, Against against, Func<double, double> spotPeer)
    {
        double scheduled = (window.ScheduledClose - window.Opens).Ticks;
        var (covered, brier, baseline, peer, relative) = (0.0, 0.0, 0.0, 0.0, 0.0);
        foreach (var interval in own)
        {
            double ticks = (interval.Forecast.End!.Value - interval.Forecast.Start).Ticks;
            covered += ticks;
            brier += interval.Brier * ticks;
            baseline += interval.Baseline * ticks;
            var (p, r) = against(interval.Forecast.Start, interval.Forecast.End.Value, interval.Gain, interval.Brier);
            peer += ruler.PeerScale * p;
            relative += r;
        }

        var last = own[^1];
        var withdrawn = last.Forecast.Withdrawn && last.Forecast.End < window.Closes;
        var atClose = withdrawn || last.Forecast.End == window.Closes ? last.Forecast.Values : null;
        Scored? spot = own.Where(i => window.StandsAtSpot(i.Forecast)).Select(i => (Scored?)i).SingleOrDefault();
        return new(
            forecaster, covered / scheduled, atClose, withdrawn, atClose is null ? null : Known(last.Brier), atClose is null ? null : ruler.Log(atClose), own.Any(i => i.Floored),
            Known(brier / covered), baseline / scheduled, peer / scheduled, relative / scheduled, spot?.Baseline, spot is { } s ? spotPeer(s.Gain) : null);
    }

    private static double? Known(double value) => double.IsNaN(value) ? null : value;
}
