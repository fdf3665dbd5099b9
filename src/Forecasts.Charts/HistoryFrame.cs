using Forecasts.Charts.Texts;
using Forecasts.Charts.VegaLite;

namespace Forecasts.Charts;

public enum HistoryMark
{
    Supports,
    Contradicts,
    Mixed,
    Clarified,
}

/// <summary>Something that happened, above the lines.</summary>
public sealed record HistoryEvent(DateTimeOffset At, HistoryMark Mark, string Text);

/// <summary>What stands beside the end of a line, at a place of the scale.</summary>
internal sealed record EndLabel(double At, string Text, string Color);

/// <summary>What all histories share: the days, what happened meanwhile, and from when the outcome was public.</summary>
internal sealed record HistoryFrame(
    DateTimeOffset From,
    DateTimeOffset Until,
    DateTimeOffset? DecidedAt,
    IReadOnlyList<HistoryEvent> Events
)
{
    public const int Length = 500,
        Tall = 230;
    private const int LabelHeight = 15;

    private List<HistoryEvent> Shown => [.. Events.Where(e => e.At >= From && e.At <= Until).OrderBy(e => e.At)];

    private DateTimeOffset? Decided =>
        DecidedAt is { } d && d < Until
            ? d < From
                ? From
                : DecidedAt
            : null;

    public Channel X
    {
        get
        {
            object domain = (string[])[Chart.Iso(From), Chart.Iso(Until)];
            var days = (Until - From).TotalDays;
            return Channel.Time("at") with
            {
                Scale = new Scale
                {
                    Type = "utc",
                    Domain = domain,
                    Nice = false,
                },
                Axis = new()
                {
                    Title = "",
                    Format =
                        days > 1_500 ? "%Y"
                        : days > 120 ? "%Y-%m"
                        : "%m-%d",
                    TickCount = 7,
                    Grid = false,
                    LabelFlush = false,
                    LabelSeparation = 16,
                },
            };
        }
    }

    /// <summary>The time in which the outcome was known: behind the lines, or over areas that would hide it.</summary>
    public IEnumerable<VegaView> AfterTheFact(Look look, bool over = false)
    {
        if (Decided is not { } decided)
            return [];
        var (x, early, data) = (X, decided - From < (Until - From) / 8, new DataName("decided"));
        var word = new Mark("text")
        {
            Text = look.Words.Decided,
            Color = over ? look.Palette.Ink : look.Palette.Soft,
            Align = early ? "left" : "right",
            Baseline = "bottom",
            Dx = early ? 5 : -5,
            FontStyle = look.Words.Italic,
        };
        VegaView Word(Mark mark) =>
            new()
            {
                Data = data,
                Mark = mark,
                Encoding = new()
                {
                    X = x,
                    Y = new() { Value = Tall - 5 },
                },
            };
        return
        [
            new()
            {
                Data = data,
                Mark = new("rect") { Color = look.Palette.Band, Opacity = over ? 0.45 : null },
                Encoding = new()
                {
                    X = x,
                    X2 = new() { Value = Length },
                    Y = new() { Value = 0 },
                    Y2 = new() { Value = Tall },
                },
            },
            new()
            {
                Data = data,
                Mark = new("rule") { Color = look.Palette.Ink, StrokeWidth = 1.2 },
                Encoding = new()
                {
                    X = x,
                    Y = new() { Value = 0 },
                    Y2 = new() { Value = Tall },
                },
            },
            .. over ? [Word(word with { Stroke = look.Palette.Paper, StrokeWidth = 3 })] : (VegaView[])[],
            Word(word),
        ];
    }

    /// <summary>A line for each event.</summary>
    public IEnumerable<VegaView> Rules(Look look) =>
        Shown.Count == 0
            ? []
            :
            [
                new()
                {
                    Data = new("events"),
                    Mark = new("rule") { Color = look.Palette.Line },
                    Encoding = new()
                    {
                        X = X,
                        Y = new() { Value = 0 },
                        Y2 = new() { Value = Tall },
                    },
                },
            ];

    /// <summary>The events' marks above the picture.</summary>
    public IEnumerable<VegaView> Marks(Look look) =>
        Kinds()
            .Select(mark => new VegaView
            {
                Data = new("events"),
                Transform = [new($"datum.mark === '{Word(mark)}'")],
                Mark = new("point")
                {
                    Shape = Shape(mark),
                    Color = Color(mark, look.Palette),
                    Filled = true,
                    Opacity = 1,
                    Size = 60,
                },
                Encoding = new()
                {
                    X = X,
                    Y = new() { Value = -9 },
                    Tooltip =
                    [
                        Channel.Time("at") with
                        {
                            Title = look.Words.Day,
                            Format = "%Y-%m-%d",
                        },
                        new()
                        {
                            Field = "text",
                            Type = "nominal",
                            Title = Said(mark, look.Words),
                        },
                    ],
                },
            });

    /// <summary>What the marks mean, in a line.</summary>
    public IEnumerable<string> Legend(Look look) =>
        string.Join(" · ", Kinds().Select(m => $"{Glyph(m)} {Said(m, look.Words)}")) is { Length: > 0 } line ? [line] : [];

    public string Told(Words words) => $"{words.History}: {Chart.Iso(From)[..10]} – {Chart.Iso(Until)[..10]}";

    /// <summary>Beside the ends of the lines, on the same scale.</summary>
    public static VegaView Labels(Channel y) =>
        new()
        {
            Data = new("labels"),
            Mark = new("text")
            {
                Align = "left",
                FontSize = 12,
                FontWeight = 600,
            },
            Encoding = new()
            {
                X = new() { Value = Length + 8 },
                Y = y with { Field = "at" },
                Text = Channel.Name("text"),
                Color = new()
                {
                    Field = "color",
                    Type = "nominal",
                    Scale = VegaJson.Null,
                },
            },
        };

    /// <summary>From the highest to the lowest, at least a line apart and inside the picture; places are heights from 0 at the bottom to
    /// 1.</summary>
    /// <param name="ends">By falling height.</param>
    public static List<EndLabel> Spread(IEnumerable<(double At, string Text, string Color)> ends)
    {
        List<(double At, string Text, string Color)> all = [.. ends];
        var (tops, above) = (new double[all.Count], double.NegativeInfinity);
        for (var i = 0; i < tops.Length; i++)
            tops[i] = above = Math.Max(Tall * (1 - all[i].At), above + LabelHeight);
        for (var (i, below) = (tops.Length - 1, Math.Max(Tall, (tops.Length - 1) * LabelHeight) + (double)LabelHeight); i >= 0; i--)
            tops[i] = below = Math.Min(tops[i], below - LabelHeight);
        return [.. all.Select((l, i) => new EndLabel(Chart.Short(1 - (tops[i] / Tall)), l.Text, l.Color))];
    }

    public Dictionary<string, object> With(Dictionary<string, object> data) =>
        new(data, StringComparer.Ordinal)
        {
            ["events"] = Shown.ConvertAll(e => new
            {
                at = Chart.Iso(e.At),
                mark = Word(e.Mark),
                text = e.Text,
            }),
            ["decided"] = Decided is { } instant ? [new { at = Chart.Iso(instant) }] : (object[])[],
        };

    public void Verify()
    {
        if (!(Until > From))
            throw new ArgumentException($"until is {Chart.Iso(Until)}; it must be after from, {Chart.Iso(From)}.", "until");
    }

    public static void InOrder(IReadOnlyList<DateTimeOffset> steps, string name)
    {
        for (var i = 1; i < steps.Count; i++)
        {
            if (steps[i] < steps[i - 1])
                throw new ArgumentException(
                    $"{name}[{i}].at is {Chart.Iso(steps[i])}; it must not be before {Chart.Iso(steps[i - 1])}.",
                    $"{name}[{i}].at"
                );
        }
    }

    public static string Word(Enum value) => value.ToString().ToLowerInvariant();

    private IEnumerable<HistoryMark> Kinds() => Shown.Select(e => e.Mark).Distinct().Order();

    private static string Said(HistoryMark mark, Words words) =>
        mark switch
        {
            HistoryMark.Supports => words.Supports,
            HistoryMark.Contradicts => words.Contradicts,
            HistoryMark.Mixed => words.Mixed,
            _ => words.Clarified,
        };

    private static string Shape(HistoryMark mark) =>
        mark switch
        {
            HistoryMark.Supports => "triangle-up",
            HistoryMark.Contradicts => "triangle-down",
            HistoryMark.Mixed => "diamond",
            _ => "square",
        };

    private static string Glyph(HistoryMark mark) =>
        mark switch
        {
            HistoryMark.Supports => "▲",
            HistoryMark.Contradicts => "▼",
            HistoryMark.Mixed => "◆",
            _ => "■",
        };

    private static string Color(HistoryMark mark, Palette p) =>
        mark switch
        {
            HistoryMark.Supports => p.Accurate,
            HistoryMark.Contradicts => p.Inaccurate,
            HistoryMark.Mixed => p.Half,
            _ => p.Soft,
        };
}
