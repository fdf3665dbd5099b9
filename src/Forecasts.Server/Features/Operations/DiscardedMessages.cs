using Forecasts.Server.Store;
using Npgsql;

namespace Forecasts.Server.Features.Operations;

/// <summary>The record of what was discarded, by whom and why.</summary>
public sealed class DiscardedMessages(NpgsqlDataSource database, Clock clock)
{
    private const int SummaryLength = 300;

    public Task Record(
        IReadOnlyList<(FailedMessage Message, ReadOnlyMemory<byte> Body)> messages,
        string by,
        string reason,
        CancellationToken cancellation
    )
    {
        var now = clock.GetUtcNow();
        return DiscardedRows.Add(
            database,
            [
                .. messages.Select(m => new DiscardedMessage(
                    DiscardedRows.Key(m.Message.Id, now),
                    m.Message.Id,
                    m.Message.Queue,
                    m.Message.Type,
                    m.Message.Claim,
                    m.Message.Season,
                    FailedMessage.BodyHash(m.Body),
                    InspectedMessage.Readable(m.Body, SummaryLength),
                    m.Message.Exception,
                    by,
                    now,
                    reason
                )),
            ],
            cancellation
        );
    }

    /// <summary>The newest first.</summary>
    public async Task<IReadOnlyList<DiscardedMessage>> Read(string? before, int take, CancellationToken cancellation) =>
        await DiscardedRows.Read(database, before, take, cancellation);
}
