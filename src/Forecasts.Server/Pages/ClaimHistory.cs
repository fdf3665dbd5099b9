using Forecasts.Charts;
using Forecasts.Domain.Evidence;
using Forecasts.Domain.Forecasting;
using Forecasts.Scoring.Aggregation;
using Forecasts.Scoring.Timeline;
using Forecasts.Server.Features.Charts;
using Forecasts.Server.Features.Layout;
using Forecasts.Server.Store;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Npgsql;

namespace Forecasts.Server.Pages;

/// <param name="At">By the clocks of the season's zone.</param>
/// <param name="Cells">One for each column, in words.</param>
public sealed record HistoryRow(DateTimeOffset At, IReadOnlyList<string> Cells);

/// <param name="Columns">What the cells are of.</param>
/// <param name="Rows">The same as a table: each of the reader's own turns, and the end of each day on which the crowd changed.</param>
public sealed record HistoryOnPage(ChartPicture Picture, IReadOnlyList<string> Columns, IReadOnlyList<HistoryRow> Rows);

/// <summary>
/// How beliefs in a claim moved, as this reader may see it: the own line always, other people's and the crowd's where the page shows
/// their forecasts, evidence by the stances that the page shows. No names are in the chart: they may be erased. Of many people the
/// middle half is drawn instead of their lines, so that a picture costs the same for however many. A distribution is drawn of the crowd
/// and of the reader alone.
/// </summary>
public sealed partial class ClaimHistory(NpgsqlDataSource database, ChartStore charts, Clock clock, IStringLocalizer<Texts> texts)
    : ViewComponent
{
    private const int MostLines = 60,
        MostTurns = 3_000,
        MostSteps = 500;

    /// <summary>What stands from an instant on; null: nothing does.</summary>
    private sealed record Standing<T>(DateTimeOffset At, T? Value)
        where T : class;

    /// <param name="Turns">The reader's own alone where others' are sealed.</param>
    /// <param name="Points">The crowd's; empty while it is sealed.</param>
    private sealed record Moved(
        PredictionPage Page,
        ClaimView Claim,
        List<StoredTurn> Turns,
        IReadOnlyList<CrowdRow> Points,
        DateTimeOffset From,
        DateTimeOffset Until
    )
    {
        public bool SeesCrowd => Claim.Forecasts is not null;

        public StoredTurn[] Own => [.. Turns.Where(t => t.Analyst == Page.Person.Id)];
    }

    public async Task<IViewComponentResult> InvokeAsync(PredictionPage page, ClaimView claim)
    {
        var sees = claim.Forecasts is not null;
        var (from, until) = Window(page, claim);
        if (until <= from)
            return Content("");
        // Of options and distributions nobody's but the crowd's and the reader's own are drawn.
        var alone = !sees || claim.Kind is RangedClaim or ChoiceClaim;
        var (turns, crowd) = await Read(page, claim, alone, sees, HttpContext.RequestAborted);
        var moved = new Moved(page, claim, turns, crowd, from, until);
        var shown = claim.Kind switch
        {
            RangedClaim ranged => await Fan(moved, ranged),
            ChoiceClaim choice => await Options(moved, choice),
            _ => await Lines(moved),
        };
        return shown is null ? Content("") : View("/Pages/_History.cshtml", shown);
    }

    private async Task<HistoryOnPage?> Lines(Moved moved)
    {
        var (page, claim, turns, crowd, from, until) = moved;
        var (reader, sees) = (page.Person.Id, moved.SeesCrowd);
        var many = sees && (turns.Count > MostTurns || turns.DistinctBy(t => t.Analyst).Count() > MostLines);
        if (many)
            turns =
                turns.Count > MostTurns
                    ? (await Read(page, claim, alone: true, crowd: false, HttpContext.RequestAborted)).Turns
                    : [.. moved.Own];
        List<HistoryLine> lines =
        [
            .. turns
                .GroupBy(t => t.Analyst)
                .OrderBy(g => g.Key == reader)
                .ThenBy(g => g.First().MadeAt)
                .Select(g =>
                    g.Key == reader
                        ? new HistoryLine(texts["chart.you"], HistoryOf.Own, Steps(claim.Kind, [.. g]))
                        : new(texts["score.analyst"], HistoryOf.Other, Steps(claim.Kind, [.. g]))
                ),
            .. sees && crowd.Count > 0
                ?
                [
                    new(
                        texts["chart.crowd"],
                        HistoryOf.Crowd,
                        [.. crowd.Select(p => new HistoryStep(p.At, p.Median is { } m ? Line(claim.Kind, m) : null))]
                    ),
                ]
                : (HistoryLine[])[],
        ];
        if (lines.Sum(l => l.Steps.Count) < 2)
            return null;
        List<HistorySpan> middle = many ? [.. crowd.Select(p => new HistorySpan(p.At, p.Lower, p.Upper))] : [];
        var drawn = lines.ConvertAll(l =>
            l.Steps.Count > MostSteps && l.Of != HistoryOf.Crowd ? l with { Steps = Thinned(l.Steps, from, until) } : l
        );
        var chart = new ForecastHistory(
            drawn.ConvertAll(l => l with { Steps = [.. InZone(l.Steps, s => s.At, (s, at) => s with { At = at }, page)] }),
            [.. Events(page, claim).Select(e => e with { At = page.Clock(e.At) })],
            page.Clock(from),
            page.Clock(until),
            claim.DecidedAt is { } decided ? page.Clock(decided) : null,
            [.. InZone(middle, s => s.At, (s, at) => s with { At = at }, page)]
        )
        {
            Title = "",
        };
        return new(
            await Show(chart),
            [texts["chart.you"], .. sees ? [texts["crowd.median"]] : (string[])[], .. many ? [texts["crowd.middle"]] : (string[])[]],
            Rows(page, lines, middle, sees, many)
        );
    }

    private Task<ChartPicture> Show(Chart chart) => charts.Show(chart, ReaderPage.Language, HttpContext.RequestAborted);

    /// <summary>Of the steps in each of as many equal parts the last: more than a picture has room for.</summary>
    private static List<HistoryStep> Thinned(IReadOnlyList<HistoryStep> steps, DateTimeOffset from, DateTimeOffset until) =>
        [
            .. steps
                .GroupBy(s => (int)Math.Clamp((s.At - from) / (until - from) * MostSteps, 0, MostSteps))
                .OrderBy(g => g.Key)
                .Select(g => g.Last()),
        ];

    /// <summary>
    /// From when the claim could be forecast until it could no longer, or the end of today: a new day is a new picture, a new second is
    /// not.
    /// </summary>
    private (DateTimeOffset From, DateTimeOffset Until) Window(PredictionPage page, ClaimView claim)
    {
        var calendar = page.Season.Calendar;
        var due = Zones.Closing(claim.Due, calendar.TimeZone).Instant;
        var until = due < calendar.ForecastsClose.Instant ? due : calendar.ForecastsClose.Instant;
        var today = Zones.Closing(page.Today, calendar.TimeZone).Instant;
        return (
            claim.FiledAt > calendar.Opens.Instant ? claim.FiledAt : calendar.Opens.Instant,
            today < until && clock.GetUtcNow() < until ? today : until
        );
    }

    private static List<HistoryEvent> Events(PredictionPage page, ClaimView claim) =>
        [
            .. page
                .View.Evidence.Where(e => e.Retracted is null && e.Stances.ContainsKey(claim.Number))
                .Select(e => new HistoryEvent(
                    Zones.Opening(e.OccurredOn, page.Season.Calendar.TimeZone).Instant,
                    e.Stances[claim.Number] switch
                    {
                        Stance.Supports => HistoryMark.Supports,
                        Stance.Contradicts => HistoryMark.Contradicts,
                        _ => HistoryMark.Mixed,
                    },
                    e.Text.In(ReaderPage.Language)
                )),
        ];

    private static List<HistoryStep> Steps(ClaimKind kind, StoredTurn[] turns) =>
        [
            .. Stood(turns, v => (IReadOnlyList<double>)kind.Values(v))
                .Select(s => new HistoryStep(s.At, s.Value is null ? null : Line(kind, s.Value))),
        ];

    /// <summary>A turn lasts until the next, until it is withdrawn, or until it ends by itself.</summary>
    private static List<Standing<T>> Stood<T>(StoredTurn[] turns, Func<double[], T> value)
        where T : class
    {
        var steps = new List<Standing<T>>();
        for (var i = 0; i < turns.Length; i++)
        {
            steps.Add(new(turns[i].MadeAt, turns[i].Value is { } values ? value(values) : null));
            if (turns[i].ExpiresAt is { } ends && (i == turns.Length - 1 || ends < turns[i + 1].MadeAt))
                steps.Add(new(ends, null));
        }

        return steps;
    }

    private static List<HistoryRow> Rows(PredictionPage page, List<HistoryLine> lines, List<HistorySpan> middle, bool sees, bool many)
    {
        var (turns, points) = (Of(HistoryOf.Own), Of(HistoryOf.Crowd));
        var (own, crowd, spans) = (By(turns, s => s.At, daily: turns.Count > MostSteps), By(points, s => s.At), By(middle, s => s.At));
        var all = By(points, s => s.At, daily: false);
        return
        [
            .. own
                .Keys.Union(crowd.Keys)
                .Order()
                .Select(at => (at, span: Last(spans, at)))
                .Select(d => new HistoryRow(
                    page.Local(d.at),
                    [
                        Numbers.Percent(Last(own, d.at)?.Value),
                        .. sees ? [Numbers.Percent(Last(all, d.at)?.Value)] : (string[])[],
                        .. many
                            ?
                            [
                                d.span is { Lower: { } lower, Upper: { } upper }
                                    ? $"{Numbers.Percent(lower)} – {Numbers.Percent(upper)}"
                                    : Numbers.None,
                            ]
                            : (string[])[],
                    ]
                )),
        ];

        IReadOnlyList<HistoryStep> Of(HistoryOf whose) => lines.Find(l => l.Of == whose)?.Steps ?? [];

        SortedList<DateTimeOffset, T> By<T>(IReadOnlyList<T> steps, Func<T, DateTimeOffset> at, bool daily = true) =>
            ByInstant(page, steps, at, daily);
    }

    /// <summary>Each step by its instant, or the last of each day.</summary>
    private static SortedList<DateTimeOffset, T> ByInstant<T>(
        PredictionPage page,
        IReadOnlyList<T> steps,
        Func<T, DateTimeOffset> at,
        bool daily
    )
    {
        var kept = new SortedList<DateTimeOffset, T>();
        foreach (var step in daily ? steps.GroupBy(s => page.DayOf(at(s))).Select(d => d.Last()) : steps)
            kept[at(step)] = step;
        return kept;
    }

    private static T? Last<T>(SortedList<DateTimeOffset, T> steps, DateTimeOffset at) => steps.LastOrDefault(e => e.Key <= at).Value;

    /// <summary>
    /// A picture's days are those of the season's zone. Where clocks are put back, an hour is there twice: steps keep order.
    /// </summary>
    private static IEnumerable<T> InZone<T>(
        IEnumerable<T> steps,
        Func<T, DateTimeOffset> at,
        Func<T, DateTimeOffset, T> moved,
        PredictionPage page
    )
    {
        var before = DateTimeOffset.MinValue;
        foreach (var step in steps)
        {
            var local = page.Clock(at(step));
            yield return moved(step, before = local < before ? before : local);
        }
    }

    /// <summary>Everybody's turns, or one more than are drawn; of one analyst all of them.</summary>
    private async Task<(List<StoredTurn> Turns, IReadOnlyList<CrowdRow> Crowd)> Read(
        PredictionPage page,
        ClaimView claim,
        bool alone,
        bool crowd,
        CancellationToken cancellation
    )
    {
        var address = $"{page.View.Id}/{claim.Number}";
        var turns = await TurnRows.Of(
            database,
            address,
            alone ? page.Person.Id : null,
            alone ? Forecast.MostTurns : MostTurns + 1,
            cancellation
        );
        turns.Sort((a, b) => a.MadeAt != b.MadeAt ? a.MadeAt.CompareTo(b.MadeAt) : string.CompareOrdinal(a.Analyst, b.Analyst));
        return (turns, crowd ? await CrowdRows.Of(database, address, cancellation) : []);
    }

    /// <summary>The probability or expected grade that is drawn; null where the kind has none.</summary>
    private static double? Line(ClaimKind kind, IReadOnlyList<double> values) => kind.Pairs(values, 0) is [var one] ? one.Forecast : null;
}
