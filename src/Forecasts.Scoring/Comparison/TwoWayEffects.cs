namespace Forecasts.Scoring.Comparison;

/// <param name="Mean">The plain (weighted) mean of the scores.</param>
/// <param name="Adjusted">What the mean would be had everybody of the component answered every claim of it.</param>
/// <param name="Component">Only within one component can forecasters be compared: nobody of it answered a claim of another. Counted from
/// 0.</param>
public sealed record ForecasterEffect(int Forecaster, int Rows, double Mean, double Adjusted, int Component);

/// <param name="Effect">Harder (for scores where lower is better) than the component's average claim by so much.</param>
public sealed record ClaimEffect(int Claim, int Rows, double Effect, int Component);

/// <param name="Forecasters">By number.</param>
/// <param name="Claims">By number.</param>
/// <param name="Components">1 where all can be compared.</param>
public sealed record TwoWayEffects(IReadOnlyList<ForecasterEffect> Forecasters, IReadOnlyList<ClaimEffect> Claims, int Components);

/// <summary>
/// Difficulty-adjusted scores: least squares of score = forecaster + claim + rest (two-way fixed effects; Abowd, Kramarz and Margolis 1999,
/// Econometrica 67; as ForecastBench does, Karger et al. 2025). Who chose hard claims is compared with others on those claims. It corrects
/// which claims were answered, not why; it is no proper score by itself.
/// </summary>
public static class TwoWayFixedEffects
{
    /// <summary>
    /// Claim effects have mean 0 in each component, a claim counting with the mean weight of its rows, so a forecaster who answered all has
    /// the plain mean as adjusted one. Solved by conjugate gradients over the rows, so millions of them are no matter.
    /// </summary>
    /// <param name="forecasters">Any numbers, one per row; several rows of one forecaster and claim are averaged by weight.</param>
    /// <param name="claims">Any numbers, one per row.</param>
    /// <param name="scores">Finite.</param>
    /// <param name="weights">Not negative, not all 0; rows that weigh nothing are left out, with whoever has no others.</param>
    /// <remarks>The order of rows changes no bit. Empty data throw. Alone in a component: adjusted = mean over its claims.</remarks>
    public static TwoWayEffects Fit(
        ReadOnlySpan<int> forecasters,
        ReadOnlySpan<int> claims,
        ReadOnlySpan<double> scores,
        ReadOnlySpan<double> weights = default
    )
    {
        Guard.NotEmpty(scores.Length, nameof(scores));
        Guard.SameLength(scores.Length, nameof(scores), forecasters.Length, nameof(forecasters));
        Guard.SameLength(scores.Length, nameof(scores), claims.Length, nameof(claims));
        Guard.Finite(scores, nameof(scores));
        Guard.Weights(weights, scores.Length);
        var design = TwoWayDesign.Of(forecasters, claims, scores, weights);
        var (people, questions) = (design.Forecasters, design.Claims);
        var component = design.Components(out var components);
        var (skill, difficulty) = TwoWaySolver.Solve(design, component);

        // The level of each component goes to its forecasters.
        var (level, mass) = (new double[components], new double[components]);
        for (var q = 0; q < questions.Ids.Length; q++)
        {
            var (c, w) = (component[people.Ids.Length + q], questions.Weights[q] / questions.Rows[q]);
            (level[c], mass[c]) = (level[c] + (w * difficulty[q]), mass[c] + w);
        }

        return new(
            [
                .. people.Ids.Select(
                    (id, f) =>
                        new ForecasterEffect(
                            id,
                            people.Rows[f],
                            people.Sums[f] / people.Weights[f],
                            skill[f] + Level(component[f]),
                            component[f]
                        )
                ),
            ],
            [
                .. questions
                    .Ids.Select((id, q) => (id, q, c: component[people.Ids.Length + q]))
                    .Select(x => new ClaimEffect(x.id, questions.Rows[x.q], difficulty[x.q] - Level(x.c), x.c)),
            ],
            components
        );

        double Level(int c) => level[c] / mass[c];
    }
}
