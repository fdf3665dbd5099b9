using System.Text.Json;
using Forecasts.Domain;
using Npgsql;

namespace Forecasts.Server.Store;

/// <summary>Reads and writes <c>import_refused_rows</c>, each under its number as a cursor.</summary>
public sealed class RefusedRows(NpgsqlDataSource database, Clock clock)
{
    // A message may quote what the file holds.
    private const int LongestMessage = 500;

    /// <summary>So many refused rows of one import are kept; the others are counted.</summary>
    public const int MostKept = 50_000;

    // Of one person, the newest; and for so long.
    private const int MostKeptOfOne = 500_000;
    private static readonly TimeSpan Kept = TimeSpan.FromDays(90);

    private const string Insert = """
        insert into forecasts.import_refused_rows (import, number, line, code, message, field)
        select $1, r.number, r.line, r.code, r.message, r.field
        from json_to_recordset($2::json) as r (number int, line int, code text, message text, field text)
        """;

    private const string Old = """
        delete from forecasts.import_refused_rows where import in (
            select id from (
                select id, ended_at, sum(least(refused, $1)) over (partition by by order by started_at desc, id) as kept
                from forecasts.imports where refused > 0) i
            where ended_at < $3 or (ended_at is not null and kept > $2))
        """;

    private const string OfImport = """
        select number, line, code, message, field from forecasts.import_refused_rows
        where import = $1 and number > $2 order by number limit $3
        """;

    private sealed record Row(int Number, int Line, string Code, string Message, string? Field);

    /// <summary>The refused rows by line.</summary>
    public async Task<IReadOnlyList<(int Number, RefusedRow Row)>> Of(string import, int after, int take, CancellationToken cancellation) =>
        [
            .. (await database.Command(OfImport, import, after, take).Read<Row>(cancellation)).Select(r =>
                (r.Number, new RefusedRow(r.Line, r.Code, r.Message, r.Field))
            ),
        ];

    /// <summary>Takes away rows that are old, and the oldest of whoever has too many; how many there were stays known.</summary>
    public Task Sweep(CancellationToken cancellation) =>
        database.Command(Old, MostKept, MostKeptOfOne, clock.GetUtcNow() - Kept).Do(cancellation);

    /// <param name="before">So many of the import were refused before.</param>
    internal static IEnumerable<NpgsqlBatchCommand> Add(
        string import,
        int before,
        IReadOnlyCollection<(int Line, Rejection Rejection)> refused
    )
    {
        if (refused.Count == 0 || before >= MostKept)
            yield break;
        var rows = refused
            .OrderBy(r => r.Line)
            .Take(MostKept - before)
            .Select(
                (r, i) =>
                    new
                    {
                        number = before + i + 1,
                        line = r.Line,
                        code = r.Rejection.Code,
                        message = Excerpt.Of(r.Rejection.Message, LongestMessage),
                        field = r.Rejection.Field,
                    }
            );
        yield return Statement.Of(Insert, import, JsonSerializer.Serialize(rows));
    }

    internal static NpgsqlBatchCommand Remove(string import) =>
        Statement.Of("delete from forecasts.import_refused_rows where import = $1", import);
}
