using Forecasts.Charts.Texts;
using Forecasts.Charts.VegaLite;

namespace Forecasts.Charts;

/// <summary>A value to compare with, such as the score of always saying 50 %.</summary>
public sealed record Reference(string Label, double Value);

/// <summary>How the scores of single forecasts, or of claims, are spread; a mean alone hides the few that cost most.</summary>
/// <param name="Score">The score's name.</param>
/// <param name="Values">In any order; infinite ones cannot be drawn.</param>
/// <param name="OfClaims">Each value is a claim's rather than a forecast's.</param>
public sealed record ScoreHistogram(
    string Score,
    IReadOnlyList<double> Values,
    bool LowerIsBetter = true,
    IReadOnlyList<Reference>? References = null,
    bool OfClaims = false
) : Chart
{
    private const int Length = 460;
    private const int Most = 20;

    public override string Name => "scores";

    protected override VegaView Draw(Look look)
    {
        Verify();
        var references = References ?? [];
        for (var i = 0; i < references.Count; i++)
            Check.Finite(references[i].Value, $"references[{i}].value");
        var (p, w) = (look.Palette, look.Words);
        var times = OfClaims ? w.Number : w.Times;
        var (from, step, counts) = Counted();
        var mean = Values.Order().Sum() / Values.Count;
        var to = from + (step * counts.Length);
        double[] domain =
        [
            Math.Min(from, references.Select(r => r.Value).DefaultIfEmpty(from).Min()),
            Math.Max(to, references.Select(r => r.Value).DefaultIfEmpty(to).Max()),
        ];
        var x = new Channel
        {
            Type = "quantitative",
            Scale = new Scale
            {
                Domain = domain,
                Nice = false,
                Zero = false,
            },
            Axis = new()
            {
                Title = Words.Fill(w.Named, Score, LowerIsBetter ? w.Lower : w.Higher),
                Grid = false,
                TickCount = 8,
            },
        };
        var marks = Staggered([new(Words.Fill(w.Mean, Words.Plain(mean)), mean), .. references], domain[1] - domain[0]);
        List<VegaView> layers =
        [
            new()
            {
                Data = new("bars"),
                Mark = new("bar") { Color = p.Bar },
                Encoding = new()
                {
                    X = x with { Field = "from", Bin = "binned" },
                    X2 = new() { Field = "to" },
                    Y = Channel.Number("n") with
                    {
                        Axis = new()
                        {
                            Title = times,
                            TickCount = 4,
                            TickMinStep = 1,
                            Format = ",.0f",
                            Grid = true,
                            Domain = false,
                            Ticks = false,
                        },
                    },
                    Tooltip = [Channel.Tip("from", "≥", ".3~f"), Channel.Tip("to", "<", ".3~f"), Channel.Tip("n", times, ",")],
                },
            },
        ];
        foreach (var (mark, row, i) in marks)
        {
            var (color, dash) = i == 0 ? (p.Accent, null) : (p.Soft, (int[]?)[4, 3]);
            layers.Add(
                new()
                {
                    Data = new(Once),
                    Mark = new("rule")
                    {
                        Color = color,
                        StrokeWidth = i == 0 ? 2 : 1.2,
                        StrokeDash = dash,
                    },
                    Encoding = new()
                    {
                        X = new() { Datum = Short(mark.Value), Type = "quantitative" },
                    },
                }
            );
            layers.Add(
                new()
                {
                    Data = new(Once),
                    Mark = new("text")
                    {
                        Text = mark.Label,
                        Color = i == 0 ? p.Accent : p.Soft,
                        FontWeight = i == 0 ? 600 : 400,
                        Baseline = "bottom",
                        Dy = -4 - (14 * row),
                    },
                    Encoding = new()
                    {
                        X = new() { Datum = Short(mark.Value), Type = "quantitative" },
                        Y = new() { Value = 0 },
                    },
                }
            );
        }

        return new()
        {
            Title = new(Words.Fill(w.Scores, Score), [Words.Fill(OfClaims ? w.ClaimsAlone : w.Forecasts, Values.Count)]),
            Datasets = new Dictionary<string, object>(StringComparer.Ordinal)
            {
                ["bars"] = Bars()
                    .Select(b => new
                    {
                        from = b.Lower,
                        to = b.Upper,
                        n = b.N,
                    })
                    .ToList(),
            },
            Width = Length,
            Height = 200,
            Layer = layers,
        };
    }

    /// <summary>The bars that are drawn, for a table beside them.</summary>
    public IReadOnlyList<CountBar> Bars()
    {
        Verify();
        var (from, step, counts) = Counted();
        return [.. counts.Select((n, i) => new CountBar(Short(from + (i * step)), Short(from + ((i + 1) * step)), n)).Where(b => b.N > 0)];
    }

    private void Verify()
    {
        Check.NotEmpty(Values, "values");
        for (var i = 0; i < Values.Count; i++)
            Check.Finite(Values[i], $"values[{i}]");
    }

    /// <summary>About twenty bars whose width is 1, 2 or 5 times a power of ten.</summary>
    private (double From, double Step, int[] Counts) Counted()
    {
        var (least, most) = (Values.Min(), Values.Max());
        var step = Nice.Step(most - least, Most);
        var from = Math.Floor(least / step) * step;
        // What lies on an edge belongs to the bar above it; a hair of rounding does not put it below.
        int Bar(double value) => (int)Math.Floor(((value - from) / step) + 1e-9);
        var counts = new int[Bar(most) + 1];
        foreach (var value in Values)
            counts[Math.Max(0, Bar(value))]++;
        return (from, step, counts);
    }

    /// <summary>Labels that would touch go one row higher.</summary>
    private static IEnumerable<(Reference Mark, int Row, int Index)> Staggered(IReadOnlyList<Reference> marks, double span)
    {
        var ends = new List<double>();
        foreach (var (mark, i) in marks.Select((m, i) => (m, i)).OrderBy(m => m.m.Value).ThenBy(m => m.i))
        {
            var half = mark.Label.Sum(c => c > 0x2e80 ? 11 : 6.2) / 2 / Length * span;
            var row = ends.FindIndex(end => end < mark.Value - half);
            if (row < 0)
            {
                row = ends.Count;
                ends.Add(0);
            }

            ends[row] = mark.Value + half + (8.0 / Length * span);
            yield return (mark, row, i);
        }
    }
}
