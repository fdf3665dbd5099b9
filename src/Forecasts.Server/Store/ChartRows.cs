using Npgsql;

namespace Forecasts.Server.Store;

/// <summary>A chart that is to be drawn.</summary>
public sealed record AskedChart(string Address, string Name, string Spec);

/// <summary>What is kept of a chart.</summary>
/// <param name="Svg">Null while it is not drawn.</param>
/// <param name="Spec">What it is drawn from.</param>
public sealed record StoredChart(string? Svg, string Spec);

/// <summary>How far the pictures of a page are.</summary>
public sealed record ChartProgress(int Drawn, bool Waiting);

/// <summary>Reads and writes <c>charts</c>: a page leaves what is to be drawn, a worker draws it.</summary>
public static class ChartRows
{
    // Used is noted once a day: what nobody has looked at for long is removed.
    private const string Leaving = """
        insert into forecasts.charts as old (address, name, spec, waiting, used_at)
        select address, $4, spec, true, $3 from unnest($1, $2) as asked (address, spec)
        on conflict (address) do update set used_at = excluded.used_at where old.used_at < excluded.used_at - interval '1 day'
        """;

    private const string Progress = """
        select count(svg)::int as drawn, coalesce(bool_or(waiting), false) as waiting from forecasts.charts where address = any($1)
        """;

    // Workers share the charts among them: what one has in its hands the others pass over.
    private const string Next = """
        select address, name, spec from forecasts.charts where waiting order by used_at, address limit 1 for update skip locked
        """;

    public static async Task<ChartProgress> Leave(
        NpgsqlDataSource database,
        string name,
        string[] addresses,
        string[] specs,
        DateTimeOffset now,
        CancellationToken cancellation
    )
    {
        await using var batch = database.CreateBatch();
        batch.BatchCommands.Add(Statement.Of(Leaving, addresses, specs, now, name));
        batch.BatchCommands.Add(Statement.Of(Progress, [addresses]));
        await using var reader = await batch.ExecuteReaderAsync(cancellation);
        return (await Rows.All<ChartProgress>(reader, cancellation))[0];
    }

    /// <summary>Null where there is no such chart.</summary>
    public static async Task<StoredChart?> At(NpgsqlDataSource database, string address, CancellationToken cancellation) =>
        (
            await database.Command("select svg, spec from forecasts.charts where address = $1", address).Read<StoredChart>(cancellation)
        ).SingleOrDefault();

    /// <summary>Has the chart drawn that waits longest; after a crash it is taken up again.</summary>
    /// <param name="draw">Its picture, or why there is none.</param>
    /// <returns>False where none waits.</returns>
    public static async Task<bool> Draw(
        NpgsqlDataSource database,
        Func<AskedChart, Task<(string? Svg, string? Failure)>> draw,
        CancellationToken cancellation
    )
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        if ((await connection.Command(Next).Read<AskedChart>(cancellation)).SingleOrDefault() is not { } asked)
            return false;
        var (svg, failure) = await draw(asked);
        const string Keep = "update forecasts.charts set waiting = false, svg = $2, failure = $3 where address = $1";
        await connection.Command(Keep, asked.Address, svg, failure).Do(cancellation);
        await transaction.CommitAsync(cancellation);
        return true;
    }

    public static Task Tidy(NpgsqlDataSource database, DateTimeOffset unusedSince, CancellationToken cancellation) =>
        database.Command("delete from forecasts.charts where used_at < $1", unusedSince).Do(cancellation);
}
