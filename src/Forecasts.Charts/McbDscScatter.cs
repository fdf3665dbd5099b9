using System.Globalization;
using Forecasts.Charts.VegaLite;

namespace Forecasts.Charts;

/// <param name="Stands">Shown in full colour, such as the crowd or the reader.</param>
public sealed record ScatterPoint(string Label, double Miscalibration, double Discrimination, bool Stands = false);

/// <summary>
/// Forecasters by the two parts of their score, S = MCB - DSC + UNC, with lines of equal score: better is up and to the left
/// (Dimitriadis, Gneiting, Jordan and Vogel 2024, International Journal of Forecasting 40).
/// </summary>
/// <param name="Uncertainty">UNC, the same for all, for the lines.</param>
public sealed record McbDscScatter(IReadOnlyList<ScatterPoint> Points, double Uncertainty) : Chart
{
    private const int Length = 460;
    private const int Tall = 360;

    public override string Name => "mcb-dsc";

    protected override VegaView Draw(Look look)
    {
        Verify();
        var (p, w) = (look.Palette, look.Words);
        var (right, top) = (Most(q => q.Miscalibration), Most(q => q.Discrimination));
        var bottom = Math.Min(0, Points.Min(q => q.Discrimination) * 1.1);
        Channel X(string field) =>
            Channel.Number(field) with
            {
                Scale = new Scale { Domain = (double[])[0, Short(right)], Nice = false },
                Axis = new()
                {
                    Title = w.Miscalibration,
                    Grid = false,
                    TickCount = 6,
                },
            };
        Channel Y(string field) =>
            Channel.Number(field) with
            {
                Scale = new Scale { Domain = (double[])[Short(bottom), Short(top)], Nice = false },
                Axis = new()
                {
                    Title = w.Discrimination,
                    Grid = false,
                    TickCount = 6,
                },
            };
        var color = new Channel
        {
            Field = "stands",
            Type = "nominal",
            Legend = VegaJson.Null,
            Scale = new Scale { Domain = (bool[])[false, true], Range = (string[])[p.Bar, p.Accent] },
        };
        VegaView Labels(string side, double dx) =>
            new()
            {
                Transform = [new($"datum.side === '{side}'")],
                Mark = new("text")
                {
                    Align = side == "right" ? "left" : "right",
                    Dx = dx,
                    Color = p.Ink,
                    FontSize = 11,
                },
                Encoding = new()
                {
                    X = X("mcb"),
                    Y = Y("dsc"),
                    Text = Channel.Name("label"),
                },
            };
        return new()
        {
            Title = new(w.Components, [w.IsoScore]),
            Datasets = new Dictionary<string, object>(StringComparer.Ordinal)
            {
                ["points"] = Placed(right, top - bottom, bottom),
                ["lines"] = Lines(right, bottom, top),
            },
            Width = Length,
            Height = Tall,
            Data = new("points"),
            Layer =
            [
                new()
                {
                    Data = new("lines"),
                    Mark = new("rule") { Color = p.Line, StrokeWidth = 1 },
                    Encoding = new()
                    {
                        X = X("x1"),
                        Y = Y("y1"),
                        X2 = new() { Field = "x2" },
                        Y2 = new() { Field = "y2" },
                    },
                },
                new()
                {
                    Data = new("lines"),
                    Transform = [new("datum.above")],
                    Mark = new("text")
                    {
                        Color = p.Soft,
                        FontSize = 10,
                        Baseline = "bottom",
                        Dy = -3,
                    },
                    Encoding = new()
                    {
                        X = X("x2"),
                        Y = Y("y2"),
                        Text = Channel.Name("score"),
                    },
                },
                new()
                {
                    Data = new("lines"),
                    Transform = [new("!datum.above")],
                    Mark = new("text")
                    {
                        Color = p.Soft,
                        FontSize = 10,
                        Align = "left",
                        Dx = 5,
                    },
                    Encoding = new()
                    {
                        X = X("x2"),
                        Y = Y("y2"),
                        Text = Channel.Name("score"),
                    },
                },
                new()
                {
                    Mark = new("point")
                    {
                        Filled = true,
                        Opacity = 1,
                        Size = 60,
                    },
                    Encoding = new()
                    {
                        X = X("mcb"),
                        Y = Y("dsc"),
                        Color = color,
                        Tooltip =
                        [
                            new()
                            {
                                Field = "label",
                                Type = "nominal",
                                Title = w.Analyst,
                            },
                            Channel.Tip("mcb", "MCB", ".3f"),
                            Channel.Tip("dsc", "DSC", ".3f"),
                        ],
                    },
                },
                Labels("right", 8),
                Labels("left", -8),
            ],
        };
    }

