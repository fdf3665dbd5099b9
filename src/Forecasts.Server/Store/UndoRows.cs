using Npgsql;

namespace Forecasts.Server.Store;

/// <summary>A claim of a prediction.</summary>
public sealed record ClaimNumber(string Prediction, int Number);

/// <summary>A claim whose forecasts of an import cannot go.</summary>
/// <param name="Revised">Somebody has filed on top of them; else its season is published.</param>
public sealed record ClaimInTheWay(string Prediction, int Number, bool Revised);

/// <summary>What an import left in the log and in the rows, and what was built on it since.</summary>
public static class UndoRows
{
    // A file may bring claims with forecasts on them: its own do not stand in the way.
    private static readonly string WithForecasts = $"""
        select c.prediction, c.number from forecasts.claims c
        where c.prediction = any($1) and exists (
            select from forecasts.forecast_intervals i join forecasts.mt_events e on e.seq_id = i.sequence
            where i.claim = c.claim and e.data {StoredPath.EventImport} is distinct from $2)
        """;

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

    /// <param name="own">Predictions that it brought claims or outcomes of.</param>
    /// <returns>Claims of them on which there are forecasts of others.</returns>
    public static async Task<List<ClaimNumber>> Around(
        NpgsqlDataSource database,
        string import,
        IEnumerable<string> own,
        CancellationToken cancellation
    )
    {
        return await database.Command(WithForecasts, own.ToArray(), import).Read<ClaimNumber>(cancellation);
    }

    /// <param name="after">Its events come after this one.</param>
    public static async Task<List<ClaimInTheWay>> InTheWay(
        NpgsqlDataSource database,
        string import,
        long after,
        CancellationToken cancellation
    )
    {
        await using var command = Command(database, ForecastsInTheWay, import, after);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        return await Rows.All<ClaimInTheWay>(reader, cancellation);
    }

    /// <summary>
    /// The import's streams in a page of the log. A page is a span of sequences: asked for "the next thousand", the database would read
    /// all that are left.
    /// </summary>
    public static async Task<List<string>> InPage(
        NpgsqlDataSource database,
        string import,
        long after,
        long until,
        bool forecasts,
        CancellationToken cancellation
    )
    {
        await using var command = Command(database, StreamsOf, import, after, until, forecasts);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        return await Rows.Column<string>(reader, cancellation);
    }

    /// <summary>The streams of seasons that it made.</summary>
    public static async Task<List<string>> Seasons(NpgsqlDataSource database, string import, long after, CancellationToken cancellation)
    {
        await using var command = Command(database, SeasonsOf, import, after);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        return await Rows.Column<string>(reader, cancellation);
    }

    private static NpgsqlCommand Command(NpgsqlDataSource database, string sql, params object[] parameters)
    {
        var command = database.CreateCommand(sql);
        foreach (var value in parameters)
            command.Parameters.Add(new() { Value = value });
        return command;
    }
}
