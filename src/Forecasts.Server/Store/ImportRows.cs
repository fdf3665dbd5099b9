using Forecasts.Domain;
using Npgsql;

namespace Forecasts.Server.Store;

/// <summary>What came of the rows of one unit.</summary>
public sealed record ChunkResult(
    int Rows,
    int Accepted,
    int Unchanged,
    IReadOnlyList<(int Line, Rejection Rejection)> Refused,
    IReadOnlyCollection<string> Tournaments,
    long Read
);

/// <summary>How many files of a person wait or are under way, and their bytes.</summary>
public sealed record WaitingFiles(int Files, long Bytes);

/// <summary>Reads and writes <c>imports</c>: what each is, how far it is, how it ended.</summary>
public sealed class ImportRows(NpgsqlDataSource database, Clock clock)
{
    private static readonly string Select = $"select {Rows.Columns<Import>()} from forecasts.imports";

    private const string Insert = """
        insert into forecasts.imports (id, by, started_at, file_name, bytes, kind, dry_run, create_analysts, tournament, create_seasons,
            create_tournament, state, read, rows, accepted, unchanged, refused, undone, tournaments, after_sequence)
        select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'Running', 0, 0, 0, 0, 0, 0, array[]::text[],
            case when is_called then last_value else 0 end from forecasts.mt_events_sequence
        """;

    // A worker that was thought dead may come back: where the row has moved on, null in a column that takes none ends its commit.
    private const string Progress = """
        update forecasts.imports set rows = case when rows = $1 and state = 'Running' then rows + $2 end, accepted = accepted + $3,
            unchanged = unchanged + $4, refused = refused + $5, read = $6,
            tournaments = array(select distinct t from unnest(tournaments || $7::text[]) t order by t)
        where id = $8
        """;

    private const string Ended = """
        update forecasts.imports set state = $2, ended_at = $3, error_code = $4, error = $5,
            read = case when $2 = 'Done' then bytes else read end,
            until_sequence = (select last_value from forecasts.mt_events_sequence)
        where id = $1 and state = 'Running'
        """;

    private const string Undoing = """
        update forecasts.imports set state = 'Undoing', undone_by = $2, undone_at = $3, undo_code = null, undo_message = null
        where id = $1 and state in ('Done', 'Failed') and not dry_run
        """;

    private const string UndoEnded = """
        update forecasts.imports
        set state = case when $2::text is null then 'Undone' when error_code is null then 'Done' else 'Failed' end,
            undo_code = $2, undo_message = $3, remains = $4
        where id = $1 and state = 'Undoing'
        """;

    private const string Visible = """
         where (by = $1 or $2::text[] is null or (tournaments <> array[]::text[] and tournaments <@ $2))
          and ($3::text is null or (started_at, id) < (select a.started_at, a.id from forecasts.imports a where a.id = $3))
        order by started_at desc, id desc limit $4
        """;

    public Task Begin(Import import, CancellationToken cancellation) =>
        database
            .Command(
                Insert,
                import.Id,
                import.By,
                import.StartedAt,
                import.FileName,
                import.Bytes,
                import.Kind,
                import.DryRun,
                import.CreateAnalysts,
                import.Tournament,
                import.CreateSeasons,
                import.CreateTournament
            )
            .Do(cancellation);

    public async Task<Import?> Load(string id, CancellationToken cancellation) =>
        (await database.Command(Select + " where id = $1", id).Read<Import>(cancellation)).SingleOrDefault();

    /// <summary>What a worker has to do, the oldest first.</summary>
    public async Task<IReadOnlyList<Import>> AtWork(CancellationToken cancellation) =>
        await database.Command(Select + " where state in ('Running', 'Undoing') order by started_at, id").Read<Import>(cancellation);

    /// <summary>The latest first: those of a person, and those that lie wholly in the tournaments given (null: all).</summary>
    /// <param name="after">Id of the last one seen.</param>
    public async Task<IReadOnlyList<Import>> List(
        string by,
        string[]? tournaments,
        string? after,
        int take,
        CancellationToken cancellation
    ) => await database.Command(Select + Visible, by, tournaments, after, take).Read<Import>(cancellation);

