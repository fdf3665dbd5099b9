using Forecasts.Domain.Evidence;
using Forecasts.Domain.Seasons;
using Forecasts.Scoring.Calibration;
using Forecasts.Server.Features.Layout;
using Forecasts.Server.Features.Reports;
using Forecasts.Server.Store;
using Marten;
using Microsoft.AspNetCore.Mvc;

namespace Forecasts.Server.Pages;

/// <summary>The yearly report, for reading on screen and on paper.</summary>
public sealed class ReportPage(IDocumentStore store, LiveReports reports) : ReaderPage
{
    private const int ShortHash = 12;
    private const int EnoughForWords = 5;

    public ReportView View { get; private set; } = null!;

    public Calendar Calendar { get; private set; } = null!;

    public bool Frozen => View.Version > 0 && View.PublishedAt is not null;

    public string Hash => View.Hash is { Length: > ShortHash } hash ? hash[..ShortHash] : View.Hash ?? "";

    /// <summary>The address of the frozen bytes: the API's takes tokens, this one whoever has signed in here.</summary>
    public string FrozenAddress => Url.Page(null, "Frozen", new { version = View.Version })!;

    /// <summary>The crowd that is printed beside the analysts: the median, else what there is.</summary>
    public CrowdStanding? Crowd =>
        View.Standings.Crowds.FirstOrDefault(c => c.Crowd == "median")
        ?? (View.Standings.Crowds.Count > 0 ? View.Standings.Crowds[0] : null);

    /// <summary>The range with the most forecasts, for the sentence in words; only where what happened in it is a whole number.</summary>
    public CalibrationBin? Fullest =>
        View.Calibration?.Bins.Where(b => b.N >= EnoughForWords && Math.Abs((b.Observed * b.N) - Happened(b)) < 1e-6).MaxBy(b => b.N);

    /// <summary>Some claim came out as an option, a number or a day.</summary>
    public bool ShowsSettled => View.Retrospective.SelectMany(t => t.Predictions).SelectMany(p => p.Claims).Any(c => !Words.Grades(c.Type));

    public static int Happened(CalibrationBin bin) => (int)Math.Round(bin.Observed * bin.N, MidpointRounding.AwayFromZero);

    /// <summary>Supports, contradicts, or mixed where it cuts both ways; null where no claim that it bears on is settled.</summary>
    public static Stance? Side(ReportEvidence evidence)
    {
        var sides = evidence.Stances.Values.Distinct().ToList();
        return sides.Count switch
        {
            0 => null,
            1 => sides[0],
            _ => Stance.Mixed,
        };
    }

    /// <summary>By the clocks of the season's zone.</summary>
    public DateTimeOffset Local(DateTimeOffset instant) => Zones.Local(instant, Calendar.TimeZone);

    public async Task<IActionResult> OnGet(string t, int y)
    {
        await using var session = store.QuerySession();
        var found = await Find.Season(session, Person, t, y, Cancellation);
        if (found.Refused is { } refused)
            return Refused(refused);
        Calendar = found.Value!.Calendar;
        View = await reports.View(session, found.Value, Cancellation);
        return Page();
    }

    public async Task<IActionResult> OnGetFrozen(string t, int y, int version)
    {
        await using var session = store.QuerySession();
        var found = await Find.Season(session, Person, t, y, Cancellation);
        if (found.Refused is { } refused)
            return Refused(refused);
        var report = await PublishedReport.Find(session, found.Value!, version, Cancellation);
        if (report.Refused is { } none)
            return Refused(none);
        return new FileContentResult(report.Value!.Bytes, PublishedReport.MediaType)
        {
            FileDownloadName = FormattableString.Invariant($"{t}-{y}-report-{version}.json"),
        };
    }
}
