using JasperFx;
using JasperFx.Events;
using Marten;
using Npgsql;
using NpgsqlTypes;

namespace Forecasts.Server.Store;

/// <summary>
/// Appends the events of units with their states and rows, all or nothing, in one round trip: a handful of statements, whatever the
/// number of streams. Nobody else appends.
/// </summary>
internal sealed class UnitCommit(IDocumentStore store, NpgsqlDataSource database, TimeProvider clock)
{
    // Read streams are locked before any is written, all in the same order, so that two units seldom wait for each other in a circle.
    // Where one has moved on, a division by zero ends the commit.
    private const string Unchanged = """
        select 1 / (count(*) = $3)::int from unnest((select $1::text[]), (select $2::bigint[])) as t (id, version)
        cross join lateral (
            select from forecasts.mt_streams where id = t.id and version = t.version and not is_archived limit 1 for share) s
        """;

    private const string Alone = """
        select from unnest((select $1::text[])) as t (id)
        cross join lateral (select from forecasts.mt_streams where id = t.id and not is_archived limit 1 for no key update) s
        """;

    private const string Absent = """
        select 1 / (not exists (
            select from unnest((select $1::text[])) as t (id) cross join lateral (select from forecasts.mt_streams where id = t.id limit 1) s))::int
        """;

    // Who was second meets the event that the first one has appended with the same version.
    private const string StreamsWritten = """
        insert into forecasts.mt_streams (id, type, version, tenant_id) select t.id, t.type, t.version, '*DEFAULT*'
        from unnest((select $1::text[]), (select $2::text[]), (select $3::bigint[])) as t (id, type, version)
        on conflict (id, is_archived) do update set version = excluded.version, timestamp = now()
        """;

    private const string EventsAppended = """
        insert into forecasts.mt_events (seq_id, id, stream_id, version, data, type, tenant_id, timestamp, mt_dotnet_type, user_name)
        select nextval('forecasts.mt_events_sequence'), t.id, t.stream, t.version, t.data, t.type, '*DEFAULT*', t.at, t.dotnet, t.by
        from unnest((select $1::uuid[]), (select $2::text[]), (select $3::bigint[]), (select $4::jsonb[]), (select $5::text[]), (select $6::timestamptz[]), (select $7::text[]), (select $8::text[]))
            as t (id, stream, version, data, type, at, dotnet, by)
        """;

    /// <returns>False where somebody else was first: nothing is stored, and it is to be decided anew.</returns>
    public async Task<bool> Commit(IReadOnlyList<Unit> units, CancellationToken cancellation)
    {
        try
        {
            var statements = Statements(units);
            if (units.Any(u => u.Documents.Count > 0))
                await WithDocuments(statements, units, cancellation);
            else if (statements.Count > 0)
                await Execute(database.CreateBatch(), statements, cancellation);
            return true;
        }
        catch (Exception e) when (IsRace(e))
        {
            return false;
        }
    }

    /// <summary>True where somebody else has just stored what is unique, such as a person's name.</summary>
    public static bool IsTaken(Exception e) => Said(e)?.SqlState == PostgresErrorCodes.UniqueViolation;

    // Without a transaction of its own a batch is one.
    private static async Task Execute(NpgsqlBatch batch, List<NpgsqlBatchCommand> statements, CancellationToken cancellation)
    {
        await using (batch)
        {
            foreach (var statement in statements)
                batch.BatchCommands.Add(statement);
            await batch.ExecuteNonQueryAsync(cancellation);
        }
    }

    private async Task WithDocuments(List<NpgsqlBatchCommand> statements, IReadOnlyList<Unit> units, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await using var session = store.LightweightSession(Marten.Services.SessionOptions.ForTransaction(transaction));
        session.StoreObjects(units.SelectMany(u => u.Documents));
        await session.SaveChangesAsync(cancellation);
        await Execute(new(connection, transaction), statements, cancellation);
        await transaction.CommitAsync(cancellation);
    }

