using Forecasts.Charts.VegaLite;

namespace Forecasts.Charts;

/// <param name="Points">Threshold and mean elementary score there, by rising threshold.</param>
public sealed record MurphyCurve(string Label, IReadOnlyList<(double Threshold, double Score)> Points);

/// <summary>
/// The mean elementary score at every threshold: whose curve is lower everywhere is better by every proper score
/// (Ehm, Gneiting, Jordan and Krueger 2016, JRSS B 78).
/// </summary>
/// <param name="Curves">Up to five, told apart by colour and by dashes; the first one stands out.</param>
public sealed record MurphyDiagram(IReadOnlyList<MurphyCurve> Curves) : Chart
{
    public const int Most = 5;
    private const int MostPoints = 400;
    private static readonly int[][] Dashes =
    [
        [1, 0],
        [6, 3],
        [2, 3],
        [8, 3, 2, 3],
        [1, 0],
    ];

    public override string Name => "murphy";

    protected override VegaView Draw(Look look)
    {
        Verify();
        var (p, w) = (look.Palette, look.Words);
        string[] names = [.. Curves.Select(c => c.Label)],
            colors = [p.Accent, p.Soft, p.Ink, p.Edge, p.Bar];
        var legend = new
        {
            orient = "top",
            title = "",
            symbolType = "stroke",
            symbolSize = 400,
            symbolStrokeWidth = 2,
            labelColor = p.Ink,
            labelFontSize = 12,
            columns = 3,
            offset = 10,
            labelLimit = 240,
        };
        return new()
        {
            Title = new(w.Murphy),
            Datasets = new Dictionary<string, object>(StringComparer.Ordinal)
            {
                ["curves"] = Curves
                    .SelectMany(c =>
                        Thinned(c.Points)
                            .Select(q => new
                            {
                                curve = c.Label,
                                threshold = Short(q.Threshold),
                                score = Short(q.Score),
                            })
                    )
                    .ToList(),
            },
            Data = new("curves"),
            Width = 460,
            Height = 280,
            Mark = new("line") { StrokeWidth = 2 },
            Encoding = new()
            {
                X = Channel.Number("threshold") with
                {
                    Scale = new Scale { Domain = (double[])[0, 1], Nice = false },
                    Axis = new()
                    {
                        Title = w.Threshold,
                        LabelExpr = Axis.PerCent,
                        Values = [0, 0.2, 0.4, 0.6, 0.8, 1],
                        Grid = true,
                        Domain = false,
                    },
                },
                Y = Channel.Number("score") with
                {
                    Scale = new Scale { Zero = true, Nice = true },
                    Axis = new()
                    {
                        Title = w.ElementaryScore,
                        Grid = true,
                        Domain = false,
                        TickCount = 5,
                        Ticks = false,
                    },
                },
                Color = Channel.Name("curve") with
                {
                    Scale = new Scale { Domain = names, Range = colors[..names.Length] },
                    Legend = names.Length > 1 ? legend : VegaJson.Null,
                },
                StrokeDash = Channel.Name("curve") with
                {
                    Scale = new Scale { Domain = names, Range = Dashes[..names.Length] },
                    Legend = names.Length > 1 ? legend : VegaJson.Null,
                },
            },
        };
    }

    private static IEnumerable<(double Threshold, double Score)> Thinned(IReadOnlyList<(double Threshold, double Score)> points) =>
        points.Count <= MostPoints
            ? points
            : Enumerable.Range(0, MostPoints).Select(i => points[(int)((long)i * (points.Count - 1) / (MostPoints - 1))]);

    private void Verify()
    {
        Check.NotEmpty(Curves, "curves");
        if (Curves.Count > Most)
            throw Check.Wrong("curves", Curves.Count, $"at most {Most} can be told apart");
        if (Curves.Select(c => c.Label).Distinct(StringComparer.Ordinal).Count() < Curves.Count)
            throw new ArgumentException("curves have the same label twice.", "curves");
        for (var c = 0; c < Curves.Count; c++)
        {
            Check.NotEmpty(Curves[c].Points, $"curves[{c}].points");
            for (var i = 0; i < Curves[c].Points.Count; i++)
            {
                var (threshold, score) = Curves[c].Points[i];
                Check.Share(threshold, $"curves[{c}].points[{i}].threshold");
                if (i > 0)
                    Check.Rises(Curves[c].Points[i - 1].Threshold, threshold, $"curves[{c}].points[{i}].threshold");
                if (!(score >= 0 && double.IsFinite(score)))
                    throw Check.Wrong($"curves[{c}].points[{i}].score", score, "it is finite and not negative");
            }
        }
    }
}
