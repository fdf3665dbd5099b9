using Marten;

namespace Forecasts.Server.Store;

/// <summary>Tells whether anything in a season's records has changed: their versions only rise, so their sums do.</summary>
public static class SeasonPrint
{
    private const string Sql = """
        select concat_ws(' ',
            (select d.mt_version from forecasts.mt_doc_seasonrecord d where d.id = 'season/' || $1),
            (select concat_ws(' ', count(*), sum(d.mt_version)) from forecasts.mt_doc_predictionrecord d where d.season = $1),
            (select concat_ws(' ', count(*), sum(d.mt_version)) from forecasts.claims c
                join forecasts.mt_doc_reviewrecord d on d.id = 'review/' || c.claim where c.season = $1),
            (select concat_ws(' ', count(*), sum(d.mt_version)) from (
                select distinct prediction from forecasts.claims where season = $1) p
                join forecasts.mt_doc_evidencerecord d on d.id = 'evidence/' || p.prediction)) as print
        """;

    private sealed record Row(string Print);

    /// <summary>Of the season, its predictions, reviews and evidence.</summary>
    public static async Task<string> Of(IQuerySession session, string season, CancellationToken cancellation) =>
        (await session.Read<Row>(Statement.Command(Sql, season), cancellation))[0].Print;
}
