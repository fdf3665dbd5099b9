using System.Text.Json;
using Forecasts.Charts;
using Forecasts.Domain.Evidence;
using Forecasts.Scoring.Aggregation;
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
public sealed record HistoryDay(DateOnly Day, double? Own, double? Crowd);

/// <param name="Days">The same as a table, one row per day on which something changed.</param>
public sealed record HistoryOnPage(ChartPicture Picture, IReadOnlyList<HistoryDay> Days, bool SeesCrowd);

/// <summary>
/// How beliefs in a claim moved, as this reader may see it: the own line always, other people's and the crowd's where the page shows
/// their forecasts, evidence by the stances that the page shows. No names are in the chart: they may be erased.
/// </summary>
public sealed class ClaimHistory(NpgsqlDataSource database, ChartStore charts, Clock clock, IStringLocalizer<Texts> texts) : ViewComponent
{
    private sealed record Turn(string Analyst, DateTimeOffset At, DateTimeOffset? Expires, double? Value);

    public async Task<IViewComponentResult> InvokeAsync(PredictionPage page, ClaimView claim)
    {
        var reader = page.Person.Id;
        var sees = claim.Forecasts is not null;
        var (turns, crowd) = await Read($"{page.View.Id}/{claim.Number}", sees ? null : reader, HttpContext.RequestAborted);
        List<HistoryLine> lines =
        [
            .. turns.GroupBy(t => t.Analyst).OrderBy(g => g.Key == reader).ThenBy(g => g.First().At)
                .Select(g => g.Key == reader ? new HistoryLine(texts["chart.you"], HistoryOf.Own, Steps([.. g])) : new(texts["score.analyst"], HistoryOf.Other, Steps([.. g]))),
            .. sees && crowd.Count > 0 ? [new(texts["chart.crowd"], HistoryOf.Crowd, [.. crowd.Select(p => new HistoryStep(p.At, p.Median is { } m ? ResultsQuery.ExpectedGrade([.. m]) : null))])] : (HistoryLine[])[],
        ];
        var (from, until) = Window(page, claim);
        if (lines.Sum(l => l.Steps.Count) < 2 || until <= from) return Content("");
        var picture = await charts.Show(new ForecastHistory(lines, Events(page, claim), from, until, claim.DecidedAt) { Title = "" }, ReaderPage.Language, HttpContext.RequestAborted);
        return View("/Features/Charts/_History.cshtml", new HistoryOnPage(picture, Days(page, lines), sees));
    }

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

    private static List<HistoryDay> Days(PredictionPage page, List<HistoryLine> lines)
    {
        var shown = lines.Where(l => l.Of != HistoryOf.Other).ToList();
        return [.. shown.SelectMany(l => l.Steps).Select(s => page.DayOf(s.At)).Distinct().Order().Select(day => new HistoryDay(day, At(HistoryOf.Own, day), At(HistoryOf.Crowd, day)))];

        double? At(HistoryOf of, DateOnly day) => shown.FirstOrDefault(l => l.Of == of)?.Steps.LastOrDefault(s => page.DayOf(s.At) <= day)?.Value;
    }

    private async Task<(List<Turn> Turns, IReadOnlyList<CrowdPoint> Crowd)> Read(string claim, string? analyst, CancellationToken cancellation)
    {
        await using var batch = database.CreateBatch();
        batch.BatchCommands.Add(new("select analyst, made_at, expires_at, value from forecasts.forecast_intervals where claim = $1 and ($2::text is null or analyst = $2) order by made_at, analyst collate \"C\"")
        {
            Parameters = { new() { Value = claim }, new() { Value = (object?)analyst ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text } },
        });
        batch.BatchCommands.Add(new("select points::text from forecasts.crowd_series where claim = $1 and $2::text is null")
        {
            Parameters = { new() { Value = claim }, new() { Value = (object?)analyst ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text } },
        });
        await using var reader = await batch.ExecuteReaderAsync(cancellation);
        var turns = new List<Turn>();
        while (await reader.ReadAsync(cancellation))
            turns.Add(new(
                reader.GetString(0), Time(reader, 1), reader.IsDBNull(2) ? null : Time(reader, 2), reader.IsDBNull(3) ? null : ResultsQuery.ExpectedGrade(reader.GetFieldValue<double[]>(3))));
        await reader.NextResultAsync(cancellation);
        return (turns, await reader.ReadAsync(cancellation) ? JsonSerializer.Deserialize<List<CrowdPoint>>(reader.GetString(0), JsonSerializerOptions.Web)! : []);
    }

    private static DateTimeOffset Time(NpgsqlDataReader reader, int column) => new(reader.GetFieldValue<DateTime>(column), TimeSpan.Zero);
}
