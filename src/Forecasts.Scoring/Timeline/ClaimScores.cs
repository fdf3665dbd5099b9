using Forecasts.Scoring.Aggregation;

namespace Forecasts.Scoring.Timeline;

/// <summary>All scores of one claim, for everybody who forecast it and for the crowd.</summary>
public static class ClaimScores
{
    private const string Mean = "mean";
    private const string MedianName = "median";

    /// <summary>Every score of a claim over its window, in O(F log F) for F forecasts.</summary>
    /// <param name="kind">The claim's type, which fixes the form of the values.</param>
    /// <param name="outcome">0, 1, or for graded claims 0.5; for options, numbers and dates the index into the values. An option that was
    /// not open reads the last one, "other".</param>
    /// <param name="window">The times of the claim.</param>
    /// <param name="forecasts">In any order; the result does not depend on it, bit for bit.</param>
    /// <param name="options">The floor of the log-based scores, above 0 and at most 0.05 (of n options at most 1/n; of N buckets it is
    /// 0.01/N).</param>
    /// <param name="openBounds">For number and date claims: 0..2 bounds beyond which the outcome may lie.</param>
    /// <exception cref="ArgumentException">The outcome does not suit the kind, a value is no probability, the floor is out of range, or the
    /// times are out of order.</exception>
    public static ClaimScoreSheet Score(
        ClaimShape kind,
        double outcome,
        ClaimWindow window,
        IReadOnlyList<TimedForecast> forecasts,
        ScoreOptions options,
        int openBounds = 0
    )
    {
        Guard.Forecasts(kind, forecasts);
        Guard.Outcome(kind, outcome, forecasts);
        Guard.OpenBounds(openBounds);
        // Without a floor one certain and wrong forecast would make everybody's peer score infinite.
        if (!(options.Floor > 0 && options.Floor <= 0.05))
            throw new ArgumentException("The floor lies above 0 and at most at 0.05.", nameof(options));
        if (!window.IsScored)
            return new(false, [], []);
        if (window.Closes > window.ScheduledClose)
            throw new ArgumentException("A claim closes at its scheduled close at the latest.", nameof(window));
        if (window.Spot > window.Closes)
            throw new ArgumentException("The spot is at the close at the latest.", nameof(window));

        var ruler = new Ruler(kind, outcome, options.Floor, openBounds);
        var intervals = Intervals.Within(forecasts, window.Opens, window.Closes);
        if (intervals.All.Length == 0)
            return new(true, [], []);
        var rated = Array.ConvertAll(intervals.All, ruler.Rate);
        var presence = new Presence(
            intervals.Starts,
            intervals.Ends,
            Array.ConvertAll(rated, r => r.Gain),
            Array.ConvertAll(rated, r => r.Brier),
            intervals.Changes
        );
        var (standing, gain) = (0, 0.0);
        foreach (var interval in rated)
            if (window.StandsAtSpot(interval.Forecast))
                (standing, gain) = (standing + 1, gain + interval.Gain);
        var spot = new Spot(standing, gain, ruler.PeerScale);
        var points = CrowdSeries.Over(kind, intervals, window.Closes);
        return new(true, Members(), [Crowd(Mean, p => p.Mean), Crowd(MedianName, p => p.Median)]);

        ForecasterScore[] Members()
        {
            var rows = new Dictionary<string, Tally>(rated.Length, StringComparer.Ordinal);
            for (var i = 0; i < rated.Length; i++)
            {
                var interval = rated[i];
                if (!rows.TryGetValue(interval.Forecast.Forecaster, out var row))
                    rows.Add(interval.Forecast.Forecaster, row = new Tally(window, ruler));
                row.Add(interval, presence.Member(i, interval.Gain, interval.Brier));
            }

            string[] names = [.. rows.Keys];
            Array.Sort(names, StringComparer.Ordinal);
            return Array.ConvertAll(names, name => rows[name].Score(name, spot.Member));
        }

        CrowdScore Crowd(string name, Func<CrowdPoint, IReadOnlyList<double>?> of)
        {
            var row = new Tally(window, ruler);
            for (var i = 0; i < points.Count; i++)
            {
                if (of(points[i]) is not { } values)
                    continue;
                var interval = ruler.Rate(
                    new TimedForecast(name, points[i].At, i + 1 < points.Count ? points[i + 1].At : window.Closes, values, false)
                );
                row.Add(
                    interval,
                    presence.Outsider(
                        interval.Forecast.Start.UtcTicks,
                        interval.Forecast.End!.Value.UtcTicks,
                        interval.Gain,
                        interval.Brier
                    )
                );
            }

            return new(name, row.Score(name, spot.Outsider));
        }
    }
}
