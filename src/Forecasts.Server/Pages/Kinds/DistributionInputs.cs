using Forecasts.Server.Features.Layout;

namespace Forecasts.Server.Pages.Kinds;

/// <summary>What stands in the inputs of a distribution: the belief that stands, in the form in which it was given.</summary>
/// <param name="Given">What was typed, which may have more rows.</param>
public sealed record DistributionInputs(string Way, IReadOnlyList<StatedPoint> Points, double? Below, double? Above, IFormCollection? Given)
{
    private const int Fewest = 5;

    /// <summary>The values of the three fields; nulls where the belief was given otherwise.</summary>
    public IEnumerable<string?> Three =>
        Way == "three" && Points.Count > 0 ? Points.Select(p => p.Value.ToString()) : BeliefForm.Three.Select(_ => (string?)null);

    public static DistributionInputs Of(StatedBelief? stated, IFormCollection? given) =>
        stated switch
        {
            { Cdf: { } points } => new("cdf", points, null, null, given),
            { Quantiles: { } points } => new(
                points.Select(p => p.Level).SequenceEqual(BeliefForm.Three.Select(t => t.Level)) ? "three" : "quantiles",
                points,
                stated.Below,
                stated.Above,
                given
            ),
            _ => new("three", [], null, null, given),
        };

    /// <summary>The rows of a table, two of them empty at least.</summary>
    public IEnumerable<(int Row, StatedPoint? Point)> Rows(string way)
    {
        IReadOnlyList<StatedPoint> points = way == Way ? Points : [];
        var rows = Math.Max(Fewest, points.Count + 2);
        while (Given?.ContainsKey(BeliefForm.Level(way, rows + 1)) == true)
            rows++;
        return Enumerable.Range(1, rows).Select(row => (row, row <= points.Count ? points[row - 1] : null));
    }
}
