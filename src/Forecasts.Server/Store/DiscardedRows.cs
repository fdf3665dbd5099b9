using System.Globalization;
using Npgsql;
using NpgsqlTypes;

namespace Forecasts.Server.Store;

/// <summary>Reads and writes <c>discarded_messages</c>.</summary>
public static class DiscardedRows
{
    // Whoever records and dies before the message is taken away finds it again, and it is recorded once.
    private const string Insert = """
        insert into forecasts.discarded_messages (key, id, queue, type, claim, season, body_hash, summary, exception, by, at, reason)
        select key, id, queue, type, claim, season, body_hash, summary, exception, $10, $11, $12
        from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9)
            as given (key, id, queue, type, claim, season, body_hash, summary, exception)
        where not exists (select from forecasts.discarded_messages d where d.id = given.id and d.by = $10 and d.reason = $12)
        on conflict do nothing
        """;

    private static readonly string Page = $"""
        select {Rows.Columns<DiscardedMessage>()} from forecasts.discarded_messages
        where $1::text is null or key < $1 order by key desc limit $2
        """;

    private static readonly Func<DiscardedMessage, string?>[] Columns =
    [
        m => m.Key,
        m => m.Id,
        m => m.Queue,
        m => m.Type,
        m => m.Claim,
        m => m.Season,
        m => m.BodyHash,
        m => m.Summary,
        m => m.Exception,
    ];

    /// <summary>In the order of time, and of one moment by the message.</summary>
    public static string Key(string id, DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyyMMdd'T'HHmmss.ffffff'-'", CultureInfo.InvariantCulture) + id;

    /// <param name="messages">All taken away by the same person at the same moment for the same reason.</param>
    public static async Task Add(NpgsqlDataSource database, IReadOnlyList<DiscardedMessage> messages, CancellationToken cancellation)
    {
        if (messages is not [var first, ..])
            return;
        await using var command = database.CreateCommand(Insert);
        foreach (var column in Columns)
            command.Parameters.Add(
                new() { Value = messages.Select(column).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text }
            );
        foreach (var value in (object[])[first.By, first.At, first.Reason])
            command.Parameters.Add(new() { Value = value });
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>The newest first.</summary>
    public static Task<List<DiscardedMessage>> Read(NpgsqlDataSource database, string? before, int take, CancellationToken cancellation) =>
        database.Command(Page, before, take).Read<DiscardedMessage>(cancellation);
}
