using System.Collections.Concurrent;
using Forecasts.Domain.Seasons;
using Marten;
using Npgsql;

namespace Forecasts.Server.Features.Reports;

/// <summary>The live reports' retrospectives, kept until a judgement, a review or a piece of evidence of the season changes: a season may hold thousands of each.</summary>
public sealed class Retrospectives
{
    // Of so many seasons at once; who reads another one pays for building it.
    private const int Most = 4;

    // Versions only rise: their sums tell whether any has changed.
    private const string State = """
        select concat_ws(' ',
            (select d.mt_version from forecasts.mt_doc_seasonrecord d where d.id = 'season/' || $1),
            (select concat_ws(' ', count(*), sum(d.mt_version)) from forecasts.mt_doc_predictionrecord d where d.season = $1),
            (select concat_ws(' ', count(*), sum(d.mt_version)) from forecasts.claims c join forecasts.mt_doc_reviewrecord d on d.id = 'review/' || c.claim where c.season = $1),
            (select concat_ws(' ', count(*), sum(d.mt_version)) from (select distinct prediction from forecasts.claims where season = $1) p
                join forecasts.mt_doc_evidencerecord d on d.id = 'evidence/' || p.prediction))
        """;

    private readonly ConcurrentDictionary<string, (string State, IReadOnlyList<ReportTheme> Themes)> kept = new(StringComparer.Ordinal);

    public async Task<IReadOnlyList<ReportTheme>> Of(IQuerySession session, Season season, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(State) { Parameters = { new() { Value = season.Id } } };
        string state;
        await using (var reader = await session.ExecuteReaderAsync(command, cancellation))
        {
            await reader.ReadAsync(cancellation);
            state = reader.GetString(0);
        }

        if (kept.TryGetValue(season.Id, out var known) && known.State == state)
            return known.Themes;
        var themes = await BuildReport.Themes(session, season, cancellation);
        if (kept.Count >= Most)
            kept.Clear();
        kept[season.Id] = (state, themes);
        return themes;
    }
}
