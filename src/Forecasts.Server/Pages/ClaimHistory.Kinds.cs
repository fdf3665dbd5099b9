using Forecasts.Charts;
using Forecasts.Server.Features.Layout;
using Forecasts.Server.Store;

namespace Forecasts.Server.Pages;

/// <summary>Histories of distributions and of options: of the crowd and the reader.</summary>
public sealed partial class ClaimHistory
{
    private async Task<HistoryOnPage?> Fan(Moved moved, RangedClaim kind)
    {
        var (page, claim) = (moved.Page, moved.Claim);
        var own = Stood(moved.Own, row => CrowdRow.FanOf(kind, kind.Values(row)));
        List<Standing<IReadOnlyList<double>>> crowd = [.. moved.Points.Select(p => new Standing<IReadOnlyList<double>>(p.At, p.Fan))];
        if (own.Count + crowd.Count < 2)
            return null;
        var (number, unit) = (kind as NumberClaim, kind.Terms.Unit);
        FanLine[] lines =
        [
            .. crowd.Count == 0 ? [] : (FanLine[])[new(texts["chart.crowd"], HistoryOf.Crowd, Steps(crowd))],
            .. own.Count == 0 ? [] : (FanLine[])[new(texts["chart.you"], HistoryOf.Own, Steps(Thinned(own, moved)))],
        ];
        var scale =
            number is null ? FanScale.Days
            : number.Log ? FanScale.Log
            : FanScale.Linear;
        var chart = new FanHistory(
            lines,
            scale,
            unit,
            Marked(page, claim),
            page.Clock(moved.From),
            page.Clock(moved.Until),
            Decided(page, claim)
        )
        {
            Title = "",
        };
        string Said(IReadOnlyList<double>? fan) =>
            fan is null ? Numbers.None : $"{Place(kind, fan[2])} ({Place(kind, fan[0])} – {Place(kind, fan[4])})";
        var whose = unit is null ? "" : $" ({unit})";
        return new(
            await Show(chart),
            [
                texts["chart.fan-of", texts["chart.you"].Value] + whose,
                .. moved.SeesCrowd ? [texts["chart.fan-of", texts["chart.crowd"].Value] + whose] : (string[])[],
            ],
            Table(moved, own, crowd, fan => [Said(fan)], beside: true)
        );

        List<FanStep> Steps(List<Standing<IReadOnlyList<double>>> steps) =>
            [.. InZone(steps, s => s.At, (s, at) => s with { At = at }, page).Select(s => new FanStep(s.At, s.Value))];
    }

    private async Task<HistoryOnPage?> Options(Moved moved, ChoiceClaim kind)
    {
        var own = Stood(moved.Own, row => Named(kind, kind.Values(row)));
        List<Standing<IReadOnlyList<double?>>> crowd =
        [
            .. moved.Points.Select(p => new Standing<IReadOnlyList<double?>>(p.At, p.Median is null ? null : Named(kind, p.Median))),
        ];
        if (own.Count + crowd.Count < 2)
            return null;
        var (page, claim) = (moved.Page, moved.Claim);
        // While the crowd is sealed, the reader's own.
        var (drawn, whose) = crowd.Count > 0 ? (crowd, "chart.crowd") : (own, "chart.you");
        var chart = new OptionHistory(
            texts[whose],
            kind.Names,
            [.. InZone(Thinned(drawn, moved), s => s.At, (s, at) => s with { At = at }, page).Select(s => new OptionStep(s.At, s.Value))],
            Marked(page, claim),
            page.Clock(moved.From),
            page.Clock(moved.Until),
            Decided(page, claim)
        )
        {
            Title = "",
        };
        var bands = chart.Drawn();
        List<string> names =
        [
            .. bands.Select(i => kind.Names[i]),
            .. bands.Count < kind.Names.Count ? [texts["chart.others", kind.Names.Count - bands.Count]] : (string[])[],
        ];
        return new(
            await Show(chart),
            [texts["chart.whose"], .. names],
            Table(
                moved,
                own,
                crowd,
                s => [.. s is null ? names.Select(_ => Numbers.None) : OptionHistory.Banded(s, bands).Select(p => Numbers.Percent(p))],
                beside: false
            )
        );
    }

    /// <summary>Each of the reader's own turns, and the end of each day on which the crowd changed.</summary>
    /// <param name="beside">The crowd stands in columns of its own; else in rows of its own, which say whose they are.</param>
    private List<HistoryRow> Table<T>(
        Moved moved,
        List<Standing<T>> own,
        List<Standing<T>> crowd,
        Func<T?, IReadOnlyList<string>> cells,
        bool beside
    )
        where T : class
    {
        var page = moved.Page;
        var (mine, theirs) = (
            ByInstant(page, own, s => s.At, daily: own.Count > MostSteps),
            ByInstant(page, crowd, s => s.At, daily: true)
        );
        if (beside)
        {
            var all = ByInstant(page, crowd, s => s.At, daily: false);
            return
            [
                .. mine
                    .Keys.Union(theirs.Keys)
                    .Order()
                    .Select(at => new HistoryRow(
                        page.Local(at),
                        [.. cells(Last(mine, at)?.Value), .. moved.SeesCrowd ? cells(Last(all, at)?.Value) : []]
                    )),
            ];
        }

        return
        [
            .. mine.Select(s => (s.Key, "chart.you", s.Value))
                .Concat(theirs.Select(s => (s.Key, "crowd.median", s.Value)))
                .OrderBy(s => s.Key)
                .Select(s => new HistoryRow(page.Local(s.Key), [texts[s.Item2], .. cells(s.Value.Value)])),
        ];
    }

    /// <summary>By the options of today: what was not open then has none.</summary>
    private static IReadOnlyList<double?> Named(ChoiceClaim kind, IReadOnlyList<double> values)
    {
        // A series may be older than the latest option.
        var then = values.Count == kind.Options.Count ? kind : kind with { Options = [.. kind.Options.Take(values.Count)] };
        var known = then.Names.Index().ToDictionary(n => n.Item, n => n.Index, StringComparer.Ordinal);
        return [.. kind.Names.Select(name => known.TryGetValue(name, out var i) && !double.IsNaN(values[i]) ? values[i] : (double?)null)];
    }

    private static string Place(RangedClaim kind, double place) =>
        kind is NumberClaim ? Quantity.Of(place) : Numbers.Day(Quantity.Day(place));

    private List<HistoryEvent> Marked(PredictionPage page, ClaimView claim) =>
        [.. Events(page, claim).Select(e => e with { At = page.Clock(e.At) })];

    private static DateTimeOffset? Decided(PredictionPage page, ClaimView claim) =>
        claim.DecidedAt is { } decided ? page.Clock(decided) : null;

    /// <summary>Of the steps in each of as many equal parts the last: more than a picture has room for.</summary>
    private static List<Standing<T>> Thinned<T>(List<Standing<T>> steps, Moved moved)
        where T : class =>
        steps.Count <= MostSteps
            ? steps
            :
            [
                .. steps
                    .GroupBy(s => (int)Math.Clamp((s.At - moved.From) / (moved.Until - moved.From) * MostSteps, 0, MostSteps))
                    .OrderBy(g => g.Key)
                    .Select(g => g.Last()),
            ];
}