    private List<NpgsqlBatchCommand> Statements(IReadOnlyList<Unit> units)
    {
        var statements = new List<NpgsqlBatchCommand>();
        var read = units.SelectMany(u => u.RestsOn).Distinct().OrderBy(r => r.Stream, StringComparer.Ordinal).ToList();
        var known = read.Where(r => r.Version > 0).ToList();
        if (UnitLocks.Alone(units, known.Select(r => r.Stream).ToHashSet(StringComparer.Ordinal)) is { Length: > 0 } alone)
            Add(Alone, [alone]);
        if (known.Count > 0)
            Add(Unchanged, known.Select(r => r.Stream).ToArray(), known.Select(r => r.Version).ToArray(), (long)known.Count);
        if (read.Where(r => r.Version == 0).Select(r => r.Stream).ToArray() is { Length: > 0 } absent)
            Add(Absent, [absent]);

        var streams = Written(units);
        if (streams.Count > 0)
        {
            statements.AddRange(Append(streams));
            statements.AddRange(UnitStates.Of(streams, store.Options.Serializer()));
            statements.AddRange(UnitRows.Of(streams));
        }

        statements.AddRange(units.SelectMany(u => u.Statements));
        return statements;

        void Add(string sql, params object[] values) => statements.Add(Statement.Of(sql, values));
    }

    private static List<WrittenStream> Written(IReadOnlyList<Unit> units) =>
        [
            .. from unit in units
            from written in unit.Pending
            let kind = StreamKind.Of(written.Key)
            select new WrittenStream(written.Key, kind, unit.Version(written.Key), written.Value, unit.Current(written.Key), unit.By),
        ];

    private IEnumerable<NpgsqlBatchCommand> Append(List<WrittenStream> streams)
    {
        var locked = streams.OrderBy(s => s.Stream, StringComparer.Ordinal).ToList();
        yield return Statement.Of(
            StreamsWritten,
            locked.Select(s => s.Stream).ToArray(),
            locked.Select(s => s.Kind.Type).ToArray(),
            locked.Select(s => s.Version).ToArray()
        );

        var (registry, json, now) = ((IEventRegistry)store.Options.Events, store.Options.Serializer(), clock.GetUtcNow().UtcDateTime);
        var events = streams
            .SelectMany(s => s.Events.Select((data, i) => (s.Stream, s.By, Version: s.Before + i + 1, Data: data)))
            .ToList();
        var names = events.Select(e => registry.EventMappingFor(e.Data.GetType())).ToList();
        var command = Statement.Of(
            EventsAppended,
            events.Select(_ => Guid.CreateVersion7()).ToArray(),
            events.Select(e => e.Stream).ToArray(),
            events.Select(e => e.Version).ToArray()
        );
        command.Parameters.Add(
            new() { Value = events.Select(e => json.ToJson(e.Data)).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Jsonb }
        );
        foreach (
            var value in (object[])
                [
                    names.Select(n => n.EventTypeName).ToArray(),
                    events.Select(_ => now).ToArray(),
                    names.Select(n => n.DotNetTypeName).ToArray(),
                    events.Select(e => e.By).ToArray(),
                ]
        )
            command.Parameters.Add(new() { Value = value });
        yield return command;
    }

    /// <summary>True where somebody else wrote to a stream first, also where its very first event was theirs.</summary>
    private static bool IsRace(Exception e) =>
        Said(e) is { } said
        && (
            IsStreamTaken(said)
            || said.SqlState
                is PostgresErrorCodes.DivisionByZero
                    or PostgresErrorCodes.DeadlockDetected
                    or PostgresErrorCodes.SerializationFailure
        );

    // The event tables are partitioned: the constraint is that of a part, such as "mt_events_default_stream_id_version_is_archived_idx".
    private static bool IsStreamTaken(PostgresException said) =>
        said.SqlState == PostgresErrorCodes.UniqueViolation
        && said.TableName is { } table
        && (table.StartsWith("mt_streams", StringComparison.Ordinal) || table.StartsWith("mt_events", StringComparison.Ordinal));

    // What the database says may come wrapped by the document store.
    private static PostgresException? Said(Exception? e)
    {
        for (; e is not null; e = e.InnerException)
            if (e is PostgresException said)
                return said;
        return null;
    }
}

/// <summary>A stream with its new events.</summary>
/// <param name="Before">The version that it had.</param>
/// <param name="State">As it will be; null where there is none any more.</param>
internal sealed record WrittenStream(string Stream, StreamKind Kind, long Before, IReadOnlyList<object> Events, object? State, string By)
{
    public long Version => Before + Events.Count;
}
