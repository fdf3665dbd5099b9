using System.Text.Json;
using Forecasts.Domain;
using Forecasts.Server.Store;
using Npgsql;
using NpgsqlTypes;

namespace Forecasts.Server.Features.Imports;

public sealed record RefusedRow(int Line, string Code, string Message, string? Field);

/// <summary>What came of the rows of one unit.</summary>
public sealed record ChunkResult(
    int Rows,
    int Accepted,
    int Unchanged,
    IReadOnlyList<(int Line, Rejection Rejection)> Refused,
    IReadOnlyCollection<string> Tournaments,
    long Read
);

/// <summary>The table of imports and of the rows that they refused.</summary>
public sealed class ImportTable(NpgsqlDataSource database, Clock clock)
{
    // A message may quote what the file holds.
    private const int LongestMessage = 500;

    /// <summary>So many refused rows of one import are kept; the others are counted.</summary>
    public const int MostKept = 50_000;

    // Of one person, the newest; and for so long.
    private const int MostKeptOfOne = 500_000;
    private static readonly TimeSpan Kept = TimeSpan.FromDays(90);

    private const string Columns =
        "id, by, started_at, ended_at, file_name, bytes, read, kind, dry_run, create_analysts, state, rows, accepted, unchanged, refused, tournaments, error_code, error, "
        + "undone, undone_by, undone_at, undo_code, undo_message, after_sequence, until_sequence, tournament, create_seasons, create_tournament, remains";

    // A worker that was thought dead may come back: where the row has moved on, null in a column that takes none ends its commit.
    private const string Progress = """
        update forecasts.imports set rows = case when rows = $1 and state = 'Running' then rows + $2 end, accepted = accepted + $3,
            unchanged = unchanged + $4, refused = refused + $5, read = $6,
            tournaments = array(select distinct t from unnest(tournaments || $7::text[]) t order by t)
        where id = $8
        """;

    private const string Refusals = """
        insert into forecasts.import_refused_rows (import, number, line, code, message, field)
        select $1, r.number, r.line, r.code, r.message, r.field
        from json_to_recordset($2::json) as r (number int, line int, code text, message text, field text)
        """;

    public async Task Begin(Import import, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(
            $"insert into forecasts.imports ({Columns}) values ($1, $2, $3, null, $4, $5, 0, $6, $7, $8, 'Running', 0, 0, 0, 0, '{{}}', null, null, 0, null, null, null, null, (select case when is_called then last_value else 0 end from forecasts.mt_events_sequence), null, $9, $10, $11, null)"
        );
        foreach (
            var value in (object[])
                [
                    import.Id,
                    import.By,
                    import.StartedAt,
                    Text(import.FileName),
                    import.Bytes,
                    import.Kind,
                    import.DryRun,
                    import.CreateAnalysts,
                    Text(import.Tournament),
                    import.CreateSeasons,
                    Text(import.CreateTournament),
                ]
        )
            command.Parameters.Add(value as NpgsqlParameter ?? new() { Value = value });
        await command.ExecuteNonQueryAsync(cancellation);
    }

    public async Task<Import?> Load(string id, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand($"select {Columns} from forecasts.imports where id = $1");
        command.Parameters.Add(new() { Value = id });
        return await Read(command, cancellation) is [var import] ? import : null;
    }

    /// <summary>What a worker has to do, the oldest first.</summary>
    public async Task<IReadOnlyList<Import>> AtWork(CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(
            $"select {Columns} from forecasts.imports where state in ('Running', 'Undoing') order by started_at, id"
        );
        return await Read(command, cancellation);
    }

    /// <summary>The latest first: those of a person, and those that lie wholly in the tournaments given (null: all).</summary>
    /// <param name="after">Id of the last one seen.</param>
    public async Task<IReadOnlyList<Import>> List(string by, string[]? tournaments, string? after, int take, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(
            $"""
            select {Columns} from forecasts.imports
            where (by = $1 or $2::text[] is null or (tournaments <> '{"{}"}' and tournaments <@ $2))
              and ($3::text is null or (started_at, id) < (select a.started_at, a.id from forecasts.imports a where a.id = $3))
            order by started_at desc, id desc limit $4
            """
        );
        command.Parameters.Add(new() { Value = by });
        command.Parameters.Add(
            new() { Value = (object?)tournaments ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text }
        );
        command.Parameters.Add(Text(after));
        command.Parameters.Add(new() { Value = take });
        return await Read(command, cancellation);
    }

