using Forecasts.Charts.Texts;
using Forecasts.Charts.VegaLite;

namespace Forecasts.Charts;

/// <param name="Shares">The probability of each option, null of one that was not open; null: from here on nothing stands.</param>
public sealed record OptionStep(DateTimeOffset At, IReadOnlyList<double?>? Shares);

/// <summary>
/// How beliefs in one of several options moved: the shares stand on each other, in the order of the options, each with its name beside
/// its end.
/// </summary>
/// <param name="Whose">Whose beliefs these are.</param>
/// <param name="Steps">By rising time; each stands until the next, the last until the end.</param>
public sealed record OptionHistory(
    string Whose,
    IReadOnlyList<string> Options,
    IReadOnlyList<OptionStep> Steps,
    IReadOnlyList<HistoryEvent> Events,
    DateTimeOffset From,
    DateTimeOffset Until,
    DateTimeOffset? DecidedAt = null
) : Chart
{
    /// <summary>More bands could not be told apart.</summary>
    public const int Most = 8;

    private const int LongestName = 22;

    // One colour, so neighbours differ in how dark they are.
    private static readonly double[] Tints = [0.92, 0.42, 0.7, 0.26, 0.84, 0.36, 0.6, 0.16];

    private sealed record BandRow(int Band, int Run, string At, double Lower, double Upper, string Label, string Said);

    public override string Name => "option-history";

    private HistoryFrame Frame => new(From, Until, DecidedAt, Events);

    /// <summary>The places of the options that have a band of their own, in their order: those with the largest shares at the
    /// end.</summary>
    public IReadOnlyList<int> Drawn()
    {
        if (Options.Count <= Most)
            return [.. Enumerable.Range(0, Options.Count)];
        var last = Steps.LastOrDefault(s => s.Shares is not null)?.Shares;
        return [.. Enumerable.Range(0, Options.Count).OrderByDescending(i => last?[i] ?? 0).Take(Most - 1).Order()];
    }

    /// <summary>What the bands hold: the options that have one, then all others together.</summary>
    public static IReadOnlyList<double?> Banded(IReadOnlyList<double?> shares, IReadOnlyList<int> drawn) =>
        drawn.Count == shares.Count
            ? shares
            : [.. drawn.Select(i => shares[i]), shares.Index().Where(s => !drawn.Contains(s.Index)).Sum(s => s.Item ?? 0)];

    protected override VegaView Draw(Look look)
    {
        Verify();
        var (p, w, frame, drawn) = (look.Palette, look.Words, Frame, Drawn());
        var x = frame.X;
        var y = Channel.Number("lower") with
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
        List<string> names =
        [
            .. drawn.Select(i => Options[i]),
            .. drawn.Count < Options.Count ? [Words.Fill(w.Others, Options.Count - drawn.Count)] : (string[])[],
        ];
        var rows = Rows(drawn, names);
        var labels = Ends(drawn, names, p.Ink);
        VegaView Of(int band, VegaView view) => view with { Data = new("bands"), Transform = [new($"datum.band === {band}")] };
        return new()
        {
            Description = string.Join(", ", [frame.Told(w), Whose, .. labels.Select(l => l.Text)]),
            Title = new(w.History, [.. frame.Legend(look), Words.Fill(w.Shares, Whose)]),
            Datasets = frame.With(new() { ["bands"] = rows, ["labels"] = labels }),
            Width = HistoryFrame.Length,
            Height = HistoryFrame.Tall,
            Layer =
            [
                .. names.Select(
                    (_, band) =>
                        Of(
                            band,
                            new()
                            {
                                Mark = new("area")
                                {
                                    Color = p.Accent,
                                    Opacity = Tints[band],
                                    Interpolate = "step-after",
                                    Clip = true,
                                },
                                Encoding = new()
                                {
                                    X = x,
                                    Y = y,
                                    Y2 = new() { Field = "upper" },
                                    Detail = Channel.Name("run"),
                                    Tooltip = [Channel.Told("label", w.Said)],
                                },
                            }
                        )
                ),
                .. names
                    .Skip(1)
                    .Select(
                        (_, band) =>
                            Of(
                                band + 1,
                                new()
                                {
                                    Mark = new("line")
                                    {
                                        Color = p.Paper,
                                        StrokeWidth = 1.4,
                                        Interpolate = "step-after",
                                        Clip = true,
                                    },
                                    Encoding = new()
                                    {
                                        X = x,
                                        Y = y with { Field = "upper" },
                                        Detail = Channel.Name("run"),
                                    },
                                }
                            )
                    ),
                .. frame.AfterTheFact(look, over: true),
                .. frame.Rules(look),
                HistoryFrame.Labels(y),
                .. frame.Marks(look),
            ],
        };
    }

    private List<BandRow> Rows(IReadOnlyList<int> drawn, List<string> names)
    {
        var rows = new List<BandRow>();
        var run = 0;
        IReadOnlyList<double?>? standing = null;
        foreach (var step in Steps.Where(s => s.At < Until).Append(new OptionStep(Until, null)))
        {
            // An area ends where its last step does.
            if (step.Shares is null && standing is not null)
                Add(step.At, standing);
            if (step.Shares is null)
                run++;
            else
                Add(step.At, Banded(step.Shares, drawn));
            standing = step.Shares is null ? null : Banded(step.Shares, drawn);
        }

        return rows;

        void Add(DateTimeOffset at, IReadOnlyList<double?> shares)
        {
            // The first option lies on top.
            var upper = 1.0;
            for (var band = 0; band < shares.Count; band++)
            {
                var share = shares[band] ?? 0;
                var lower = band == shares.Count - 1 ? 0 : Math.Max(0, upper - share);
                rows.Add(new(band, run, Iso(at), Short(lower), Short(upper), names[band], Percent.Of(share)));
                upper = lower;
            }
        }
    }

    private List<EndLabel> Ends(IReadOnlyList<int> drawn, List<string> names, string color)
    {
        if (Steps.LastOrDefault(s => s.At < Until)?.Shares is not { } last)
            return [];
        var upper = 1.0;
        return HistoryFrame.Spread(
            Banded(last, drawn)
                .Select(
                    (s, band) =>
                    {
                        var middle = upper - ((s ?? 0) / 2);
                        upper -= s ?? 0;
                        return (middle, $"{Cut(names[band])} {Percent.Of(s ?? 0)}", color);
                    }
                )
        );
    }

    private static string Cut(string name) => name.Length <= LongestName ? name : name[..(LongestName - 1)] + "…";

    private void Verify()
    {
        Frame.Verify();
        Check.NotEmpty(Options, "options");
        HistoryFrame.InOrder([.. Steps.Select(s => s.At)], "steps");
        for (var i = 0; i < Steps.Count; i++)
        {
            if (Steps[i].Shares is not { } shares)
                continue;
            if (shares.Count != Options.Count)
                throw Check.Wrong($"steps[{i}].shares.count", shares.Count, $"there are {Options.Count} options");
            for (var k = 0; k < shares.Count; k++)
                Check.Share(shares[k], $"steps[{i}].shares[{k}]");
            var sum = shares.Sum() ?? 0;
            if (Math.Abs(sum - 1) > 1e-3)
                throw Check.Wrong($"steps[{i}].shares", sum, "they must sum to 1");
        }
    }
}
