using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Forecasts.Server.Features.Operations;

/// <summary>
/// What consumers gave up on lies in <c>QUEUE_error</c>, what no consumer knows in <c>QUEUE_skipped</c>; here they are one. A message
/// leaves there only after the broker has confirmed its copy in the queue (replay) or its record is stored (discard): whoever dies in
/// between leaves it doubled at worst.
/// </summary>
public sealed class ErrorQueues(Settings settings, DiscardedMessages discarded)
{
    /// <summary>No more messages than this are held at a time.</summary>
    public const int MostHeld = 2_000;

    private const long MostBytes = 64 << 20;
    private const int Together = 100;

    // A quorum queue of RabbitMQ 4 drops what was handed back twenty times, be it only for a look.
    private const long ManyLooks = 10;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>The queues of <c>Setup/Messages</c>.</summary>
    public static readonly IReadOnlyList<string> Queues =
    [
        "forecasts-score-claim",
        "forecasts-recompute-crowd",
        "forecasts-recompute-season",
    ];

    /// <summary>False where messages stay inside the process.</summary>
    public bool Exist => settings.RabbitMq is not null;

    public bool Has(string queue) => Exist && Queues.Contains(queue, StringComparer.Ordinal);

    public Task<IReadOnlyList<QueueDepth>> Depths(CancellationToken cancellation) =>
        Connected<IReadOnlyList<QueueDepth>>(
            async (connection, limit) =>
            {
                var depths = new List<QueueDepth>();
                foreach (var queue in Queues)
                {
                    var (waiting, failed) = (await Depth(connection, queue, limit), 0L);
                    foreach (var source in Sources(queue))
                        failed += (await Depth(connection, source, limit))?.MessageCount ?? 0;
                    depths.Add(new(queue, waiting?.MessageCount ?? 0, waiting?.ConsumerCount ?? 0, failed));
                }

                return depths;
            },
            cancellation
        );

    /// <summary>A page of an error queue, its oldest first; the messages stay there.</summary>
    public Task<IReadOnlyList<InspectedMessage>> Read(string queue, int skip, int take, CancellationToken cancellation) =>
        Held<IReadOnlyList<InspectedMessage>>(
            queue,
            (long)skip + take,
            (_, held, _) =>
                Task.FromResult<IReadOnlyList<InspectedMessage>>([
                    .. held.Skip(skip).Select(h => InspectedMessage.Of(h.Message, h.Taken.BasicProperties, h.Taken.Body)),
                ]),
            cancellation
        );

    public Task<InspectedMessage?> Find(string queue, string id, CancellationToken cancellation) =>
        Held(
            queue,
            MostHeld,
            (_, held, _) =>
                Task.FromResult(
                    held.Where(h => h.Message.Id == id)
                        .Select(h => InspectedMessage.Of(h.Message, h.Taken.BasicProperties, h.Taken.Body))
                        .FirstOrDefault()
                ),
            cancellation
        );

    /// <summary>Sends it (null: all) to its queue once more.</summary>
    public Task<Handled> Replay(string queue, string? id, CancellationToken cancellation) =>
        Handle(
            queue,
            id,
            async (channel, part, limit) =>
            {
                await Task.WhenAll(part.Select(h => Copy(channel, queue, h.Taken, limit)));
                foreach (var h in part)
                    await Done(channel, h, limit);
            },
            cancellation
        );

    /// <summary>Takes it (null: all) away for good, and records who did and why.</summary>
    public Task<Handled> Discard(string queue, string? id, string by, string reason, CancellationToken cancellation) =>
        Handle(
            queue,
            id,
            async (channel, part, limit) =>
            {
                await discarded.Record([.. part.Select(h => (h.Message, h.Taken.Body))], by, reason, limit);
                foreach (var h in part)
                    await Done(channel, h, limit);
            },
            cancellation
        );

    private async Task<Handled> Handle(
        string queue,
        string? id,
        Func<IChannel, IReadOnlyList<InHand>, CancellationToken, Task> act,
        CancellationToken cancellation
    )
    {
        var done = await Held(
            queue,
            MostHeld,
            async (channel, held, limit) =>
            {
                var meant = held.Where(h => id is null || h.Message.Id == id).ToList();
                foreach (var part in meant.Chunk(Together))
                    await act(channel, part, limit);
                return meant.Count;
            },
            cancellation
        );
        return new(done, (await Depths(cancellation)).Single(d => d.Queue == queue).Errors);
    }

