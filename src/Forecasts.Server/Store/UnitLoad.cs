using Forecasts.Domain.Forecasting;
using Forecasts.Domain.Predictions;
using Marten;
using Npgsql;

namespace Forecasts.Server.Store;

/// <summary>
/// Finds the streams of a unit in one round trip: states with their versions, each pair as of one moment, then what is known of
/// forecasts. What changes after that makes the commit fail, and the unit is decided anew.
/// </summary>
internal sealed class UnitLoad(IDocumentStore store, NpgsqlDataSource database)
{
    // Each stream is sought by its key, so that no plan made while there were few reads them all.
    private const string Stream =
        "cross join lateral (select version from forecasts.mt_streams where id = t.id and not is_archived limit 1) s";

    // Here and wherever keys are asked for: behind a select an array hides its length, so that one plan, made once, serves any number.
    private const string Asked = "unnest((select $1::text[]), (select $2::bigint[])) as t (id, known)";

    private const string SeasonsOf = """
        (select distinct 'season/' || p.season as id, 0::bigint as known from forecasts.mt_doc_predictionrecord p where p.id = any($1)) t
        """;

    private const string ReviewsOf = """
        (select 'review/' || c.claim as id, 0::bigint as known from forecasts.claims c where c.prediction = any($1)) t
        """;

    private const string Versions = "select t.id, s.version from unnest((select $1::text[])) as t (id) " + Stream;

    private readonly KnownStates known = new();

    // What is known at that version is not sent again.
    private static string StatesIn(string streams, StreamKind kind) =>
        $"""
            select t.id, s.version, case when s.version <> t.known then (select d.data from forecasts.{kind.Table} d where d.id = t.id) end
            from {streams} {Stream}
            """;

    public async Task<Loaded> Load(UnitKeys keys, CancellationToken cancellation)
    {
        var loaded = new Loaded();
        await using var batch = database.CreateBatch();
        var reads = new List<Func<NpgsqlDataReader, Task>>();

        var predictions = keys.Predictions.Select(Streams.Prediction).Distinct(StringComparer.Ordinal).ToLookup(known.SeasonOf);
        States(StreamKind.Prediction, predictions.SelectMany(p => p));
        States(StreamKind.Season, keys.Seasons.Select(Streams.Season).Concat(predictions.Select(p => p.Key).OfType<string>()));
        if (predictions[null].ToArray() is { Length: > 0 } strange)
            More(StreamKind.Season, SeasonsOf, strange);
        States(StreamKind.Review, keys.Claims.Select(Streams.Review));
        if (keys.AllClaimsOf.Count > 0)
            More(StreamKind.Review, ReviewsOf, [.. keys.AllClaimsOf]);
        loaded.AskAllClaimsOf(keys.AllClaimsOf);
        States(StreamKind.Evidence, keys.Evidence.Select(Streams.Evidence));
        if (keys.ForecastStreams() is { Length: > 0 } forecasts)
            Forecasts(forecasts);
        if (keys.Filed.Count > 0)
            Add(ForecastRows.Filed(keys.Filed), Filed);

        await using (var reader = await batch.ExecuteReaderAsync(cancellation))
        {
            foreach (var read in reads)
            {
                await read(reader);
                await reader.NextResultAsync(cancellation);
            }
        }

        await CountTurns(loaded, keys, cancellation);
        return loaded;

        void Add(NpgsqlBatchCommand command, Func<NpgsqlDataReader, Task> read)
        {
            batch.BatchCommands.Add(command);
            reads.Add(read);
        }

        void States(StreamKind kind, IEnumerable<string> streams)
        {
            // As they are known now: what is forgotten while the question is under way is still what was asked about.
            var had = streams.Distinct(StringComparer.Ordinal).ToDictionary(s => s, s => known[s], StringComparer.Ordinal);
            loaded.Ask(had.Keys);
            if (had.Count == 0)
                return;
            Add(
                Statement.Of(StatesIn(Asked, kind), had.Keys.ToArray(), had.Values.Select(h => h.Version).ToArray()),
                reader => ReadStates(reader, kind, loaded, had, cancellation)
            );
        }

        void More(StreamKind kind, string sql, string[] of) =>
            Add(Statement.Of(StatesIn(sql, kind), [of]), reader => ReadStates(reader, kind, loaded, [], cancellation));

        void Forecasts(string[] streams)
        {
            loaded.Ask(streams);
            Add(
                Statement.Of(Versions, [streams]),
                async reader =>
                {
                    while (await reader.ReadAsync(cancellation))
                        loaded.Streams[reader.GetString(0)] = new(reader.GetInt64(1), null);
                }
            );
            if (keys.Turns.Count > 0)
                Add(TurnRows.Before(keys.Turns), Turns);
            if (keys.Undone is { } page)
                Add(TurnRows.Of(page), Turns);
        }

        async Task Turns(NpgsqlDataReader reader)
        {
            foreach (var (stream, claim, turn) in await TurnRows.Read(reader, cancellation))
                if (loaded.Streams.TryGetValue(stream, out var found))
                    loaded.Streams[stream] = found with
                    {
                        State = ((Forecast?)found.State ?? new(stream, found.Version)).Know(claim, turn),
                    };
        }

        async Task Filed(NpgsqlDataReader reader)
        {
            await foreach (var row in Rows.Of<WhoFiled>(reader, cancellation))
                loaded.Filed[(ClaimRef.Parse(row.Claim), row.Analyst)] = row;
        }
    }

    private async Task ReadStates(
        NpgsqlDataReader reader,
        StreamKind kind,
        Loaded loaded,
        Dictionary<string, Found> had,
        CancellationToken cancellation
    )
    {
        while (await reader.ReadAsync(cancellation))
        {
            var (stream, version) = (reader.GetString(0), reader.GetInt64(1));
            loaded.Ask([stream]);
            if (had.GetValueOrDefault(stream) is var same && same.Version == version)
            {
                loaded.Streams[stream] = same;
                continue;
            }

            var record = reader.IsDBNull(2) ? null : store.Options.Serializer().FromJson(kind.Record, reader, 2);
            loaded.Streams[stream] = new(version, record is null ? null : kind.StateOf(record));
            known.Keep(stream, kind, loaded.Streams[stream]);
        }
    }

    // Only where a stream is so long that there might be too many: the others cannot have them all.
    private async Task CountTurns(Loaded loaded, UnitKeys keys, CancellationToken cancellation)
    {
        var many = keys
            .Turns.Where(t => loaded.Streams.ContainsKey(t.Stream))
            .GroupBy(t => t.Stream, StringComparer.Ordinal)
            .Where(t => keys.CountsTurns || loaded.Streams[t.Key].Version + t.Count() > Forecast.MostTurns)
            .SelectMany(t => t.Select(turn => (turn.Claim, turn.Analyst)))
            .Distinct()
            .ToList();
        if (many.Count == 0)
            return;
        foreach (var row in await TurnRows.Count(database, many, cancellation))
        {
            var claim = ClaimRef.Parse(row.Claim);
            var stream = Streams.Forecast(claim.Prediction, row.Analyst);
            var found = loaded.Streams[stream];
            var state = (Forecast?)found.State ?? new(stream, found.Version);
            var elsewhere = row.Turns - state.TurnsOf(claim.Number).Count;
            loaded.Streams[stream] = found with { State = state with { Elsewhere = state.Elsewhere.SetItem(claim.Number, elsewhere) } };
        }
    }
}