    /// <summary>The chunk's rows are counted in the commit of its events, or by themselves where it has none.</summary>
    public static void Count(Unit unit, Import before, ChunkResult result)
    {
        foreach (var statement in Counting(before, result))
            unit.Queue(statement);
    }

    public async Task Count(Import before, ChunkResult result, CancellationToken cancellation)
    {
        await using var batch = database.CreateBatch();
        foreach (var statement in Counting(before, result))
            batch.BatchCommands.Add(statement);
        await batch.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>Ids of a person's imports.</summary>
    public async Task<IReadOnlySet<string>> Of(string by, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand("select id from forecasts.imports where by = $1");
        command.Parameters.Add(new() { Value = by });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var ids = new HashSet<string>(StringComparer.Ordinal);
        while (await reader.ReadAsync(cancellation))
            ids.Add(reader.GetString(0));
        return ids;
    }

    /// <summary>How many files of a person wait or are under way, and their bytes.</summary>
    public async Task<(long Files, long Bytes)> Waiting(string by, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(
            "select count(*), coalesce(sum(bytes), 0)::bigint from forecasts.imports where by = $1 and state = 'Running'"
        );
        command.Parameters.Add(new() { Value = by });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        await reader.ReadAsync(cancellation);
        return (reader.GetInt64(0), reader.GetInt64(1));
    }

    /// <summary>Takes away refused rows that are old, and the oldest of whoever has too many; how many there were stays known.</summary>
    public async Task Sweep(CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(
            """
            delete from forecasts.import_refused_rows where import in (
                select id from (
                    select id, ended_at, sum(least(refused, $1)) over (partition by by order by started_at desc, id) as kept
                    from forecasts.imports where refused > 0) i
                where ended_at < $3 or (ended_at is not null and kept > $2))
            """
        );
        foreach (var value in (object[])[MostKept, MostKeptOfOne, clock.GetUtcNow() - Kept])
            command.Parameters.Add(new() { Value = value });
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>A dry run keeps what it has decided in memory: after a crash it begins anew.</summary>
    public async Task<Import> Restart(Import import, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(
            """
            with gone as (delete from forecasts.import_refused_rows where import = $1)
            update forecasts.imports set rows = 0, accepted = 0, unchanged = 0, refused = 0, read = 0 where id = $1
            """
        );
        command.Parameters.Add(new() { Value = import.Id });
        await command.ExecuteNonQueryAsync(cancellation);
        return import with { Rows = 0, Accepted = 0, Unchanged = 0, Refused = 0, Read = 0 };
    }

    /// <summary>The file has done its service with the end of the import.</summary>
    public async Task End(Import import, Rejection? failed, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(
            """
            with gone as (delete from forecasts.import_files where import = $1)
            update forecasts.imports set state = $2, ended_at = $3, error_code = $4, error = $5, read = case when $2 = 'Done' then bytes else read end,
                until_sequence = (select last_value from forecasts.mt_events_sequence)
            where id = $1 and state = 'Running'
            """
        );
        command.Parameters.Add(new() { Value = import.Id });
        command.Parameters.Add(new() { Value = (failed is null ? ImportState.Done : ImportState.Failed).ToString() });
        command.Parameters.Add(new() { Value = clock.GetUtcNow() });
        command.Parameters.Add(Text(failed?.Code));
        command.Parameters.Add(Text(failed?.Message));
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>False where it is not in a state to be undone.</summary>
    public async Task<bool> BeginUndo(string id, string by, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(
            "update forecasts.imports set state = 'Undoing', undone_by = $2, undone_at = $3, undo_code = null, undo_message = null where id = $1 and state in ('Done', 'Failed') and not dry_run"
        );
        command.Parameters.Add(new() { Value = id });
        command.Parameters.Add(new() { Value = by });
        command.Parameters.Add(new() { Value = clock.GetUtcNow() });
        return await command.ExecuteNonQueryAsync(cancellation) == 1;
    }

    /// <summary>What is taken back is counted in the commit of its events.</summary>
    public static void CountUndone(Unit unit, string id, int undone) =>
        unit.Queue(Statement.Of("update forecasts.imports set undone = undone + $1 where id = $2", undone, id));

    /// <param name="remains">What it made and is still there.</param>
    public async Task EndUndo(string id, Rejection? refused, IReadOnlyCollection<string> remains, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(
            """
            update forecasts.imports set state = case when $2::text is null then 'Undone' when error_code is null then 'Done' else 'Failed' end, undo_code = $2, undo_message = $3, remains = $4
            where id = $1 and state = 'Undoing'
            """
        );
        command.Parameters.Add(new() { Value = id });
        command.Parameters.Add(Text(refused?.Code));
        command.Parameters.Add(Text(refused?.Message));
        command.Parameters.Add(new() { Value = remains.ToArray() });
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>The refused rows by line, each under its number as a cursor.</summary>
    public async Task<IReadOnlyList<(int Number, RefusedRow Row)>> Refused(
        string import,
        int after,
        int take,
        CancellationToken cancellation
    )
    {
        await using var command = database.CreateCommand(
            "select number, line, code, message, field from forecasts.import_refused_rows where import = $1 and number > $2 order by number limit $3"
        );
        command.Parameters.Add(new() { Value = import });
        command.Parameters.Add(new() { Value = after });
        command.Parameters.Add(new() { Value = take });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var found = new List<(int, RefusedRow)>();
        while (await reader.ReadAsync(cancellation))
            found.Add(
                (
                    reader.GetInt32(0),
                    new(reader.GetInt32(1), reader.GetString(2), reader.GetString(3), reader.IsDBNull(4) ? null : reader.GetString(4))
                )
            );
        return found;
    }

    private static IEnumerable<NpgsqlBatchCommand> Counting(Import before, ChunkResult result)
    {
        yield return Statement.Of(
            Progress,
            before.Rows,
            result.Rows,
            result.Accepted,
            result.Unchanged,
            result.Refused.Count,
            result.Read,
            result.Tournaments.ToArray(),
            before.Id
        );
        if (result.Refused.Count == 0 || before.Refused >= MostKept)
            yield break;
        var rows = result
            .Refused.OrderBy(r => r.Line)
            .Take(MostKept - before.Refused)
            .Select(
                (r, i) =>
                    new
                    {
                        number = before.Refused + i + 1,
                        line = r.Line,
                        code = r.Rejection.Code,
                        message = Excerpt.Of(r.Rejection.Message, LongestMessage),
                        field = r.Rejection.Field,
                    }
            );
        yield return Statement.Of(Refusals, before.Id, JsonSerializer.Serialize(rows));
    }

    private static async Task<IReadOnlyList<Import>> Read(NpgsqlCommand command, CancellationToken cancellation)
    {
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var found = new List<Import>();
        while (await reader.ReadAsync(cancellation))
            found.Add(
                new(
                    reader.GetString(0),
                    reader.GetString(1),
                    reader.GetFieldValue<DateTimeOffset>(2),
                    reader.IsDBNull(3) ? null : reader.GetFieldValue<DateTimeOffset>(3),
                    Word(4),
                    reader.GetInt64(5),
                    reader.GetInt64(6),
                    reader.GetString(7),
                    reader.GetBoolean(8),
                    reader.GetBoolean(9),
                    Enum.Parse<ImportState>(reader.GetString(10)),
                    reader.GetInt32(11),
                    reader.GetInt32(12),
                    reader.GetInt32(13),
                    reader.GetInt32(14),
                    reader.GetFieldValue<string[]>(15),
                    Word(16),
                    Word(17),
                    reader.GetInt32(18),
                    Word(19),
                    reader.IsDBNull(20) ? null : reader.GetFieldValue<DateTimeOffset>(20),
                    Word(21),
                    Word(22),
                    reader.GetInt64(23),
                    reader.IsDBNull(24) ? null : reader.GetInt64(24),
                    Word(25),
                    reader.GetBoolean(26),
                    Word(27),
                    reader.IsDBNull(28) ? null : reader.GetFieldValue<string[]>(28)
                )
            );
        return found;

        string? Word(int column) => reader.IsDBNull(column) ? null : reader.GetString(column);
    }

    private static NpgsqlParameter Text(string? value) =>
        new() { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text };
}