    private double Most(Func<ScatterPoint, double> of) => Math.Max(0.01, Points.Max(of)) * 1.12;

    /// <summary>Lines of equal score at round values, cut to the frame.</summary>
    private List<object> Lines(double right, double bottom, double top)
    {
        var (least, most) = (Uncertainty - top, right - bottom + Uncertainty);
        var step = Nice.Step(most - least, 9);
        var decimals = Math.Max(0, -(int)Math.Floor(Math.Log10(step)));
        var lines = new List<object>();
        for (var k = (long)Math.Ceiling(least / step); k * step <= most; k++)
        {
            // DSC = MCB + UNC - S.
            var up = Uncertainty - (k * step);
            var (x1, x2) = (Math.Max(0, bottom - up), Math.Min(right, top - up));
            if (x2 - x1 < right * 0.03)
                continue;
            lines.Add(
                new
                {
                    x1 = Short(x1),
                    y1 = Short(x1 + up),
                    x2 = Short(x2),
                    y2 = Short(x2 + up),
                    above = x2 < right,
                    score = (k * step).ToString("F" + decimals, CultureInfo.InvariantCulture),
                }
            );
        }

        return lines;
    }

    /// <summary>Labels to the right, else to the left, else none: what would lie over another is left to the table and the tip.</summary>
    private List<object> Placed(double right, double tall, double bottom)
    {
        var taken = Points.Select(q => Box(q, 0, 6)).ToList();
        var sides = new Dictionary<ScatterPoint, string>(ReferenceEqualityComparer.Instance);
        foreach (var q in Points.OrderByDescending(q => q.Stands))
        {
            var width = q.Label.Sum(c => c > 0x2e80 ? 11 : 6.4);
            var dot = Box(q, 0, 6);
            foreach (
                var (side, box) in ((string, (double L, double T, double R, double B))[])
                    [("right", Box(q, 8, width)), ("left", Box(q, -8 - width, width))]
            )
            {
                if (
                    box.L < 0
                    || box.R > Length + 30
                    || taken.Exists(t => t != dot && t.L < box.R && box.L < t.R && t.T < box.B && box.T < t.B)
                )
                    continue;
                sides[q] = side;
                taken.Add(box);
                break;
            }
        }

        return
        [
            .. Points.Select(q =>
                (object)
                    new
                    {
                        label = q.Label,
                        mcb = Short(q.Miscalibration),
                        dsc = Short(q.Discrimination),
                        stands = q.Stands,
                        side = sides.GetValueOrDefault(q, "none"),
                    }
            ),
        ];

        (double L, double T, double R, double B) Box(ScatterPoint q, double dx, double width)
        {
            var (x, y) = ((q.Miscalibration / right * Length) + dx, Tall - ((q.Discrimination - bottom) / tall * Tall));
            return dx == 0 ? (x - width, y - width, x + width, y + width) : (x, y - 7, x + width, y + 7);
        }
    }

    private void Verify()
    {
        Check.NotEmpty(Points, "points");
        Check.Finite(Uncertainty, "uncertainty");
        for (var i = 0; i < Points.Count; i++)
        {
            if (!(Points[i].Miscalibration >= 0 && double.IsFinite(Points[i].Miscalibration)))
                throw Check.Wrong($"points[{i}].miscalibration", Points[i].Miscalibration, "it is finite and not negative");
            Check.Finite(Points[i].Discrimination, $"points[{i}].discrimination");
        }
    }
}