    /// <summary>Ids of a person's imports.</summary>
    public async Task<IReadOnlySet<string>> Of(string by, CancellationToken cancellation) =>
        (await database.Command("select id from forecasts.imports where by = $1", by).Column<string>(cancellation)).ToHashSet(
            StringComparer.Ordinal
        );

    public async Task<WaitingFiles> Waiting(string by, CancellationToken cancellation)
    {
        const string Sql = """
            select count(*)::int as files, coalesce(sum(bytes), 0)::bigint as bytes
            from forecasts.imports where by = $1 and state = 'Running'
            """;
        return (await database.Command(Sql, by).Read<WaitingFiles>(cancellation))[0];
    }

    /// <summary>The chunk's rows are counted in the commit of its events, or by themselves where it has none.</summary>
    public static void Count(Unit unit, Import before, ChunkResult result)
    {
        foreach (var statement in Counting(before, result))
            unit.Queue(statement);
    }

    public Task Count(Import before, ChunkResult result, CancellationToken cancellation) =>
        Together(Counting(before, result), cancellation);

    /// <summary>A dry run keeps what it has decided in memory: after a crash it begins anew.</summary>
    public async Task<Import> Restart(Import import, CancellationToken cancellation)
    {
        const string Anew = "update forecasts.imports set rows = 0, accepted = 0, unchanged = 0, refused = 0, read = 0 where id = $1";
        await Together([RefusedRows.Remove(import.Id), Statement.Of(Anew, import.Id)], cancellation);
        return import with { Rows = 0, Accepted = 0, Unchanged = 0, Refused = 0, Read = 0 };
    }

    /// <summary>The file has done its service with the end of the import.</summary>
    public Task End(Import import, Rejection? failed, CancellationToken cancellation)
    {
        var state = (failed is null ? ImportState.Done : ImportState.Failed).ToString();
        return Together(
            [ImportFileRows.Remove(import.Id), Statement.Of(Ended, import.Id, state, clock.GetUtcNow(), failed?.Code, failed?.Message)],
            cancellation
        );
    }

    /// <summary>False where it is not in a state to be undone.</summary>
    public async Task<bool> BeginUndo(string id, string by, CancellationToken cancellation) =>
        await database.Command(Undoing, id, by, clock.GetUtcNow()).Do(cancellation) == 1;

    /// <summary>What is taken back is counted in the commit of its events.</summary>
    public static void CountUndone(Unit unit, string id, int undone) =>
        unit.Queue(Statement.Of("update forecasts.imports set undone = undone + $1 where id = $2", undone, id));

    /// <param name="remains">What it made and is still there.</param>
    public Task EndUndo(string id, Rejection? refused, IReadOnlyCollection<string> remains, CancellationToken cancellation) =>
        database.Command(UndoEnded, id, refused?.Code, refused?.Message, remains.ToArray()).Do(cancellation);

    /// <summary>
    /// Takes an import into one worker's hands until it is disposed of; null where another one has it. The lock is the connection's: it
    /// ends with this process, however that ends.
    /// </summary>
    public async Task<IAsyncDisposable?> Take(string id, CancellationToken cancellation)
    {
        const string Lock = "select pg_try_advisory_lock(hashtext('forecasts.imports'), hashtext($1))";
        var connection = await database.OpenConnectionAsync(cancellation);
        try
        {
            if (await connection.Command(Lock, id).Value<bool>(cancellation))
                return new Hands(connection);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }

        await connection.DisposeAsync();
        return null;
    }

    private sealed class Hands(NpgsqlConnection connection) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await using (connection)
                await connection.Command("select pg_advisory_unlock_all()").Do(CancellationToken.None);
        }
    }

    private async Task Together(IEnumerable<NpgsqlBatchCommand> statements, CancellationToken cancellation)
    {
        await using var batch = database.CreateBatch();
        foreach (var statement in statements)
            batch.BatchCommands.Add(statement);
        await batch.ExecuteNonQueryAsync(cancellation);
    }

    private static IEnumerable<NpgsqlBatchCommand> Counting(Import before, ChunkResult result) =>
        [
            Statement.Of(
                Progress,
                before.Rows,
                result.Rows,
                result.Accepted,
                result.Unchanged,
                result.Refused.Count,
                result.Read,
                result.Tournaments.ToArray(),
                before.Id
            ),
            .. RefusedRows.Add(before.Id, before.Refused, result.Refused),
        ];
}
