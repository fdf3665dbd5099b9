using Forecasts.Charts.VegaLite;

namespace Forecasts.Charts;

/// <summary>The scale of what is forecast: a number, one whose equal steps multiply, or days counted since the year 1.</summary>
public enum FanScale
{
    Linear,
    Log,
    Days,
}

/// <param name="Values">Where 5, 25, 50, 75 and 95 % of a belief lie below; null: from here on nothing stands.</param>
public sealed record FanStep(DateTimeOffset At, IReadOnlyList<double>? Values);

/// <param name="Steps">By rising time; each stands until the next, the last until the end.</param>
public sealed record FanLine(string Label, HistoryOf Of, IReadOnlyList<FanStep> Steps);

/// <summary>
/// How beliefs in a number or a day moved: the crowd's as a fan, the reader's own as lines around its middle, so that the two are told
/// apart without colour.
/// </summary>
/// <param name="Lines">Of each kind at most one.</param>
/// <param name="Unit">Of a number.</param>
public sealed record FanHistory(
    IReadOnlyList<FanLine> Lines,
    FanScale Scale,
    string? Unit,
    IReadOnlyList<HistoryEvent> Events,
    DateTimeOffset From,
    DateTimeOffset Until,
    DateTimeOffset? DecidedAt = null
) : Chart
{
    private static readonly int[] Dashes = [5, 4];

    public override string Name => "fan-history";

    private HistoryFrame Frame => new(From, Until, DecidedAt, Events);

    protected override VegaView Draw(Look look)
    {
        Verify();
        var (p, w, frame) = (look.Palette, look.Words, Frame);
        var axis = FanAxis.Of(Scale, Unit, [.. Lines.SelectMany(l => l.Steps).SelectMany(s => s.Values ?? [])]);
        var (x, y) = (frame.X, axis.Channel);
        VegaView Area(string lower, string upper, double opacity) =>
            new()
            {
                Data = new("fans"),
                Transform = [new("datum.of === 'crowd'")],
                Mark = new("area")
                {
                    Color = p.Accent,
                    Opacity = opacity,
                    Interpolate = "step-after",
                    Clip = true,
                },
                Encoding = new()
                {
                    X = x,
                    Y = y with { Field = lower },
                    Y2 = new() { Field = upper },
                    Detail = Channel.Name("run"),
                },
            };
        VegaView Line(HistoryOf of, string field, string color, double width, int[]? dash = null) =>
            new()
            {
                Data = new("fans"),
                Transform = [new($"datum.of === '{HistoryFrame.Word(of)}'")],
                Mark = new("line")
                {
                    Color = color,
                    StrokeWidth = width,
                    StrokeDash = dash,
                    Interpolate = "step-after",
                    Clip = true,
                },
                Encoding = new()
                {
                    X = x,
                    Y = y with { Field = field },
                    Detail = Channel.Name("run"),
                },
            };
        var labels = Ends(axis, p);
        bool Has(HistoryOf of) => Lines.Any(l => l.Of == of);
        List<string> told =
        [
            .. frame.Legend(look),
            .. Has(HistoryOf.Crowd) ? [w.Fan] : (string[])[],
            .. Has(HistoryOf.Own) ? [w.OwnFan] : (string[])[],
        ];
        return new()
        {
            Description = string.Join(", ", [frame.Told(w), .. labels.Select(l => l.Text)]),
            Title = new(w.History, told),
            Datasets = frame.With(new() { ["fans"] = Rows(axis), ["labels"] = labels }),
            Width = HistoryFrame.Length,
            Height = HistoryFrame.Tall,
            Layer =
            [
                .. frame.AfterTheFact(look),
                Area("q5", "q95", 0.2),
                Area("q25", "q75", 0.32),
                .. frame.Rules(look),
                Line(HistoryOf.Crowd, "q50", p.Accent, 2.6),
                Line(HistoryOf.Own, "q5", p.Ink, 1, Dashes),
                Line(HistoryOf.Own, "q95", p.Ink, 1, Dashes),
                Line(HistoryOf.Own, "q50", p.Ink, 1.8),
                new()
                {
                    Data = new("fans"),
                    Transform = [new("datum.of === 'own' && datum.turn")],
                    Mark = new("point")
                    {
                        Color = p.Ink,
                        Filled = true,
                        Size = 34,
                        Opacity = 1,
                        Clip = true,
                    },
                    Encoding = new()
                    {
                        X = x,
                        Y = y with { Field = "q50" },
                        Tooltip = [Channel.Time("at") with { Title = w.Time, Format = "%Y-%m-%d %H:%M" }, Channel.Told("said", w.Said)],
                    },
                },
                HistoryFrame.Labels(y),
                .. frame.Marks(look),
            ],
        };
    }

    private List<object> Rows(FanAxis axis)
    {
        var rows = new List<object>();
        var run = 0;
        foreach (var line in Lines)
        {
            run++;
            IReadOnlyList<double>? standing = null;
            foreach (var step in line.Steps.Where(s => s.At < Until))
            {
                if (step.Values is { } values)
                    Add(step.At, values, turn: true);
                else if (standing is not null)
                {
                    Add(step.At, standing, turn: false);
                    run++;
                }

                standing = step.Values;
            }

            if (standing is not null)
                Add(Until, standing, turn: false);

            void Add(DateTimeOffset at, IReadOnlyList<double> v, bool turn) =>
                rows.Add(
                    new
                    {
                        run,
                        of = HistoryFrame.Word(line.Of),
                        at = Iso(at),
                        q5 = axis.Place(v[0]),
                        q25 = axis.Place(v[1]),
                        q50 = axis.Place(v[2]),
                        q75 = axis.Place(v[3]),
                        q95 = axis.Place(v[4]),
                        turn,
                        said = turn ? $"{axis.Text(v[2])} ({axis.Bare(v[0])} – {axis.Text(v[4])})" : null,
                    }
                );
        }

        return rows;
    }

    private List<EndLabel> Ends(FanAxis axis, Palette p) =>
        HistoryFrame
            .Spread(
                Lines
                    .Where(l => l.Steps.LastOrDefault(s => s.At < Until)?.Values is not null)
                    .Select(l => (Line: l, Value: l.Steps.Last(s => s.At < Until).Values![2]))
                    .OrderByDescending(l => l.Value)
                    .ThenBy(l => l.Line.Of)
                    .Select(l =>
                        (axis.Height(l.Value), $"{l.Line.Label} {axis.Text(l.Value)}", l.Line.Of == HistoryOf.Own ? p.Ink : p.Accent)
                    )
            )
            .ConvertAll(l => l with { At = axis.AtHeight(l.At) });

    private void Verify()
    {
        Frame.Verify();
        for (var l = 0; l < Lines.Count; l++)
        {
            var steps = Lines[l].Steps;
            HistoryFrame.InOrder([.. steps.Select(s => s.At)], $"lines[{l}].steps");
            for (var i = 0; i < steps.Count; i++)
            {
                if (steps[i].Values is not { } values)
                    continue;
                var name = $"lines[{l}].steps[{i}].values";
                if (values.Count != 5)
                    throw Check.Wrong(name + ".count", values.Count, "a fan has five values");
                for (var k = 0; k < 5; k++)
                {
                    Check.Finite(values[k], $"{name}[{k}]");
                    if (k > 0 && values[k] < values[k - 1])
                        throw Check.Wrong($"{name}[{k}]", values[k], "it must not lie below the one before");
                    if (Scale == FanScale.Log && values[k] <= 0)
                        throw Check.Wrong($"{name}[{k}]", values[k], "on a logarithmic scale it must be above 0");
                }
            }
        }
    }
}
