using System.Numerics.Tensors;
using Forecasts.Scoring.Calibration;

namespace Forecasts.Scoring.Comparison;

/// <param name="Score">Sum of weight x score / sum of the weights of all claims.</param>
/// <param name="Rank">Of the scores as they are; equal ones share the better place.</param>
/// <param name="Interval">Quantiles of the resampled ranks; whole numbers. Null where there is but one cluster of claims.</param>
/// <param name="First">Share of the resamples with the best score, a tie shared; all forecasters' sum to 1. NaN where there is but one
/// cluster.</param>
public sealed record RankEstimate(int Forecaster, double Score, int Rank, Interval? Interval, double First);

/// <summary>
/// How sure are the places of a season? Whole clusters of claims are drawn with replacement and everybody is ranked again (Goldstein and
/// Spiegelhalter 1996, JRSS A 159). A wide interval says that the claims do not tell the forecasters apart.
/// </summary>
public static class RankBootstrap
{
    /// <summary>One estimate per forecaster, in their order.</summary>
    /// <param name="scores">Forecaster by forecaster, each with the same claims; finite, 0 where one did not answer.</param>
    /// <param name="forecasters">How many.</param>
    /// <param name="weights">Of the claims.</param>
    /// <param name="clusters">Of the claims: equal numbers stand for the same cluster; none: each is its own.</param>
    /// <remarks>Always the plain quantiles: ranks know no BCa. The order of claims and of forecasters changes no figure.</remarks>
    public static IReadOnlyList<RankEstimate> Of(
        ReadOnlySpan<double> scores,
        int forecasters,
        ReadOnlySpan<double> weights = default,
        ReadOnlySpan<int> clusters = default,
        bool higherIsBetter = true,
        BootstrapOptions? options = null
    )
    {
        var board = ScoreBoard.Of(scores, forecasters, weights, clusters);
        var chosen = options ?? BootstrapOptions.Default;
        chosen.Check();
        var drawn = new int[board.Clusters];
        Array.Fill(drawn, 1);
        var (totals, ranks, keys, order) = (new double[forecasters], new int[forecasters], new double[forecasters], new int[forecasters]);
        Total(board, drawn, totals);
        var (score, rank) = ((double[])totals.Clone(), Ranks.Of(totals, higherIsBetter));
        if (board.Clusters < 2)
            return [.. score.Select((s, f) => new RankEstimate(f, s, rank[f], null, double.NaN))];

        var resamples = chosen.ResamplesFor(board.Clusters);
        var places = new int[forecasters * resamples];
        var first = new double[forecasters];
        var random = new Seeded(chosen.Seed);
        for (var r = 0; r < resamples; r++)
        {
            Array.Clear(drawn);
            for (var g = 0; g < drawn.Length; g++)
                drawn[random.Below(drawn.Length)]++;
            Total(board, drawn, totals);
            Ranks.Into(totals, higherIsBetter, ranks, keys, order);
            var best = ranks.Count(place => place == 1);
            for (var f = 0; f < forecasters; f++)
            {
                places[(f * resamples) + r] = ranks[f];
                if (ranks[f] == 1)
                    first[f] += 1.0 / best;
            }
        }

        return [.. score.Select((s, f) => new RankEstimate(f, s, rank[f], Between(f), first[f] / resamples))];

        Interval Between(int f)
        {
            var own = places[(f * resamples)..((f + 1) * resamples)];
            Array.Sort(own);
            return new(Place(own, (1 - chosen.Confidence) / 2), Place(own, (1 + chosen.Confidence) / 2));
        }

        // The best place that at least this share of the resamples reaches.
        int Place(int[] sorted, double share) => sorted[Math.Max(0, (int)Math.Ceiling((share * resamples) - 1e-9) - 1)];
    }

    private static void Total(ScoreBoard board, int[] drawn, double[] totals)
    {
        Array.Clear(totals);
        var weight = 0.0;
        for (var g = 0; g < drawn.Length; g++)
        {
            if (drawn[g] == 0)
                continue;
            weight += drawn[g] * board.Weight(g);
            TensorPrimitives.MultiplyAdd(board.Sums(g), drawn[g], totals, totals);
        }

        TensorPrimitives.Divide(totals, weight, totals);
    }
}
