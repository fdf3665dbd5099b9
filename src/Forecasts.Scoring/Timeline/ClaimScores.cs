using Forecasts.Scoring.Aggregation;

namespace Forecasts.Scoring.Timeline;

/// <summary>All scores of one claim, for everybody who forecast it and for the crowd.</summary>
public static class ClaimScores
{
    private const string Mean = "mean";
    private const string MedianName = "median";

    /// <param name="kind">The claim's type, which fixes the form of the values.</param>
    /// <param name="outcome">0, 1, or for graded claims 0.5.</param>
    /// <param name="window">The times of the claim.</param>
    /// <param name="forecasts">In any order; the result does not depend on it.</param>
    public static ClaimScoreSheet Score(ClaimKind kind, double outcome, ClaimWindow window, IReadOnlyList<TimedForecast> forecasts, ScoreOptions options)
    {
        if (outcome is not (0 or 0.5 or 1) || (kind == ClaimKind.Binary && outcome == 0.5)) throw new ArgumentException("The outcome is 0 or 1; for graded claims also 0.5.", nameof(outcome));
        foreach (var forecast in forecasts)
        {
            if (forecast.Values.Count != (kind == ClaimKind.Three ? 3 : 1)) throw new ArgumentException($"A forecast of {forecast.Forecaster} has {forecast.Values.Count} values.", nameof(forecasts));
            foreach (var value in forecast.Values) Guard.Probability(value, nameof(forecasts));
        }

        if (!window.IsScored) return new(false, [], []);
        var ruler = new Ruler(kind, outcome, options.Floor);
        var intervals = Intervals.Within(forecasts, window.Opens, window.Closes).Select(f => Rate(ruler, f)).ToList();
        var presence = new Presence(intervals);
        var rows = intervals.GroupBy(i => i.Forecast.Forecaster, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => Row(g.Key, [.. g], window, ruler, presence.Member)).ToList();
        var points = CrowdSeries.Over(kind, [.. intervals.Select(i => i.Forecast)], window.Closes);
        var crowds = intervals.Count == 0 ? [] : new[] { Crowd(Mean, p => p.Mean), Crowd(MedianName, p => p.Median) };
        var standing = intervals.Where(i => StandsAt(i.Forecast, window.Spot, window.Closes)).ToList();
        return new(true, [.. rows.Select(r => r with { SpotPeer = r.SpotPeer is { } gain ? SpotPeer(gain, standing, member: true) : null })], crowds);

        CrowdScore Crowd(string name, Func<CrowdPoint, IReadOnlyList<double>?> of)
        {
            var course = points.Select((p, i) => new TimedForecast(name, p.At, i + 1 < points.Count ? points[i + 1].At : window.Closes, of(p) ?? [], false))
                .Where(f => f.Values.Count > 0).Select(f => Rate(ruler, f)).ToList();
            var row = Row(name, course, window, ruler, presence.Outsider);
            return new(name, row with { SpotPeer = row.SpotPeer is { } gain ? SpotPeer(gain, intervals.Where(i => StandsAt(i.Forecast, window.Spot, window.Closes)).ToList(), member: false) : null });
        }
    }

    private delegate (double Peer, double RelativeBrier) Against(DateTimeOffset from, DateTimeOffset until, double gain, double brier);

    private static Scored Rate(Ruler ruler, TimedForecast forecast) => new(forecast, ruler.Gain(forecast.Values, out var floored), ruler.Brier(forecast.Values), floored);

    /// <summary>SpotPeer holds the gain at the spot here; it becomes a peer score when all who stand there are known.</summary>
    private static ForecasterScore Row(string forecaster, List<Scored> own, ClaimWindow window, Ruler ruler, Against against)
    {
        double scheduled = (window.ScheduledClose - window.Opens).Ticks;
        var (covered, brier, baseline, peer, relative) = (0.0, 0.0, 0.0, 0.0, 0.0);
        foreach (var interval in own)
        {
            double ticks = (interval.Forecast.End!.Value - interval.Forecast.Start).Ticks;
            covered += ticks;
            brier += interval.Brier * ticks;
            baseline += ruler.Baseline(interval.Gain) * ticks;
            var (p, r) = against(interval.Forecast.Start, interval.Forecast.End.Value, interval.Gain, interval.Brier);
            peer += 100 * p;
            relative += r;
        }

        var last = own[^1];
        var withdrawn = last.Forecast.Withdrawn && last.Forecast.End < window.Closes;
        var atClose = withdrawn || last.Forecast.End == window.Closes ? last.Forecast.Values : null;
        var spot = own.Select(i => (Scored?)i).FirstOrDefault(i => StandsAt(i!.Value.Forecast, window.Spot, window.Closes));
        return new(
            forecaster, covered / scheduled, atClose, withdrawn, atClose is null ? null : last.Brier, atClose is null ? null : ruler.Log(atClose), own.Any(i => i.Floored),
            brier / covered, baseline / scheduled, peer / scheduled, relative / scheduled, spot is { } s ? ruler.Baseline(s.Gain) : null, spot?.Gain);
    }

    /// <summary>Before the close the spot is inclusive; at the close it is the limit from the left.</summary>
    private static bool StandsAt(TimedForecast forecast, DateTimeOffset spot, DateTimeOffset closes) =>
        spot < closes ? forecast.Start <= spot && forecast.End > spot : forecast.Start < spot && forecast.End >= spot;

    private static double SpotPeer(double gain, List<Scored> standing, bool member)
    {
        var n = standing.Count;
        if (n == 0 || (member && n == 1)) return 0;
        var mean = standing.Sum(s => s.Gain) / n;
        return 100 * (gain - mean) * (member ? (double)n / (n - 1) : 1);
    }
}