    /// <summary>Holds the queue's oldest messages meanwhile; what was not dealt with goes back to its place, whatever happens.</summary>
    private Task<T> Held<T>(
        string queue,
        long most,
        Func<IChannel, IReadOnlyList<InHand>, CancellationToken, Task<T>> use,
        CancellationToken cancellation
    ) =>
        Connected(
            async (connection, limit) =>
            {
                await using var channel = await connection.CreateChannelAsync(
                    new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true),
                    limit
                );
                var held = new List<InHand>();
                var bytes = 0L;
                foreach (var source in Sources(queue))
                {
                    for (
                        var ready = (await Depth(connection, source, limit))?.MessageCount ?? 0;
                        ready > 0 && held.Count < most && bytes < MostBytes;
                        ready--
                    )
                    {
                        if (await channel.BasicGetAsync(source, autoAck: false, limit) is not { } taken)
                            break;
                        held.Add(new(taken, FailedMessage.Of(queue, taken.BasicProperties, taken.Body), source));
                        bytes += taken.Body.Length;
                    }
                }

                var result = await use(channel, held, limit);
                foreach (var tired in held.Where(h => !h.Done && Looks(h.Taken) >= ManyLooks))
                {
                    await Copy(channel, tired.Source, tired.Taken, limit, keepFault: true);
                    await Done(channel, tired, limit);
                }

                await HandBack(channel, held, limit);
                return result;
            },
            cancellation
        );

    // Not by closing alone: whoever looks next must not find the queue empty.
    private static async Task HandBack(IChannel channel, IReadOnlyList<InHand> held, CancellationToken cancellation)
    {
        foreach (var left in held.Where(h => !h.Done).GroupBy(h => h.Source))
        {
            foreach (var h in left)
                await channel.BasicNackAsync(h.Taken.DeliveryTag, multiple: false, requeue: true, cancellation);
            for (
                var asked = 0;
                asked < 40 && (await channel.QueueDeclarePassiveAsync(left.Key, cancellation)).MessageCount < left.Count();
                asked++
            )
                await Task.Delay(25, cancellation);
        }
    }

    private static string[] Sources(string queue) => [queue + "_error", queue + "_skipped"];

    private static long Looks(BasicGetResult taken) =>
        taken.BasicProperties.Headers?.TryGetValue("x-delivery-count", out var count) == true
            ? Convert.ToInt64(count, System.Globalization.CultureInfo.InvariantCulture)
            : 0;

    private static async Task Done(IChannel channel, InHand h, CancellationToken cancellation)
    {
        await channel.BasicAckAsync(h.Taken.DeliveryTag, multiple: false, cancellation);
        h.Done = true;
    }

    /// <summary>Returns once the broker has confirmed; what no queue takes is an exception.</summary>
    private static async Task Copy(
        IChannel channel,
        string queue,
        BasicGetResult taken,
        CancellationToken cancellation,
        bool keepFault = false
    )
    {
        var properties = new BasicProperties(taken.BasicProperties) { DeliveryMode = DeliveryModes.Persistent };
        properties.Headers = taken
            .BasicProperties.Headers?.Where(h =>
                h.Key is not ("x-delivery-count" or "x-death")
                && (keepFault || !(h.Key.StartsWith("MT-Fault", StringComparison.Ordinal) || h.Key is "MT-Reason"))
            )
            .ToDictionary(StringComparer.Ordinal);
        await channel.BasicPublishAsync("", queue, mandatory: true, properties, taken.Body, cancellation);
    }

    /// <summary>Null where there is no such queue: its first failure makes an error queue.</summary>
    private static async Task<QueueDeclareOk?> Depth(IConnection connection, string queue, CancellationToken cancellation)
    {
        await using var channel = await connection.CreateChannelAsync(cancellationToken: cancellation);
        try
        {
            return await channel.QueueDeclarePassiveAsync(queue, cancellation);
        }
        catch (OperationInterruptedException missing) when (missing.ShutdownReason?.ReplyCode == Constants.NotFound)
        {
            return null;
        }
    }

    private async Task<T> Connected<T>(Func<IConnection, CancellationToken, Task<T>> use, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(Patience);
        var factory = new ConnectionFactory
        {
            Uri = settings.RabbitMq ?? throw new InvalidOperationException("Messages stay inside this process."),
            AutomaticRecoveryEnabled = false,
            ClientProvidedName = "forecasts operations",
            RequestedConnectionTimeout = TimeSpan.FromSeconds(5),
        };
        try
        {
            await using var connection = await factory.CreateConnectionAsync(limit.Token);
            return await use(connection, limit.Token);
        }
        catch (Exception e)
            when (e is RabbitMQClientException or IOException or TimeoutException
                || (e is OperationCanceledException && !cancellation.IsCancellationRequested)
            )
        {
            throw new BrokerUnavailableException(e);
        }
    }

    private sealed record InHand(BasicGetResult Taken, FailedMessage Message, string Source)
    {
        public bool Done { get; set; }
    }
}
