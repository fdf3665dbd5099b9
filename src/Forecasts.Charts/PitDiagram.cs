using Forecasts.Charts.Texts;
using Forecasts.Charts.VegaLite;

namespace Forecasts.Charts;

/// <summary>How many outcomes lay inside the central interval of so many per cent.</summary>
/// <param name="Lower">Of the share's own interval; null: none is known.</param>
public sealed record CoverageRow(double Nominal, double Share, double? Lower = null, double? Upper = null);

/// <summary>
/// Calibration of numbers and dates: how much of the stated distributions lay below the outcomes (Dawid 1984, JRSS A 147), and how
/// often the outcome lay inside the central intervals.
/// </summary>
/// <param name="Bars">Shares of the outcomes in equal parts of 0..1; empty: too few claims for them.</param>
/// <param name="UsualLower">Nine of ten bars of calibrated beliefs lie between this and <paramref name="UsualUpper"/>.</param>
public sealed record PitDiagram(
    IReadOnlyList<double> Bars,
    double UsualLower,
    double UsualUpper,
    IReadOnlyList<CoverageRow> Coverage,
    int N,
    int Claims
) : Chart
{
    /// <summary>From how many claims on the bars are more than chance.</summary>
    public const int Enough = 50;
    private const int Length = 340;

    public override string Name => "pit";

    protected override VegaView Draw(Look look)
    {
        Verify();
        var w = look.Words;
        List<string> told =
        [
            string.Join(" · ", [Words.Fill(w.Claims, N, Claims), w.CoverageKey]),
            .. Bars.Count == 0 ? [] : (string[])[w.PitKey, w.PitUsual + (Claims < Enough ? $" · {w.SaysLittle}" : "")],
        ];
        return new()
        {
            Title = new(w.Pit, told),
            Datasets = new Dictionary<string, object>(StringComparer.Ordinal)
            {
                ["coverage"] = Coverage
                    .Select(c => new
                    {
                        name = Words.Fill(w.Central, Words.Plain(c.Nominal * 100)),
                        nominal = Short(c.Nominal),
                        share = Short(c.Share),
                        lower = Short(c.Lower),
                        upper = Short(c.Upper),
                        said = Percent.Of(c.Nominal),
                        inside = Percent.Of(c.Share),
                    })
                    .ToList(),
                ["bars"] = Bars.Select(
                        (b, i) =>
                            new
                            {
                                from = Short((double)i / Bars.Count),
                                to = Short((i + 1.0) / Bars.Count),
                                share = Short(b),
                                shareText = Percent.Of(b),
                            }
                    )
                    .ToList(),
            },
            Vconcat = [Inside(look), .. Bars.Count == 0 ? [] : (VegaView[])[Histogram(look)]],
            Spacing = 34,
        };
    }

    private static VegaView Inside(Look look)
    {
        var (p, w) = (look.Palette, look.Words);
        var y = Channel.Name("name") with
        {
            Type = "ordinal",
            Sort = VegaJson.Null,
            Axis = new()
            {
                Title = "",
                Ticks = false,
                Domain = false,
                LabelColor = p.Ink,
                LabelFontSize = 12,
                LabelPadding = 8,
            },
        };
        var x = Channel.Number("share") with
        {
            Scale = new Scale { Domain = (double[])[0, 1], Nice = false },
            Axis = new()
            {
                Title = w.Coverage,
                LabelExpr = Axis.PerCent,
                Values = [0, 0.25, 0.5, 0.75, 1],
                Grid = true,
                Domain = false,
                Ticks = false,
            },
        };
        return new()
        {
            Data = new("coverage"),
            Width = Length,
            Height = new { step = 30 },
            Layer =
            [
                new()
                {
                    Transform = [new("isValid(datum.lower) && isValid(datum.upper)")],
                    Mark = new("rule") { Color = p.Bar, StrokeWidth = 5 },
                    Encoding = new()
                    {
                        Y = y,
                        X = x with { Field = "lower" },
                        X2 = new() { Field = "upper" },
                    },
                },
                new()
                {
                    Mark = new("tick")
                    {
                        Color = p.Ink,
                        Thickness = 2,
                        Size = 18,
                    },
                    Encoding = new() { Y = y, X = x with { Field = "nominal" } },
                },
                new()
                {
                    Mark = new("point")
                    {
                        Color = p.Accent,
                        Filled = true,
                        Opacity = 1,
                        Size = 70,
                    },
                    Encoding = new()
                    {
                        Y = y,
                        X = x,
                        Tooltip = [Channel.Told("said", w.Said), Channel.Told("inside", w.Coverage)],
                    },
                },
            ],
        };
    }

    private VegaView Histogram(Look look)
    {
        var (p, w) = (look.Palette, look.Words);
        var y = Channel.Number("share") with
        {
            Scale = new Scale { Domain = (double[])[0, Math.Max(UsualUpper, Bars.Max()) * 1.08], Nice = false },
            Axis = new()
            {
                Title = w.PitShare,
                LabelExpr = Axis.PerCent,
                TickCount = 4,
                Grid = true,
                Domain = false,
                Ticks = false,
            },
        };
        var x = Channel.Number("from") with
        {
            Bin = "binned",
            Scale = new Scale { Domain = (double[])[0, 1], Nice = false },
            Axis = new()
            {
                Title = w.PitPlace,
                LabelExpr = Axis.PerCent,
                Values = [0, 0.25, 0.5, 0.75, 1],
                Grid = false,
            },
        };
        return new()
        {
            Width = Length,
            Height = 150,
            Layer =
            [
                new()
                {
                    Data = new("bars"),
                    Mark = new("bar") { Color = p.Bar },
                    Encoding = new()
                    {
                        X = x,
                        X2 = new() { Field = "to" },
                        Y = y,
                        Tooltip = [Channel.Told("shareText", w.PitShare)],
                    },
                },
                new()
                {
                    Data = new(Once),
                    Mark = new("rect") { Color = p.Ink, Opacity = 0.1 },
                    Encoding = new()
                    {
                        X = new() { Value = 0 },
                        X2 = new() { Value = Length },
                        Y = new() { Datum = Short(UsualLower), Type = "quantitative" },
                        Y2 = new() { Datum = Short(UsualUpper) },
                    },
                },
                new()
                {
                    Data = new(Once),
                    Mark = new("rule") { Color = p.Edge, StrokeDash = [3, 4] },
                    Encoding = new()
                    {
                        Y = new() { Datum = Short(1.0 / Bars.Count), Type = "quantitative" },
                    },
                },
            ],
        };
    }

    private void Verify()
    {
        Check.Count(N, "n");
        Check.Count(Claims, "claims");
        Check.NotEmpty(Coverage, "coverage");
        Check.Share(UsualLower, "usualLower");
        Check.Share(UsualUpper, "usualUpper");
        for (var i = 0; i < Bars.Count; i++)
            Check.Share(Bars[i], $"bars[{i}]");
        for (var i = 0; i < Coverage.Count; i++)
        {
            Check.Share(Coverage[i].Nominal, $"coverage[{i}].nominal");
            Check.Share(Coverage[i].Share, $"coverage[{i}].share");
            Check.Share(Coverage[i].Lower, $"coverage[{i}].lower");
            Check.Share(Coverage[i].Upper, $"coverage[{i}].upper");
        }
    }
}
