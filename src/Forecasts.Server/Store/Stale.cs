using Npgsql;

namespace Forecasts.Server.Store;

/// <summary>Claims without a sheet of now, crowds and seasons likewise, each with the sequence that it should have.</summary>
public sealed record Stale(
    IReadOnlyDictionary<string, long> Claims,
    IReadOnlyDictionary<string, long> Crowds,
    IReadOnlyDictionary<string, long> Seasons
)
{
    private const string Sql = """
        select claim as name, sequence from forecasts.stale_sheets;
        select claim as name, sequence from forecasts.stale_crowds;
        select s.season as name, max(s.sequence) as sequence from forecasts.score_sheets s
        where not exists (
            select from forecasts.current_results r where r.season = s.season and not r.outdated
                and (r.due_next is null or r.due_next > $1))
        group by s.season
        """;

    /// <param name="now">Results are stale from the moment at which another claim counts.</param>
    public static async Task<Stale> Read(NpgsqlDataSource database, DateTimeOffset now, CancellationToken cancellation)
    {
        await using var batch = database.CreateBatch();
        foreach (var statement in Sql.Split(";\n"))
            batch.BatchCommands.Add(new(statement));
        batch.BatchCommands[^1].Parameters.Add(new() { Value = now.ToUniversalTime() });
        await using var reader = await batch.ExecuteReaderAsync(cancellation);
        return new(await Next(), await Next(), await Next());

        async Task<SortedDictionary<string, long>> Next()
        {
            var found = new SortedDictionary<string, long>(StringComparer.Ordinal);
            await foreach (var row in Rows.Of<Row>(reader, cancellation))
                found[row.Name] = row.Sequence;
            await reader.NextResultAsync(cancellation);
            return found;
        }
    }

    /// <summary>True where every settled or once settled claim has a sheet of its present resolution and its latest events.</summary>
    public static async Task<bool> Complete(NpgsqlConnection connection, string season, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            "select not exists (select from forecasts.stale_sheets where season = $1 and behind)",
            connection
        )
        {
            Parameters = { new() { Value = season } },
        };
        return (bool)(await command.ExecuteScalarAsync(cancellation))!;
    }

    /// <summary>The season of a claim whose sheet is as it should be; null where it has to be made, or made anew.</summary>
    public static async Task<string?> SeasonOfCurrent(NpgsqlConnection connection, string claim, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            "select season from forecasts.score_sheets where claim = $1 and not exists (select from forecasts.stale_sheets where claim = $1)",
            connection
        )
        {
            Parameters = { new() { Value = claim } },
        };
        return await command.ExecuteScalarAsync(cancellation) as string;
    }

    private sealed record Row(string Name, long Sequence);
}
