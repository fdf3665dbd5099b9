using System.Text.Json;
using Forecasts.Charts;
using Forecasts.Domain.Evidence;
using Forecasts.Domain.Forecasting;
using Forecasts.Scoring.Aggregation;
using Forecasts.Scoring.Timeline;
using Forecasts.Server.Features.Layout;
using Forecasts.Server.Features.Predictions;
using Forecasts.Server.Features.Scoring;
using Forecasts.Server.Setup;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Npgsql;

namespace Forecasts.Server.Features.Charts;

/// <param name="Own">The reader's own value from that day on; null: none stood.</param>
/// <param name="Crowd">The crowd's; null: nobody stood, or it is sealed.</param>
/// <param name="Lower">The middle half lies between this and <paramref name="Upper"/>; null likewise.</param>
public sealed record HistoryDay(DateOnly Day, double? Own, double? Crowd, double? Lower, double? Upper);

/// <param name="Days">The same as a table, one row per day on which something changed.</param>
/// <param name="Many">More people than lines can show: their middle half is drawn.</param>
public sealed record HistoryOnPage(ChartPicture Picture, IReadOnlyList<HistoryDay> Days, bool SeesCrowd, bool Many);

/// <summary>
/// How beliefs in a claim moved, as this reader may see it: the own line always, other people's and the crowd's where the page shows
/// their forecasts, evidence by the stances that the page shows. No names are in the chart: they may be erased. Of many people the
/// middle half is drawn instead of their lines, so that a picture costs the same for however many.
/// </summary>
public sealed class ClaimHistory(NpgsqlDataSource database, ChartStore charts, Clock clock, IStringLocalizer<Texts> texts) : ViewComponent
{
    private const int MostLines = 60, MostTurns = 3_000, MostSteps = 500;

    private sealed record Turn(string Analyst, DateTimeOffset At, DateTimeOffset? Expires, double? Value);

    public async Task<IViewComponentResult> InvokeAsync(PredictionPage page, ClaimView claim)
    {
        var reader = page.Person.Id;
        var sees = claim.Forecasts is not null;
        var address = $"{page.View.Id}/{claim.Number}";
        var (turns, crowd) = await Read(address, sees ? null : reader, HttpContext.RequestAborted);
        var many = sees && (turns.Count > MostTurns || turns.DistinctBy(t => t.Analyst).Count() > MostLines);
        if (many) turns = turns.Count > MostTurns ? (await Read(address, reader, HttpContext.RequestAborted)).Turns : [.. turns.Where(t => t.Analyst == reader)];
        var (from, until) = Window(page, claim);
        List<HistoryLine> lines =
        [
            .. turns.GroupBy(t => t.Analyst).OrderBy(g => g.Key == reader).ThenBy(g => g.First().At)
                .Select(g => g.Key == reader ? new HistoryLine(texts["chart.you"], HistoryOf.Own, Steps([.. g])) : new(texts["score.analyst"], HistoryOf.Other, Steps([.. g]))),
            .. sees && crowd.Count > 0 ? [new(texts["chart.crowd"], HistoryOf.Crowd, [.. crowd.Select(p => new HistoryStep(p.At, p.Median is { } m ? Grades.Expected(m) : null))])] : (HistoryLine[])[],
        ];
        if (lines.Sum(l => l.Steps.Count) < 2 || until <= from) return Content("");
        List<HistorySpan> middle = many ? [.. crowd.Select(p => new HistorySpan(p.At, p.Lower, p.Upper))] : [];
        var drawn = lines.ConvertAll(l => l.Steps.Count > MostSteps && l.Of != HistoryOf.Crowd ? l with { Steps = Thinned(l.Steps, from, until) } : l);
        var picture = await charts.Show(new ForecastHistory(drawn, Events(page, claim), from, until, claim.DecidedAt, middle) { Title = "" }, ReaderPage.Language, HttpContext.RequestAborted);
        return View("/Features/Charts/_History.cshtml", new HistoryOnPage(picture, Days(page, lines, middle), sees, many));
    }

    /// <summary>Of the steps in each of as many equal parts the last: more than a picture has room for.</summary>
    private static List<HistoryStep> Thinned(IReadOnlyList<HistoryStep> steps, DateTimeOffset from, DateTimeOffset until) =>
        [.. steps.GroupBy(s => (int)Math.Clamp((s.At - from) / (until - from) * MostSteps, 0, MostSteps)).OrderBy(g => g.Key).Select(g => g.Last())];

