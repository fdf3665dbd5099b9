using Forecasts.Charts.Texts;
using Forecasts.Charts.VegaLite;

namespace Forecasts.Charts;

/// <param name="Said">A distinct forecast.</param>
/// <param name="Happened">The recalibrated probability there (CORP: isotonic regression).</param>
/// <param name="Lower">Of the consistency band around the diagonal; null: no band.</param>
public sealed record CurvePoint(double Said, double Happened, double? Lower = null, double? Upper = null);

/// <summary>How many forecasts lie in a range.</summary>
public sealed record CountBar(double Lower, double Upper, int N);

/// <summary>
/// What was said against how often it happened, with the band in which a calibrated forecaster would usually stay, and how many
/// forecasts there are of each size (Dimitriadis, Gneiting and Jordan 2021, PNAS 118(8)).
/// </summary>
/// <param name="Curve">By rising forecast. A long one is thinned to the ends of its steps.</param>
/// <param name="N">All forecasts; below 50 the chart says that it cannot be interpreted.</param>
/// <param name="Claims">On how many claims; null: each forecast is one.</param>
/// <param name="Confidence">Of the band.</param>
/// <param name="Options">Of a choice each option is a case of its own.</param>
public sealed record ReliabilityDiagram(
    IReadOnlyList<CurvePoint> Curve,
    IReadOnlyList<CountBar> Counts,
    int N,
    int? Claims = null,
    double Confidence = 0.9,
    bool Options = false
) : Chart
{
    /// <summary>From how many forecasts on a curve can be told from noise.</summary>
    public const int Enough = 50;
    private const int Side = 340;
    private const int MostDots = 40;
    private const int MostPoints = 600;

    public override string Name => "reliability";

    protected override VegaView Draw(Look look)
    {
        Verify();
        var (p, w) = (look.Palette, look.Words);
        var curve = Thinned();
        string? Text(double share) => curve.Count <= MostDots ? Percent.Of(share) : null;
        var points = curve
            .Select(c => new
            {
                said = Short(c.Said),
                happened = Short(c.Happened),
                lower = Short(c.Lower),
                upper = Short(c.Upper),
                saidText = Text(c.Said),
                happenedText = Text(c.Happened),
            })
            .ToList();
        var banded = points.Count > 0 && points.TrueForAll(c => c.lower is not null && c.upper is not null);
        var x = Channel.Number("said") with { Scale = Unit, Axis = Ticks(w.Said) };
        var y = Channel.Number("happened") with { Scale = Unit, Axis = Ticks(w.Happened) };
        Channel[] tip = [Channel.Told("saidText", w.Said), Channel.Told("happenedText", w.Happened)];
        List<VegaView> layers =
        [
            .. banded
                ?
                [
                    new()
                    {
                        Mark = new("area") { Color = p.Band },
                        Encoding = new()
                        {
                            X = x,
                            Y = Channel.Number("lower") with { Scale = Unit, Axis = Ticks(w.Happened) },
                            Y2 = new() { Field = "upper" },
                        },
                    },
                ]
                : (VegaView[])[],
            new()
            {
                Data = new(Once),
                Mark = new("rule") { Color = p.Edge, StrokeDash = [3, 4] },
                Encoding = new()
                {
                    X = new() { Datum = 0 },
                    Y = new() { Datum = 0 },
                    X2 = new() { Datum = 1 },
                    Y2 = new() { Datum = 1 },
                },
            },
            Note(w.MoreOften, 0.02, 0.965, "left", look),
            Note(w.LessOften, 0.98, 0.035, "right", look),
            new()
            {
                Mark = new("line")
                {
                    Color = p.Accent,
                    StrokeWidth = 2,
                    Interpolate = "step-after",
                },
                Encoding = new() { X = x, Y = y },
            },
            .. points.Count <= MostDots
                ?
                [
                    new()
                    {
                        Mark = new("point")
                        {
                            Color = p.Accent,
                            Filled = true,
                            Opacity = 1,
                            Size = 42,
                        },
                        Encoding = new()
                        {
                            X = x,
                            Y = y,
                            Tooltip = tip,
                        },
                    },
                ]
                : (VegaView[])[],
        ];
        var counts = new VegaView
        {
            Data = new("counts"),
            Width = Side,
            Height = 56,
            Mark = new("bar") { Color = p.Bar },
            Encoding = new()
            {
                X = Channel.Number("lower") with { Bin = "binned", Scale = Unit, Axis = Axis.None },
                X2 = new() { Field = "upper" },
                Y = Channel.Number("n") with
                {
                    Axis = new()
                    {
                        Title = w.Times,
                        TickCount = 2,
                        TickMinStep = 1,
                        Format = ",.0f",
                        Grid = false,
                        Domain = false,
                    },
                },
                Tooltip = [Channel.Told("from", "≥"), Channel.Told("to", "≤"), Channel.Tip("n", w.Times, ",")],
            },
        };
        List<string> told =
        [
            Claims is { } claims ? Words.Fill(Options ? w.OptionCases : w.Claims, N, claims) : Words.Fill(w.Forecasts, N),
            .. banded ? [Words.Fill(w.Band, Words.Plain(Confidence * 100))] : (string[])[],
        ];
        return new()
        {
            Title = new(w.Reliability, [string.Join(" · ", told), .. N < Enough ? [w.TooFew] : (string[])[]]),
            Datasets = new Dictionary<string, object>(StringComparer.Ordinal)
            {
                ["curve"] = points,
                ["counts"] = Counts
                    .Select(c => new
                    {
                        lower = Short(c.Lower),
                        upper = Short(c.Upper),
                        n = c.N,
                        from = Percent.Of(c.Lower),
                        to = Percent.Of(c.Upper),
                    })
                    .ToList(),
            },
            Vconcat =
            [
                new()
                {
                    Data = new("curve"),
                    Width = Side,
                    Height = Side,
                    Layer = layers,
                },
                counts,
            ],
            Bounds = "flush",
            Spacing = 58,
        };
    }

    private static Scale Unit => new() { Domain = (double[])[0, 1], Nice = false };

    private static Axis Ticks(string title) =>
        new()
        {
            Title = title,
            LabelExpr = Axis.PerCent,
            Values = [0, 0.2, 0.4, 0.6, 0.8, 1],
            Grid = true,
            Domain = false,
        };

    private static VegaView Note(string text, double x, double y, string align, Look look) =>
        new()
        {
            Data = new(Once),
            Mark = new("text")
            {
                Text = text,
                Align = align,
                Color = look.Palette.Soft,
                FontSize = 11,
                FontStyle = look.Words.Italic,
            },
            Encoding = new()
            {
                X = new() { Datum = x },
                Y = new() { Datum = y },
            },
        };

    /// <summary>Both ends of every step; where that is still too much, evenly spaced ones of them.</summary>
    private List<CurvePoint> Thinned()
    {
        if (Curve.Count <= MostPoints)
            return [.. Curve];
        var ends = Curve
            .Where((c, i) => i == 0 || i == Curve.Count - 1 || c.Happened != Curve[i - 1].Happened || c.Happened != Curve[i + 1].Happened)
            .ToList();
        if (ends.Count <= MostPoints)
            return ends;
        return [.. Enumerable.Range(0, MostPoints).Select(i => ends[(int)((long)i * (ends.Count - 1) / (MostPoints - 1))])];
    }

    private void Verify()
    {
        Check.Count(N, "n");
        Check.NotEmpty(Curve, "curve");
        for (var i = 0; i < Curve.Count; i++)
        {
            Check.Share(Curve[i].Said, $"curve[{i}].said");
            Check.Share(Curve[i].Happened, $"curve[{i}].happened");
            Check.Share(Curve[i].Lower, $"curve[{i}].lower");
            Check.Share(Curve[i].Upper, $"curve[{i}].upper");
            if (i > 0)
                Check.Rises(Curve[i - 1].Said, Curve[i].Said, $"curve[{i}].said");
        }

        for (var i = 0; i < Counts.Count; i++)
        {
            Check.Share(Counts[i].Lower, $"counts[{i}].lower");
            Check.Share(Counts[i].Upper, $"counts[{i}].upper");
            Check.Count(Counts[i].N, $"counts[{i}].n");
        }
    }
}
