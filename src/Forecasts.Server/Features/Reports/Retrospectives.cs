using System.Collections.Concurrent;
using Forecasts.Domain.Seasons;
using Forecasts.Server.Store;
using Marten;

namespace Forecasts.Server.Features.Reports;

/// <summary>
/// The live reports' retrospectives, kept until a judgement, a review or a piece of evidence of the season changes: a season may hold
/// thousands of each.
/// </summary>
public sealed class Retrospectives
{
    // Of so many seasons at once; who reads another one pays for building it.
    private const int Most = 4;

    private readonly ConcurrentDictionary<string, (string State, IReadOnlyList<ReportTheme> Themes)> kept = new(StringComparer.Ordinal);

    public async Task<IReadOnlyList<ReportTheme>> Of(IQuerySession session, Season season, CancellationToken cancellation)
    {
        var state = await SeasonPrint.Of(session, season.Id, cancellation);
        if (kept.TryGetValue(season.Id, out var known) && known.State == state)
            return known.Themes;
        var themes = await BuildReport.Themes(session, season, cancellation);
        if (kept.Count >= Most)
            kept.Clear();
        kept[season.Id] = (state, themes);
        return themes;
    }
}