    /// <summary>From when the claim could be forecast until it could no longer, or the end of today: a new day is a new picture, a new second is not.</summary>
    private (DateTimeOffset From, DateTimeOffset Until) Window(PredictionPage page, ClaimView claim)
    {
        var calendar = page.Season.Calendar;
        var due = Zones.Closing(claim.Due, calendar.TimeZone).Instant;
        var until = due < calendar.ForecastsClose.Instant ? due : calendar.ForecastsClose.Instant;
        var today = Zones.Closing(page.Today, calendar.TimeZone).Instant;
        return (claim.FiledAt > calendar.Opens.Instant ? claim.FiledAt : calendar.Opens.Instant, today < until && clock.GetUtcNow() < until ? today : until);
    }

    private static List<HistoryEvent> Events(PredictionPage page, ClaimView claim) =>
    [
        .. page.View.Evidence.Where(e => e.Retracted is null && e.Stances.ContainsKey(claim.Number)).Select(e => new HistoryEvent(
            Zones.Opening(e.OccurredOn, page.Season.Calendar.TimeZone).Instant,
            e.Stances[claim.Number] switch { Stance.Supports => HistoryMark.Supports, Stance.Contradicts => HistoryMark.Contradicts, _ => HistoryMark.Mixed }, e.Text.In(ReaderPage.Language))),
    ];

    /// <summary>A turn lasts until the next, until it is withdrawn, or until it ends by itself.</summary>
    private static List<HistoryStep> Steps(Turn[] turns)
    {
        var steps = new List<HistoryStep>();
        for (var i = 0; i < turns.Length; i++)
        {
            steps.Add(new(turns[i].At, turns[i].Value));
            if (turns[i].Expires is { } ends && (i == turns.Length - 1 || ends < turns[i + 1].At)) steps.Add(new(ends, null));
        }

        return steps;
    }

    private static List<HistoryDay> Days(PredictionPage page, List<HistoryLine> lines, List<HistorySpan> middle)
    {
        var (own, crowd, spans) = (Ends(lines.Find(l => l.Of == HistoryOf.Own)?.Steps ?? [], s => s.At), Ends(lines.Find(l => l.Of == HistoryOf.Crowd)?.Steps ?? [], s => s.At), Ends(middle, s => s.At));
        return [.. own.Keys.Union(crowd.Keys).Order().Select(day => (day, span: At(spans, day))).Select(d => new HistoryDay(d.day, At(own, d.day)?.Value, At(crowd, d.day)?.Value, d.span?.Lower, d.span?.Upper))];

        // What stands at the end of each day on which something changed.
        SortedList<DateOnly, T> Ends<T>(IReadOnlyList<T> steps, Func<T, DateTimeOffset> at)
        {
            var ends = new SortedList<DateOnly, T>();
            foreach (var step in steps) ends[page.DayOf(at(step))] = step;
            return ends;
        }

        static T? At<T>(SortedList<DateOnly, T> ends, DateOnly day) => ends.LastOrDefault(e => e.Key <= day).Value;
    }

    /// <summary>Everybody's turns, or one more than are drawn; of one analyst all of them.</summary>
    private async Task<(List<Turn> Turns, IReadOnlyList<CrowdPoint> Crowd)> Read(string claim, string? analyst, CancellationToken cancellation)
    {
        await using var batch = database.CreateBatch();
        batch.BatchCommands.Add(new("select analyst, made_at, expires_at, value from forecasts.forecast_intervals where claim = $1 and ($2::text is null or analyst = $2) limit $3")
        {
            Parameters = { new() { Value = claim }, new() { Value = (object?)analyst ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text }, new() { Value = analyst is null ? MostTurns + 1 : Forecast.MostTurns } },
        });
        batch.BatchCommands.Add(new("select points::text from forecasts.crowd_series where claim = $1 and $2::text is null")
        {
            Parameters = { new() { Value = claim }, new() { Value = (object?)analyst ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text } },
        });
        await using var reader = await batch.ExecuteReaderAsync(cancellation);
        var turns = new List<Turn>();
        while (await reader.ReadAsync(cancellation))
            turns.Add(new(
                reader.GetString(0), Time(reader, 1), reader.IsDBNull(2) ? null : Time(reader, 2), reader.IsDBNull(3) ? null : Grades.Expected(reader.GetFieldValue<double[]>(3))));
        turns.Sort((a, b) => a.At != b.At ? a.At.CompareTo(b.At) : string.CompareOrdinal(a.Analyst, b.Analyst));
        await reader.NextResultAsync(cancellation);
        return (turns, await reader.ReadAsync(cancellation) ? JsonSerializer.Deserialize<List<CrowdPoint>>(reader.GetString(0), JsonSerializerOptions.Web)! : []);
    }

    private static DateTimeOffset Time(NpgsqlDataReader reader, int column) => new(reader.GetFieldValue<DateTime>(column), TimeSpan.Zero);
}
