namespace Forecasts.Scoring.Calibration;

/// <summary>
/// S = MCB - DSC + UNC, for any proper score S and any recalibration R (Dimitriadis, Gneiting and Jordan 2021, PNAS 118):
/// MCB = S(p) - S(R(p)), lower is better; DSC = S(climatology) - S(R(p)), higher is better; UNC = S(climatology), not the forecaster's
/// doing.
/// </summary>
/// <param name="Score">Mean score S(p).</param>
/// <param name="Miscalibration">What recalibration would gain; not below 0 where R is the best of a family that holds the identity.</param>
/// <param name="Discrimination">What the recalibrated forecast gains over the base rate.</param>
/// <param name="Uncertainty">Mean score of always saying the base rate.</param>
public sealed record ScoreDecomposition(double Score, double Miscalibration, double Discrimination, double Uncertainty)
{
    /// <summary>Decomposes the mean score by a recalibration that was made elsewhere.</summary>
    /// <param name="p">Forecasts in 0..1, at least one.</param>
    /// <param name="recalibrated">R(p), one per row, in 0..1.</param>
    /// <param name="y">Outcomes in 0..1.</param>
    /// <param name="score">The score.</param>
    /// <param name="weights">A weight of w counts as w equal cases.</param>
    public static ScoreDecomposition Of<TScore>(
        ReadOnlySpan<double> p,
        ReadOnlySpan<double> recalibrated,
        ReadOnlySpan<double> y,
        TScore score,
        ReadOnlySpan<double> weights = default
    )
        where TScore : struct, IProperScore
    {
        Guard.Cases(p, y, weights);
        Guard.SameLength(p.Length, nameof(p), recalibrated.Length, nameof(recalibrated));
        Guard.Probabilities(recalibrated, nameof(recalibrated));
        double weight = 0,
            outcomes = 0;
        for (var i = 0; i < p.Length; i++)
        {
            var w = weights.IsEmpty ? 1 : weights[i];
            weight += w;
            outcomes += w * y[i];
        }

        return Mean(p, recalibrated, y, weights, Math.Min(1, outcomes / weight), weight, score);
    }

    /// <summary>R = the mean outcome of each group, so that within a group cases of the same outcome have the same score.</summary>
    internal static ScoreDecomposition Of<TScore>(OrderedCases cases, IEnumerable<CaseGroup> groups, TScore score)
        where TScore : struct, IProperScore
    {
        double said = 0,
            meant = 0,
            always = 0;
        var binary = cases.IsBinary;
        for (var i = 0; i < cases.Count; i++)
            said += cases.WeightOf(i) * score.Of(cases.P[i], cases.Y[i]);
        foreach (var group in groups)
        {
            if (binary)
            {
                var (yes, no) = (group.Outcomes, group.Weight - group.Outcomes);
                if (yes > 0)
                    (meant, always) = (meant + (yes * score.Of(group.Observed, 1)), always + (yes * score.Of(cases.BaseRate, 1)));
                if (no > 0)
                    (meant, always) = (meant + (no * score.Of(group.Observed, 0)), always + (no * score.Of(cases.BaseRate, 0)));
                continue;
            }

            for (var i = group.From; i < group.To; i++)
            {
                meant += cases.WeightOf(i) * score.Of(group.Observed, cases.Y[i]);
                always += cases.WeightOf(i) * score.Of(cases.BaseRate, cases.Y[i]);
            }
        }

        return Parts(said, meant, always, cases.Weight);
    }

    private static ScoreDecomposition Mean<TScore>(
        ReadOnlySpan<double> p,
        ReadOnlySpan<double> recalibrated,
        ReadOnlySpan<double> y,
        ReadOnlySpan<double> weights,
        double baseRate,
        double weight,
        TScore score
    )
        where TScore : struct, IProperScore
    {
        double said = 0,
            meant = 0,
            always = 0;
        for (var i = 0; i < p.Length; i++)
        {
            var w = weights.IsEmpty ? 1 : weights[i];
            // Infinity times nothing is nothing.
            if (w == 0)
                continue;
            said += w * score.Of(p[i], y[i]);
            meant += w * score.Of(recalibrated[i], y[i]);
            always += w * score.Of(baseRate, y[i]);
        }

        return Parts(said, meant, always, weight);
    }

    private static ScoreDecomposition Parts(double said, double meant, double always, double weight) =>
        new(said / weight, (said - meant) / weight, (always - meant) / weight, always / weight);
}
