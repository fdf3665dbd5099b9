using Npgsql;

namespace Forecasts.Server.Store;

/// <summary>A claim whose forecasts of an import cannot go.</summary>
/// <param name="Revised">Somebody has filed on top of them; else its season is published.</param>
public sealed record ClaimInTheWay(string Prediction, int Number, bool Revised);

/// <summary>What an import left in the log and in the rows, and what was built on it since.</summary>
public static class UndoRows
{
    // A file may bring claims with forecasts on them: its own do not stand in the way.
    private static readonly string WithForecasts = $"""
        select t.claim from unnest((select $1::text[])) as t (claim) where exists (
            select from forecasts.forecast_intervals i join forecasts.mt_events e on e.seq_id = i.sequence
            where i.claim = t.claim and e.data {StoredPath.EventImport} is distinct from $2)
        """;

    private static readonly string StillWithout = $"select 1 / (not exists ({WithForecasts}))::int";

    private static readonly string ForecastsInTheWay = $"""
        select c.prediction, c.number, coalesce(bool_or(g.revised), false) as revised
        from (select i.claim, max(i.sequence) filter (where not e.own) > min(i.sequence) filter (where e.own) as revised
              from forecasts.forecast_intervals i
              join (select seq_id, data {StoredPath.EventImport} is not distinct from $1 as own
                    from forecasts.mt_events where seq_id > $2 and not is_archived) e on e.seq_id = i.sequence
              group by i.claim, i.analyst having bool_or(e.own)) g
        join forecasts.claims c on c.claim = g.claim
        join forecasts.mt_doc_seasonrecord s on s.id = 'season/' || c.season
        where g.revised or (s.data {StoredPath.Text<SeasonRecord>(r => r.State.PublishedVersion)})::int > 0
        group by c.prediction, c.number order by c.prediction, c.number
        """;

    private static readonly string StreamsOf = $"""
        select e.stream_id from forecasts.mt_events e
        where e.seq_id > $2 and e.seq_id <= $3 and not e.is_archived and e.data {StoredPath.EventImport} = $1
          and ($4 or e.stream_id not like 'forecast/%')
        group by e.stream_id order by min(e.seq_id)
        """;

    private static readonly string SeasonsOf = $"""
        select distinct stream_id from forecasts.mt_events
        where seq_id > $2 and stream_id like 'season/%' and data {StoredPath.EventImport} = $1 order by 1
        """;

    /// <summary>Those of the claims on which there are forecasts of others.</summary>
    public static async Task<HashSet<string>> Beside(
        NpgsqlDataSource database,
        string import,
        string[] claims,
        CancellationToken cancellation
    ) => (await database.Command(WithForecasts, claims, import).Column<string>(cancellation)).ToHashSet(StringComparer.Ordinal);

    /// <summary>
    /// Ends the commit, by a division by zero, where others have filed on one of the claims. The unit holds their predictions by then:
    /// who files waits for it, and finds them gone.
    /// </summary>
    public static NpgsqlBatchCommand NothingBeside(string import, string[] claims) => Statement.Of(StillWithout, claims, import);

    /// <param name="after">Its events come after this one.</param>
    public static Task<List<ClaimInTheWay>> InTheWay(
        NpgsqlDataSource database,
        string import,
        long after,
        CancellationToken cancellation
    ) => database.Command(ForecastsInTheWay, import, after).Read<ClaimInTheWay>(cancellation);

    /// <summary>
    /// The import's streams in a page of the log. A page is a span of sequences: asked for "the next thousand", the database would read
    /// all that are left.
    /// </summary>
    public static Task<List<string>> InPage(
        NpgsqlDataSource database,
        string import,
        long after,
        long until,
        bool forecasts,
        CancellationToken cancellation
    ) => database.Command(StreamsOf, import, after, until, forecasts).Column<string>(cancellation);

    /// <summary>The streams of seasons that it made.</summary>
    public static Task<List<string>> Seasons(NpgsqlDataSource database, string import, long after, CancellationToken cancellation) =>
        database.Command(SeasonsOf, import, after).Column<string>(cancellation);
}
