using Forecasts.Domain.Seasons;
using Forecasts.Server.Features.Results;
using Forecasts.Server.Store;
using Marten;

namespace Forecasts.Server.Features.Reports;

/// <summary>A season's report as it is shown: of now until it is published, then as it was frozen, with names for the ids.</summary>
public sealed class LiveReports(CurrentResults results, Retrospectives retrospectives, Clock clock)
{
    public async Task<ReportView> View(IQuerySession session, Season season, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var (read, upToDate) = await results.Read(season.Id, cancellation);
        var frozen =
            season.PublishedVersion > 0 ? await PublishedReport.Load(session, season.Id, season.PublishedVersion, cancellation) : null;
        var content =
            frozen?.Content()
            ?? BuildReport.Of(season, await retrospectives.Of(session, season, cancellation), read, !Disclosure.SeesScores(season, now));
        var names = await Find.Names(session, content.Standings.Items.Select(i => i.Analyst), cancellation);
        return new(
            content.Season,
            content.Title,
            content.Synthetic,
            season.PhaseAt(now),
            season.PublishedVersion,
            frozen?.Hash,
            frozen?.PublishedAt,
            frozen is null ? upToDate : upToDate && read.Revision == content.Revision,
            content.Revision,
            content.Review,
            content.Counts,
            content.Retrospective,
            content.Calibration,
            content.CrowdCalibration,
            content.Figures,
            content.Standings with
            {
                Items = [.. content.Standings.Items.Select(i => i with { Name = names.GetValueOrDefault(i.Analyst, i.Analyst) })],
            },
            content.Distributions
        );
    }
}
