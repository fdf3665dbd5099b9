using System.Globalization;
using Npgsql;
using NpgsqlTypes;

namespace Forecasts.Server.Features.Operations;

/// <summary>A message that an admin took away for good.</summary>
/// <param name="Key">In the order of time.</param>
/// <param name="BodyHash">SHA-256 of its body.</param>
/// <param name="Summary">The beginning of its body.</param>
/// <param name="By">Opaque id of the admin; <c>system</c> for the command line.</param>
public sealed record DiscardedMessage(
    string Key,
    string Id,
    string Queue,
    string? Type,
    string? Claim,
    string? Season,
    string BodyHash,
    string Summary,
    string? Exception,
    string By,
    DateTimeOffset At,
    string Reason
);

/// <summary>The record of what was discarded, by whom and why.</summary>
public sealed class DiscardedMessages(NpgsqlDataSource database, Clock clock)
{
    private const int SummaryLength = 300;

    // Recorded before it is taken away: whoever dies in between finds the message again, and it is recorded once.
    private const string Insert = """
        insert into forecasts.discarded_messages (key, id, queue, type, claim, season, body_hash, summary, exception, by, at, reason)
        select $12 || id, id, queue, type, claim, season, body_hash, summary, exception, $9, $10, $11
        from unnest($1, $2, $3, $4, $5, $6, $7, $8) as given (id, queue, type, claim, season, body_hash, summary, exception)
        where not exists (select from forecasts.discarded_messages d where d.id = given.id and d.by = $9 and d.reason = $11)
        on conflict do nothing
        """;

    public async Task Record(
        IReadOnlyList<(FailedMessage Message, ReadOnlyMemory<byte> Body)> messages,
        string by,
        string reason,
        CancellationToken cancellation
    )
    {
        var now = clock.GetUtcNow();
        await using var command = database.CreateCommand(Insert);
        foreach (
            var column in (Func<(FailedMessage Message, ReadOnlyMemory<byte> Body), string?>[])
                [
                    m => m.Message.Id,
                    m => m.Message.Queue,
                    m => m.Message.Type,
                    m => m.Message.Claim,
                    m => m.Message.Season,
                    m => FailedMessage.BodyHash(m.Body),
                    m => InspectedMessage.Readable(m.Body, SummaryLength),
                    m => m.Message.Exception,
                ]
        )
            command.Parameters.Add(
                new() { Value = messages.Select(column).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text }
            );
        command.Parameters.Add(new() { Value = by });
        command.Parameters.Add(new() { Value = now, NpgsqlDbType = NpgsqlDbType.TimestampTz });
        command.Parameters.Add(new() { Value = reason });
        command.Parameters.Add(new() { Value = now.UtcDateTime.ToString("yyyyMMdd'T'HHmmss.ffffff'-'", CultureInfo.InvariantCulture) });
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>The newest first.</summary>
    public async Task<IReadOnlyList<DiscardedMessage>> Read(string? before, int take, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(
            """
            select key, id, queue, type, claim, season, body_hash, summary, exception, by, at, reason
            from forecasts.discarded_messages where $1::text is null or key < $1 order by key desc limit $2
            """
        );
        command.Parameters.Add(new() { Value = (object?)before ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        command.Parameters.Add(new() { Value = take });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var found = new List<DiscardedMessage>();
        while (await reader.ReadAsync(cancellation))
            found.Add(
                new(
                    reader.GetString(0),
                    reader.GetString(1),
                    reader.GetString(2),
                    Text(3),
                    Text(4),
                    Text(5),
                    reader.GetString(6),
                    reader.GetString(7),
                    Text(8),
                    reader.GetString(9),
                    new(reader.GetDateTime(10), TimeSpan.Zero),
                    reader.GetString(11)
                )
            );
        return found;

        string? Text(int column) => reader.IsDBNull(column) ? null : reader.GetString(column);
    }
}
