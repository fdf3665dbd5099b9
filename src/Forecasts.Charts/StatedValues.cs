using Forecasts.Charts.Texts;
using Forecasts.Charts.VegaLite;

namespace Forecasts.Charts;

/// <param name="Happened">How many times; halves for what came half true.</param>
/// <param name="UsualLow">The fewest times that would be usual if what was said were right; null: not known.</param>
public sealed record StatedValue(double Said, double Happened, int N, double? UsualLow = null, double? UsualHigh = null);

/// <summary>k of n for each value that was stated: what is honest below 50 forecasts, where a curve would be noise.</summary>
/// <param name="Rows">By rising value.</param>
public sealed record StatedValues(IReadOnlyList<StatedValue> Rows) : Chart
{
    private const int Length = 320;
    private const int Row = 26;

    public override string Name => "stated-values";

    protected override VegaView Draw(Look look)
    {
        Verify();
        var (p, w) = (look.Palette, look.Words);
        var rows = Rows.Select(r => new
            {
                said = Short(r.Said),
                share = Short(r.Happened / r.N),
                saidText = Percent.Of(r.Said),
                shareText = Percent.Of(r.Happened / r.N),
                low = Short(r.UsualLow / r.N),
                high = Short(r.UsualHigh / r.N),
                times = Words.Fill(w.OfTimes, Words.Plain(r.Happened), r.N),
            })
            .ToList();
        Axis ticks = new()
        {
            Title = "",
            LabelExpr = Axis.PerCent,
            Values = [0, 0.2, 0.4, 0.6, 0.8, 1],
            Grid = true,
            Domain = false,
            Orient = "top",
            Ticks = false,
        };
        Channel X(string field) =>
            Channel.Number(field) with
            {
                Scale = new Scale { Domain = (double[])[0, 1], Nice = false },
                Axis = ticks,
            };
        var labels = Labels(rows.Select(r => (r.said, r.saidText)));
        var y = new Channel
        {
            Field = "said",
            Type = "ordinal",
            Sort = "ascending",
            Axis = new()
            {
                Title = "",
                LabelExpr = labels,
                Ticks = false,
                Domain = false,
                LabelColor = p.Ink,
                LabelFontSize = 12,
                LabelPadding = 12,
                LabelOverlap = false,
            },
        };
        Channel[] tip = [Channel.Told("saidText", w.Said), Channel.Told("shareText", w.Happened), Channel.Told("times", w.Times)];
        var usual = rows.TrueForAll(r => r.low is not null && r.high is not null);
        return new()
        {
            Title = new(
                w.StatedValues,
                [
                    w.StatedKey,
                    .. usual ? [w.Usual] : (string[])[],
                    .. Rows.Sum(r => r.N) < ReliabilityDiagram.Enough ? [w.FewForecasts] : (string[])[],
                ]
            ),
            Datasets = new Dictionary<string, object>(StringComparer.Ordinal) { ["rows"] = rows },
            Data = new("rows"),
            Width = Length,
            Height = new { step = Row },
            Layer =
            [
                .. usual
                    ?
                    [
                        new()
                        {
                            Mark = new("bar")
                            {
                                Color = p.Line,
                                Size = 12,
                                CornerRadius = 6,
                            },
                            Encoding = new()
                            {
                                X = X("low"),
                                X2 = new() { Field = "high" },
                                Y = y,
                            },
                        },
                    ]
                    : (VegaView[])[],
                new()
                {
                    Mark = new("tick")
                    {
                        Color = p.Ink,
                        Thickness = 1.6,
                        Size = 16,
                    },
                    Encoding = new() { X = X("said"), Y = y },
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
                        X = X("share"),
                        Y = y,
                        Tooltip = tip,
                    },
                },
                new()
                {
                    Mark = new("text")
                    {
                        Align = "left",
                        Color = p.Ink,
                        FontSize = 12,
                    },
                    Encoding = new()
                    {
                        X = new() { Value = Length + 14 },
                        Y = y,
                        Text = new() { Field = "times", Type = "nominal" },
                    },
                },
            ],
        };
    }

    /// <summary>An axis rounds as it likes, so each label is looked up.</summary>
    private static string Labels(IEnumerable<(double Value, string Text)> shares) =>
        "{"
        + string.Join(',', shares.Select(s => FormattableString.Invariant($"'{s.Value:0.000000}':'{s.Text}'")))
        + "}[format(datum.value,'.6f')]";

    private void Verify()
    {
        Check.NotEmpty(Rows, "rows");
        for (var i = 0; i < Rows.Count; i++)
        {
            var r = Rows[i];
            Check.Share(r.Said, $"rows[{i}].said");
            if (i > 0)
                Check.Rises(Rows[i - 1].Said, r.Said, $"rows[{i}].said");
            if (r.N < 1)
                throw Check.Wrong($"rows[{i}].n", r.N, "it must be at least 1");
            foreach (
                var (value, name) in ((double?, string)[])[(r.Happened, "happened"), (r.UsualLow, "usualLow"), (r.UsualHigh, "usualHigh")]
            )
                if (value is { } v && !(v >= 0 && v <= r.N))
                    throw Check.Wrong($"rows[{i}].{name}", v, $"it must lie within 0 and n = {r.N}");
        }
    }
}
