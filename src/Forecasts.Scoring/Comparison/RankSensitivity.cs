namespace Forecasts.Scoring.Comparison;

/// <summary>Another answer to the question how one claim came out.</summary>
/// <param name="Claim">Counted from 0.</param>
/// <param name="Scores">What each forecaster scores then; null: the claim is void, its weight left out.</param>
public sealed record OutcomeChange(int Claim, double[]? Scores);

/// <param name="Scores">Of all forecasters after the change; NaN where no claim is left.</param>
/// <param name="Ranks">Likewise; equal scores share the better place.</param>
/// <param name="Moved">How many have another rank than before.</param>
public sealed record RankMove(OutcomeChange Change, IReadOnlyList<double> Scores, IReadOnlyList<int> Ranks, int Moved);

/// <param name="Rank">As things stand.</param>
/// <param name="Best">The best under any one of the changes, or none.</param>
/// <param name="Worst">Likewise.</param>
public sealed record RankRange(int Forecaster, int Rank, int Best, int Worst);

/// <param name="Moves">One per change, in their order.</param>
/// <param name="Forecasters">One per forecaster.</param>
public sealed record Sensitivity(IReadOnlyList<RankMove> Moves, IReadOnlyList<RankRange> Forecasters);

/// <summary>How each rank moves if one disputed outcome is flipped or voided.</summary>
public static class RankSensitivity
{
    /// <summary>Each change by itself, against the standings as they are: sum of weight x score / sum of weights.</summary>
    /// <param name="scores">Forecaster by forecaster, each with the same claims; 0 where one did not answer.</param>
    /// <param name="forecasters">How many.</param>
    /// <param name="changes">One by one, not together.</param>
    /// <param name="weights">Of the claims.</param>
    public static Sensitivity Of(
        ReadOnlySpan<double> scores,
        int forecasters,
        IReadOnlyList<OutcomeChange> changes,
        ReadOnlySpan<double> weights = default,
        bool higherIsBetter = true
    )
    {
        ScoreBoard.Check(scores, forecasters, weights, default, out var claims);
        Check(changes, forecasters, claims);
        var own = scores.ToArray();
        double[] mass = weights.IsEmpty ? [.. Enumerable.Repeat(1.0, claims)] : weights.ToArray();
        var before = Ranks.Of(Standings(own, forecasters, mass, null), higherIsBetter);
        var moves = changes
            .Select(change =>
            {
                var after = Standings(own, forecasters, mass, change);
                var ranks = Ranks.Of(after, higherIsBetter);
                return new RankMove(change, after, ranks, ranks.Zip(before).Count(r => r.First != r.Second));
            })
            .ToList();
        var ranges = before.Select(
            (rank, f) =>
                new RankRange(
                    f,
                    rank,
                    Math.Min(rank, moves.Min(m => (int?)m.Ranks[f]) ?? rank),
                    Math.Max(rank, moves.Max(m => (int?)m.Ranks[f]) ?? rank)
                )
        );
        return new(moves, [.. ranges]);
    }

    /// <summary>Every claim voided, one at a time.</summary>
    public static IReadOnlyList<OutcomeChange> EachVoided(int claims) =>
        [.. Enumerable.Range(0, claims).Select(c => new OutcomeChange(c, null))];

    // Summed anew rather than patched, so that a tie stays one.
    private static double[] Standings(double[] scores, int forecasters, double[] weights, OutcomeChange? change)
    {
        var standings = new double[forecasters];
        for (var f = 0; f < forecasters; f++)
        {
            var (sum, weight) = (default(Timeline.Compensated), 0.0);
            for (var c = 0; c < weights.Length; c++)
            {
                if (c == change?.Claim && change.Scores is null)
                    continue;
                sum = sum.Plus(weights[c] * (c == change?.Claim ? change.Scores![f] : scores[(f * weights.Length) + c]));
                weight += weights[c];
            }

            standings[f] = weight > 0 ? sum.Value / weight : double.NaN;
        }

        return standings;
    }

    private static void Check(IReadOnlyList<OutcomeChange> changes, int forecasters, int claims)
    {
        for (var i = 0; i < changes.Count; i++)
        {
            if (changes[i].Claim < 0 || changes[i].Claim >= claims)
                throw new ArgumentException(
                    $"changes[{i}].Claim is {changes[i].Claim}; the {claims} claims are counted from 0.",
                    nameof(changes)
                );
            if (changes[i].Scores is not { } scores)
                continue;
            Guard.SameLength(forecasters, "the forecasters", scores.Length, $"changes[{i}].Scores");
            Guard.Finite(scores, $"changes[{i}].Scores");
        }
    }
}
