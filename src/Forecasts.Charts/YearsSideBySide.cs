using System.Globalization;
using Forecasts.Charts.Texts;
using Forecasts.Charts.VegaLite;

namespace Forecasts.Charts;

/// <summary>One season: how its claims came out and, where it was scored, how well it was forecast.</summary>
/// <param name="Brier">Mean Brier score of the team; null: none was scored.</param>
/// <param name="Other">Claims that came out with an option, a number or a day.</param>
public sealed record YearColumn(
    int Year,
    int Accurate,
    int HalfRight,
    int Inaccurate,
    int Carried = 0,
    int Void = 0,
    double? Brier = null,
    double? Lower = null,
    double? Upper = null,
    double? Crowd = null,
    int Other = 0
);

/// <summary>Seasons beside each other: the shares of the verdicts, and below them the score with its interval.</summary>
/// <param name="Years">By rising year.</param>
public sealed record YearsSideBySide(IReadOnlyList<YearColumn> Years) : Chart
{
    private const int Step = 72;

    public override string Name => "years";

    protected override VegaView Draw(Look look)
    {
        Verify();
        var (p, w) = (look.Palette, look.Words);
        (string Word, string Color, Func<YearColumn, int> Of)[] verdicts =
        [
            (w.Accurate, p.Accurate, y => y.Accurate),
            (w.HalfRight, p.Half, y => y.HalfRight),
            (w.Inaccurate, p.Inaccurate, y => y.Inaccurate),
            (w.OtherOutcome, p.Accent, y => y.Other),
            (w.Carried, p.Bar, y => y.Carried),
            (w.Void, p.Edge, y => y.Void),
        ];
        var shown = verdicts.Where(v => Years.Any(y => v.Of(y) > 0)).ToArray();
        var shares = Years
            .SelectMany(y =>
            {
                double all = Math.Max(1, verdicts.Sum(v => v.Of(y))),
                    from = 0;
                return shown
                    .Select(v =>
                    {
                        var (low, n) = (from, v.Of(y));
                        from += n / all;
                        return new
                        {
                            year = Text(y.Year),
                            verdict = v.Word,
                            n,
                            from = Short(low),
                            to = Short(from),
                            middle = Short((low + from) / 2),
                        };
                    })
                    .Where(r => r.n > 0);
            })
            .ToList();
        var scores = Years
            .Where(y => y.Brier is not null)
            .Select(y => new
            {
                year = Text(y.Year),
                brier = Short(y.Brier),
                lower = Short(y.Lower),
                upper = Short(y.Upper),
                crowd = Short(y.Crowd),
            })
            .ToList();
        var width = Step * Years.Count;
        Channel X(bool labelled) =>
            new()
            {
                Field = "year",
                Type = "ordinal",
                Scale = new Scale { Domain = Years.Select(y => Text(y.Year)).ToArray(), PaddingInner = 0.35 },
                Axis = labelled
                    ? new()
                    {
                        Title = "",
                        LabelAngle = 0,
                        Ticks = false,
                        Domain = false,
                        LabelFontSize = 13,
                        LabelColor = p.Ink,
                        LabelPadding = 8,
                    }
                    : Axis.None,
            };
        var share = Channel.Number("from") with
        {
            Scale = new Scale { Domain = (double[])[0, 1], Nice = false },
            Axis = new()
            {
                Title = w.Verdicts,
                LabelExpr = Axis.PerCent,
                Values = [0, 0.25, 0.5, 0.75, 1],
                Grid = true,
                Domain = false,
                Ticks = false,
            },
        };
        var color = Channel.Name("verdict") with
        {
            Scale = new Scale { Domain = shown.Select(v => v.Word).ToArray(), Range = shown.Select(v => v.Color).ToArray() },
            Legend = new
            {
                orient = "top",
                title = "",
                symbolType = "circle",
                symbolSize = 90,
                labelColor = p.Ink,
                labelFontSize = 12,
                columns = 3,
                offset = 12,
            },
        };
        var verdictsView = new VegaView
        {
            Data = new("shares"),
            Width = width,
            Height = 210,
            Layer =
            [
                new()
                {
                    Mark = new("bar") { CornerRadius = 1 },
                    Encoding = new()
                    {
                        X = X(true),
                        Y = share,
                        Y2 = new() { Field = "to" },
                        Color = color,
                        Tooltip =
                        [
                            new()
                            {
                                Field = "verdict",
                                Type = "nominal",
                                Title = "",
                            },
                            Channel.Tip("n", w.Number, ","),
                        ],
                    },
                },
                new()
                {
                    Transform = [new("datum.to - datum.from > 0.07")],
                    Mark = new("text")
                    {
                        Color = p.Paper,
                        FontSize = 12,
                        FontWeight = 600,
                    },
                    Encoding = new()
                    {
                        X = X(true),
                        Y = Channel.Number("middle") with { Scale = share.Scale, Axis = share.Axis },
                        Text = Channel.Number("n"),
                    },
                },
            ],
        };
        var score = new Scale { Zero = true, Nice = true };
        Channel Y(string field) =>
            Channel.Number(field) with
            {
                Scale = score,
                Axis = new()
                {
                    Title = Words.Fill(w.Named, w.Brier, w.Lower),
                    TickCount = 4,
                    Grid = true,
                    Domain = false,
                    Ticks = false,
                },
            };
        VegaView[] scoreViews =
            scores.Count == 0
                ? []
                :
                [
                    new()
                    {
                        Data = new("scores"),
                        Width = width,
                        Height = 130,
                        Layer =
                        [
                            new()
                            {
                                Transform = [new("isValid(datum.lower) && isValid(datum.upper)")],
                                Mark = new("rule") { Color = p.Bar, StrokeWidth = 5 },
                                Encoding = new()
                                {
                                    X = X(false),
                                    Y = Y("lower"),
                                    Y2 = new() { Field = "upper" },
                                },
                            },
                            new()
                            {
                                Transform = [new("isValid(datum.crowd)")],
                                Mark = new("tick")
                                {
                                    Color = p.Ink,
                                    Thickness = 1.6,
                                    Size = 30,
                                },
                                Encoding = new() { X = X(false), Y = Y("crowd") },
                            },
                            new()
                            {
                                Mark = new("point")
                                {
                                    Color = p.Accent,
                                    Filled = true,
                                    Opacity = 1,
                                    Size = 80,
                                },
                                Encoding = new()
                                {
                                    X = X(false),
                                    Y = Y("brier"),
                                    Tooltip = [Channel.Tip("brier", w.Team, ".3f"), Channel.Tip("crowd", w.Crowd, ".3f")],
                                },
                            },
                            new()
                            {
                                Mark = new("text")
                                {
                                    Align = "left",
                                    Dx = 19,
                                    Color = p.Ink,
                                    FontSize = 11,
                                },
                                Encoding = new()
                                {
                                    X = X(false),
                                    Y = Y("brier"),
                                    Text = Channel.Number("brier") with { Format = ".3f" },
                                },
                            },
                        ],
                    },
                ];
        return new()
        {
            Title = new(
                w.Years,
                scores.Count == 0 ? null : [w.BrierKey, .. scores.Exists(s => s.crowd is not null) ? [w.CrowdKey] : (string[])[]]
            ),
            Datasets = new Dictionary<string, object>(StringComparer.Ordinal) { ["shares"] = shares, ["scores"] = scores },
            Vconcat = [verdictsView, .. scoreViews],
            Spacing = 24,
        };
    }

    private static string Text(int year) => year.ToString(CultureInfo.InvariantCulture);

    private void Verify()
    {
        Check.NotEmpty(Years, "years");
        for (var i = 0; i < Years.Count; i++)
        {
            var y = Years[i];
            if (i > 0)
                Check.Rises(Years[i - 1].Year, y.Year, $"years[{i}].year");
            foreach (
                var (n, name) in ((int, string)[])
                    [
                        (y.Accurate, "accurate"),
                        (y.HalfRight, "halfRight"),
                        (y.Inaccurate, "inaccurate"),
                        (y.Carried, "carried"),
                        (y.Void, "void"),
                        (y.Other, "other"),
                    ]
            )
                Check.Count(n, $"years[{i}].{name}");
            foreach (
                var (value, name) in ((double?, string)[])[(y.Brier, "brier"), (y.Lower, "lower"), (y.Upper, "upper"), (y.Crowd, "crowd")]
            )
                Check.Finite(value, $"years[{i}].{name}");
        }
    }
}
