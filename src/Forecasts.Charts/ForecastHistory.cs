using Forecasts.Charts.VegaLite;

namespace Forecasts.Charts;

/// <summary>Whose line it is: the reader's own, another person's, or the crowd's.</summary>
public enum HistoryOf
{
    Other,
    Own,
    Crowd,
}

/// <param name="Value">Null: from here on nothing stands, until the next step.</param>
public sealed record HistoryStep(DateTimeOffset At, double? Value);

/// <param name="Steps">By rising time; each stands until the next, the last until the end.</param>
public sealed record HistoryLine(string Label, HistoryOf Of, IReadOnlyList<HistoryStep> Steps);

/// <summary>Between which grades the middle half of all forecasts lies, until the next span.</summary>
/// <param name="Lower">Null, with the other: nobody stands.</param>
public sealed record HistorySpan(DateTimeOffset At, double? Lower, double? Upper);

/// <summary>How beliefs in one claim moved: steps, for a forecast stands until it is revised, with what happened meanwhile.</summary>
/// <param name="DecidedAt">From when the outcome was public: what was forecast later is after the fact.</param>
/// <param name="Middle">By rising time, instead of the lines of more people than an eye can follow.</param>
public sealed record ForecastHistory(
    IReadOnlyList<HistoryLine> Lines,
    IReadOnlyList<HistoryEvent> Events,
    DateTimeOffset From,
    DateTimeOffset Until,
    DateTimeOffset? DecidedAt = null,
    IReadOnlyList<HistorySpan>? Middle = null
) : Chart
{
    private const int Tall = HistoryFrame.Tall;

    private HistoryFrame Frame => new(From, Until, DecidedAt, Events);

    public override string Name => "history";

    protected override VegaView Draw(Look look)
    {
        Verify();
        var (p, w) = (look.Palette, look.Words);
        var (frame, x) = (Frame, Frame.X);
        var y = Channel.Number("value") with
        {
            Scale = new Scale { Domain = (double[])[0, 1], Nice = false },
            Axis = new()
            {
                Title = "",
                LabelExpr = Axis.PerCent,
                Values = [0, 0.25, 0.5, 0.75, 1],
                Grid = true,
                Domain = false,
                Ticks = false,
            },
        };
        VegaView Line(HistoryOf of, string color, double width, double opacity) =>
            new()
            {
                Data = new("lines"),
                Transform = [new($"datum.of === '{Word(of)}'")],
                Mark = new("line")
                {
                    Color = color,
                    StrokeWidth = width,
                    Opacity = opacity,
                    Interpolate = "step-after",
                    Clip = true,
                },
                Encoding = new()
                {
                    X = x,
                    Y = y,
                    Detail = new() { Field = "run", Type = "nominal" },
                },
            };
        VegaView Dots(HistoryOf of, string color, double size) =>
            new()
            {
                Data = new("lines"),
                Transform = [new($"datum.of === '{Word(of)}' && datum.turn")],
                Mark = new("point")
                {
                    Color = color,
                    Filled = true,
                    Size = size,
                    Opacity = 1,
                    Clip = true,
                },
                Encoding = new()
                {
                    X = x,
                    Y = y,
                    Tooltip =
                    [
                        Channel.Told("label", w.Analyst),
                        Channel.Time("at") with
                        {
                            Title = w.Time,
                            Format = "%Y-%m-%d %H:%M",
                        },
                        Channel.Told("said", w.Said),
                    ],
                },
            };
        List<VegaView> layers =
        [
            .. frame.AfterTheFact(look),
            .. Middle is not { Count: > 0 }
                ? []
                : (VegaView[])
                    [
                        new()
                        {
                            Data = new("middle"),
                            Mark = new("area")
                            {
                                Color = p.Accent,
                                Opacity = 0.22,
                                Interpolate = "step-after",
                                Clip = true,
                            },
                            Encoding = new()
                            {
                                X = x,
                                Y = y with { Field = "lower" },
                                Y2 = new() { Field = "upper" },
                                Detail = new() { Field = "run", Type = "nominal" },
                            },
                        },
                    ],
            .. frame.Rules(look),
            Line(HistoryOf.Other, p.Edge, 1, 0.55),
            Dots(HistoryOf.Other, p.Edge, 8),
            Line(HistoryOf.Crowd, p.Accent, 2.6, 1),
            Line(HistoryOf.Own, p.Ink, 1.8, 1),
            Dots(HistoryOf.Own, p.Ink, 34),
            HistoryFrame.Labels(y),
            .. frame.Marks(look),
        ];
        List<string> kinds = [.. frame.Legend(look), .. Middle is { Count: > 0 } ? [w.Middle] : (string[])[]];
        var labels = Ends(look);
        return new()
        {
            Description = string.Join(", ", [frame.Told(w), .. labels.Select(l => l.Text)]),
            Title = new(w.History, kinds.Count > 0 ? [string.Join(" · ", kinds)] : null),
            Datasets = frame.With(
                new()
                {
                    ["lines"] = Rows(),
                    ["labels"] = labels,
                    ["middle"] = Spans(),
                }
            ),
            Width = HistoryFrame.Length,
            Height = Tall,
            Layer = layers,
        };
    }

    /// <summary>Runs of standing forecasts: a withdrawal ends one, and the next step begins another.</summary>
    private List<object> Rows()
    {
        var rows = new List<object>();
        var run = 0;
        foreach (var line in Lines)
        {
            run++;
            double? standing = null;
            foreach (var (at, value) in line.Steps.Where(s => s.At < Until).Select(s => (s.At, s.Value)))
            {
                if (value is { } v)
                    Add(at, v, turn: true);
                else if (standing is { } ended)
                {
                    Add(at, ended, turn: false);
                    run++;
                }

                standing = value;
            }

            if (standing is { } last)
                Add(Until, last, turn: false);

            void Add(DateTimeOffset at, double value, bool turn) =>
                rows.Add(
                    new
                    {
                        run,
                        of = Word(line.Of),
                        label = line.Label,
                        at = Iso(at),
                        value = Short(value),
                        turn,
                        said = turn ? Percent.Of(value) : null,
                    }
                );
        }

        return rows;
    }

    private List<object> Spans()
    {
        var rows = new List<object>();
        var run = 0;
        HistorySpan? standing = null;
        foreach (var span in (Middle ?? []).Where(s => s.At < Until).Append(new HistorySpan(Until, null, null)))
        {
            // An area ends where its last step does.
            if (span.Lower is null && standing is { Lower: not null })
                Add(span.At, standing);
            if (span.Lower is null)
                run++;
            else
                Add(span.At, span);
            standing = span;
        }

        return rows;

        void Add(DateTimeOffset at, HistorySpan span) =>
            rows.Add(
                new
                {
                    run,
                    at = Iso(at),
                    lower = Short(span.Lower),
                    upper = Short(span.Upper),
                }
            );
    }

    /// <summary>What stands at the end, beside the end of the reader's own line and of the crowd's, at least a line apart.</summary>
    private List<EndLabel> Ends(Look look) =>
        HistoryFrame.Spread(
            Lines
                .Where(l => l.Of != HistoryOf.Other && l.Steps.LastOrDefault(s => s.At < Until)?.Value is not null)
                .Select(l => (Line: l, Value: l.Steps.Last(s => s.At < Until).Value!.Value))
                .OrderByDescending(l => l.Value)
                .ThenBy(l => l.Line.Of)
                .Select(l =>
                    (
                        l.Value,
                        $"{l.Line.Label} {look.Words.Percent(l.Value)}",
                        l.Line.Of == HistoryOf.Own ? look.Palette.Ink : look.Palette.Accent
                    )
                )
        );

    private static string Word(HistoryOf of) => HistoryFrame.Word(of);

    private void Verify()
    {
        Frame.Verify();
        for (var i = 0; i < Middle?.Count; i++)
        {
            Check.Share(Middle[i].Lower, $"middle[{i}].lower");
            Check.Share(Middle[i].Upper, $"middle[{i}].upper");
            if (Middle[i].Lower > Middle[i].Upper || Middle[i].Lower is null != Middle[i].Upper is null)
                throw new ArgumentException(
                    FormattableString.Invariant($"middle[{i}] runs from {Middle[i].Lower} to {Middle[i].Upper}; it must rise, or be null."),
                    $"middle[{i}]"
                );
            if (i > 0 && Middle[i].At < Middle[i - 1].At)
                throw new ArgumentException(
                    $"middle[{i}].at is {Iso(Middle[i].At)}; it must not be before {Iso(Middle[i - 1].At)}.",
                    $"middle[{i}].at"
                );
        }

        for (var l = 0; l < Lines.Count; l++)
        {
            var steps = Lines[l].Steps;
            HistoryFrame.InOrder([.. steps.Select(s => s.At)], $"lines[{l}].steps");
            for (var i = 0; i < steps.Count; i++)
                Check.Share(steps[i].Value, $"lines[{l}].steps[{i}].value");
        }
    }
}
