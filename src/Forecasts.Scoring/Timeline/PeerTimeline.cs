using Forecasts.Scoring.Rules;

namespace Forecasts.Scoring.Timeline;

/// <summary>Time-averaged scores, one entry for each interval; those of one forecaster add up to theirs.</summary>
public sealed record IntervalScores(double[] Baseline, double[] Peer, double[] Coverage);

/// <summary>
/// Baseline and peer over time from plain arrays, for one question with a known outcome: what <see cref="ClaimScores"/> computes, without
/// crowds, spots or names.
/// </summary>
public static class PeerTimeline
{
    /// <summary>
    /// Integrals over each interval of 100 ln(p n)/ln n and of 100 m/(m-1) ln(p/GM) against the m who stand, divided by the scheduled
    /// length; O(F log F). Higher is better, proper.
    /// </summary>
    /// <param name="starts">In any unit of time and any order; intervals of one forecaster must not overlap.</param>
    /// <param name="ends">Not before the starts.</param>
    /// <param name="p">Probability given to what came, above 0.</param>
    /// <param name="scheduled">Scheduled length of the question, above 0.</param>
    /// <param name="options">n, how many options were open; 2 for yes or no.</param>
    public static IntervalScores Score(
        ReadOnlySpan<long> starts,
        ReadOnlySpan<long> ends,
        ReadOnlySpan<double> p,
        long scheduled,
        int options = 2
    )
    {
        Guard.SameLength(starts.Length, nameof(starts), ends.Length, nameof(ends));
        Guard.SameLength(starts.Length, nameof(starts), p.Length, nameof(p));
        if (scheduled <= 0)
            throw new ArgumentException($"scheduled is {scheduled}; it must be above 0.", nameof(scheduled));
        if (options < 2)
            throw new ArgumentException($"options is {options}; it must be at least 2.", nameof(options));
        var n = starts.Length;
        var (order, begin, end, gain) = (new int[n], starts.ToArray(), new long[n], new double[n]);
        for (var i = 0; i < n; i++)
        {
            if (ends[i] < starts[i])
                throw new ArgumentException($"ends[{i}] is {ends[i]}, before its start {starts[i]}.", nameof(ends));
            if (!(p[i] > 0 && p[i] <= 1))
                throw new ArgumentException($"p[{i}] is {p[i]:R}; it must lie above 0 and at most at 1.", nameof(p));
            order[i] = i;
        }

        if (!Changes.IsSorted(begin))
            Array.Sort(begin, order);
        for (var i = 0; i < n; i++)
            (end[i], gain[i]) = (ends[order[i]], Math.Log(p[order[i]]));
        var presence = new Presence(begin, end, gain, new double[n], new Changes(begin, end, (a, b) => order[a].CompareTo(order[b])));
        var scores = new IntervalScores(new double[n], new double[n], new double[n]);
        var logOptions = Math.Log(options);
        for (var i = 0; i < n; i++)
        {
            var covered = (end[i] - begin[i]) / (double)scheduled;
            scores.Coverage[order[i]] = covered;
            scores.Baseline[order[i]] = BaselineScore.OfOption(gain[i], logOptions) * covered;
            scores.Peer[order[i]] = PeerScore.Scale(continuous: false) * presence.Member(i, gain[i], 0).Peer / scheduled;
        }

        return scores;
    }
}
