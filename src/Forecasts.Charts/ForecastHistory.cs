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

public enum HistoryMark
{
    Supports,
    Contradicts,
    Mixed,
    Clarified,
}

/// <summary>Something that happened, above the lines.</summary>
public sealed record HistoryEvent(DateTimeOffset At, HistoryMark Mark, string Text);

/// <summary>How beliefs in one claim moved: steps, for a forecast stands until it is revised, with what happened meanwhile.</summary>
/// <param name="DecidedAt">From when the outcome was public: what was forecast later is after the fact.</param>
/// <param name="Middle">By rising time, instead of the lines of more people than an eye can follow.</param>
public sealed record ForecastHistory(
    IReadOnlyList<HistoryLine> Lines, IReadOnlyList<HistoryEvent> Events, DateTimeOffset From, DateTimeOffset Until, DateTimeOffset? DecidedAt = null, IReadOnlyList<HistorySpan>? Middle = null) : Chart
{
    private const int Length = 500;
    private const int Tall = 230;
    private const int LabelHeight = 15;

    private sealed record EndLabel(double At, string Text, string Color);

    public override string Name => "history";

    protected override VegaView Draw(Look look)
    {
        Verify();
        var (p, w) = (look.Palette, look.Words);
        object domain = (string[])[Iso(From), Iso(Until)];
        var days = (Until - From).TotalDays;
        var x = Channel.Time("at") with
        {
            Scale = new Scale { Type = "utc", Domain = domain, Nice = false },
            Axis = new() { Title = "", Format = days > 1_500 ? "%Y" : days > 120 ? "%Y-%m" : "%m-%d", TickCount = 7, Grid = false, LabelFlush = false, LabelSeparation = 16 },
        };
        var y = Channel.Number("value") with
        {
            Scale = new Scale { Domain = (double[])[0, 1], Nice = false },
            Axis = new() { Title = "", LabelExpr = Axis.PerCent, Values = [0, 0.25, 0.5, 0.75, 1], Grid = true, Domain = false, Ticks = false },
        };
        var events = Events.Where(e => e.At >= From && e.At <= Until).OrderBy(e => e.At).ToList();
        var decided = DecidedAt is { } d && d < Until ? d < From ? From : DecidedAt : null;
        VegaView Line(HistoryOf of, string color, double width, double opacity) => new()
        {
            Data = new("lines"), Transform = [new($"datum.of === '{Word(of)}'")], Mark = new("line") { Color = color, StrokeWidth = width, Opacity = opacity, Interpolate = "step-after", Clip = true },
            Encoding = new() { X = x, Y = y, Detail = new() { Field = "run", Type = "nominal" } },
        };
        VegaView Dots(HistoryOf of, string color, double size) => new()
        {
            Data = new("lines"), Transform = [new($"datum.of === '{Word(of)}' && datum.turn")], Mark = new("point") { Color = color, Filled = true, Size = size, Opacity = 1, Clip = true },
            Encoding = new()
            {
                X = x, Y = y,
                Tooltip = [Channel.Told("label", w.Analyst), Channel.Time("at") with { Title = w.Time, Format = "%Y-%m-%d %H:%M" }, Channel.Told("said", w.Said)],
            },
        };
        List<VegaView> layers =
        [
            .. decided is null ? [] : AfterTheFact(early: decided.Value - From < (Until - From) / 8, look, x),
            .. Middle is not { Count: > 0 } ? [] : (VegaView[])[new()
            {
                Data = new("middle"), Mark = new("area") { Color = p.Accent, Opacity = 0.22, Interpolate = "step-after", Clip = true },
                Encoding = new() { X = x, Y = y with { Field = "lower" }, Y2 = new() { Field = "upper" }, Detail = new() { Field = "run", Type = "nominal" } },
            }],
            .. events.Count == 0 ? [] : (VegaView[])[new() { Data = new("events"), Mark = new("rule") { Color = p.Line }, Encoding = new() { X = x, Y = new() { Value = 0 }, Y2 = new() { Value = Tall } } }],
            Line(HistoryOf.Other, p.Edge, 1, 0.55), Dots(HistoryOf.Other, p.Edge, 8),
            Line(HistoryOf.Crowd, p.Accent, 2.6, 1),
            Line(HistoryOf.Own, p.Ink, 1.8, 1), Dots(HistoryOf.Own, p.Ink, 34),
            new() { Data = new("labels"), Mark = new("text") { Align = "left", FontSize = 12, FontWeight = 600 }, Encoding = new() { X = new() { Value = Length + 8 }, Y = y with { Field = "at" }, Text = Channel.Name("text"), Color = new() { Field = "color", Type = "nominal", Scale = VegaJson.Null } } },
            .. events.Select(e => e.Mark).Distinct().Order().Select(mark => Marks(mark, look, x)),
        ];
        List<string> kinds = [.. events.Select(e => e.Mark).Distinct().Order().Select(m => $"{Glyph(m)} {Said(m, look)}"), .. Middle is { Count: > 0 } ? [w.Middle] : (string[])[]];
        var labels = Ends(look);
        return new()
        {
            Description = string.Join(", ", [$"{w.History}: {Days(From)} – {Days(Until)}", .. labels.Select(l => l.Text)]),
            Title = new(w.History, kinds.Count > 0 ? [string.Join(" · ", kinds)] : null),
            Datasets = new Dictionary<string, object>(StringComparer.Ordinal)
            {
                ["lines"] = Rows(), ["events"] = events.Select(e => new { at = Iso(e.At), mark = Word(e.Mark), text = e.Text }).ToList(), ["labels"] = labels,
                ["middle"] = Spans(),
                ["decided"] = decided is { } instant ? [new { at = Iso(instant) }] : (object[])[],
            },
            Width = Length, Height = Tall, Layer = layers,
        };
    }

    private static VegaView[] AfterTheFact(bool early, Look look, Channel x) =>
    [
        new() { Data = new("decided"), Mark = new("rect") { Color = look.Palette.Band }, Encoding = new() { X = x, X2 = new() { Value = Length }, Y = new() { Value = 0 }, Y2 = new() { Value = Tall } } },
        new() { Data = new("decided"), Mark = new("rule") { Color = look.Palette.Ink, StrokeWidth = 1.2 }, Encoding = new() { X = x, Y = new() { Value = 0 }, Y2 = new() { Value = Tall } } },
        new() { Data = new("decided"), Mark = new("text") { Text = look.Words.Decided, Color = look.Palette.Soft, Align = early ? "left" : "right", Baseline = "bottom", Dx = early ? 5 : -5, FontStyle = look.Words.Italic }, Encoding = new() { X = x, Y = new() { Value = Tall - 5 } } },
    ];

    private static VegaView Marks(HistoryMark mark, Look look, Channel x) => new()
    {
        Data = new("events"), Transform = [new($"datum.mark === '{Word(mark)}'")],
        Mark = new("point") { Shape = Shape(mark), Color = Color(mark, look.Palette), Filled = true, Opacity = 1, Size = 60 },
        Encoding = new() { X = x, Y = new() { Value = -9 }, Tooltip = [Channel.Time("at") with { Title = look.Words.Day, Format = "%Y-%m-%d" }, new() { Field = "text", Type = "nominal", Title = Said(mark, look) }] },
    };

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
                if (value is { } v) Add(at, v, turn: true);
                else if (standing is { } ended)
                {
                    Add(at, ended, turn: false);
                    run++;
                }

                standing = value;
            }

            if (standing is { } last) Add(Until, last, turn: false);

            void Add(DateTimeOffset at, double value, bool turn) => rows.Add(new
            {
                run, of = Word(line.Of), label = line.Label, at = Iso(at), value = Short(value), turn, said = turn ? Percent.Of(value) : null,
            });
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
            if (span.Lower is null && standing is { Lower: not null }) Add(span.At, standing);
            if (span.Lower is null) run++;
            else Add(span.At, span);
            standing = span;
        }

        return rows;

        void Add(DateTimeOffset at, HistorySpan span) => rows.Add(new { run, at = Iso(at), lower = Short(span.Lower), upper = Short(span.Upper) });
    }

    /// <summary>What stands at the end, beside the end of the reader's own line and of the crowd's, at least a line apart.</summary>
    private List<EndLabel> Ends(Look look)
    {
        var ends = Lines.Where(l => l.Of != HistoryOf.Other && l.Steps.LastOrDefault(s => s.At < Until)?.Value is not null)
            .Select(l => (Line: l, Value: l.Steps.Last(s => s.At < Until).Value!.Value)).OrderByDescending(l => l.Value).ThenBy(l => l.Line.Of).ToList();
        var labels = new List<EndLabel>();
        var above = double.NegativeInfinity;
        foreach (var (line, value) in ends)
        {
            above = Math.Max(Tall * (1 - value), above + LabelHeight);
            labels.Add(new(Short(1 - (above / Tall)), $"{line.Label} {look.Words.Percent(value)}", line.Of == HistoryOf.Own ? look.Palette.Ink : look.Palette.Accent));
        }

        return labels;
    }

    private static string Days(DateTimeOffset at) => Iso(at)[..10];

    private static string Word(Enum value) => value.ToString().ToLowerInvariant();

    private static string Said(HistoryMark mark, Look look) => mark switch
    {
        HistoryMark.Supports => look.Words.Supports, HistoryMark.Contradicts => look.Words.Contradicts, HistoryMark.Mixed => look.Words.Mixed, _ => look.Words.Clarified,
    };

    private static string Shape(HistoryMark mark) => mark switch { HistoryMark.Supports => "triangle-up", HistoryMark.Contradicts => "triangle-down", HistoryMark.Mixed => "diamond", _ => "square" };

    private static string Glyph(HistoryMark mark) => mark switch { HistoryMark.Supports => "▲", HistoryMark.Contradicts => "▼", HistoryMark.Mixed => "◆", _ => "■" };

    private static string Color(HistoryMark mark, Palette p) => mark switch { HistoryMark.Supports => p.Accurate, HistoryMark.Contradicts => p.Inaccurate, HistoryMark.Mixed => p.Half, _ => p.Soft };

    private void Verify()
    {
        if (!(Until > From)) throw new ArgumentException($"until is {Iso(Until)}; it must be after from, {Iso(From)}.", "until");
        for (var i = 0; i < Middle?.Count; i++)
        {
            Check.Share(Middle[i].Lower, $"middle[{i}].lower");
            Check.Share(Middle[i].Upper, $"middle[{i}].upper");
            if (Middle[i].Lower > Middle[i].Upper || Middle[i].Lower is null != Middle[i].Upper is null)
                throw new ArgumentException(FormattableString.Invariant($"middle[{i}] runs from {Middle[i].Lower} to {Middle[i].Upper}; it must rise, or be null."), $"middle[{i}]");
            if (i > 0 && Middle[i].At < Middle[i - 1].At) throw new ArgumentException($"middle[{i}].at is {Iso(Middle[i].At)}; it must not be before {Iso(Middle[i - 1].At)}.", $"middle[{i}].at");
        }

        for (var l = 0; l < Lines.Count; l++)
        {
            var steps = Lines[l].Steps;
            for (var i = 0; i < steps.Count; i++)
            {
                Check.Share(steps[i].Value, $"lines[{l}].steps[{i}].value");
                if (i > 0 && steps[i].At < steps[i - 1].At) throw new ArgumentException($"lines[{l}].steps[{i}].at is {Iso(steps[i].At)}; it must not be before {Iso(steps[i - 1].At)}.", $"lines[{l}].steps[{i}].at");
            }
        }
    }
}
