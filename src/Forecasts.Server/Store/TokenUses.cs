using System.Collections.Concurrent;
using System.Threading.Channels;
using Marten;

namespace Forecasts.Server.Store;

/// <summary>
/// When tokens were last used. A request leaves a note and goes on; of each token one note an hour is taken and written here, several at
/// once. What another process has written within the hour stays.
/// </summary>
public sealed class TokenUses(IDocumentStore store, ILogger<TokenUses> log) : BackgroundService, ITokenUses
{
    public static readonly TimeSpan Every = TimeSpan.FromHours(1);

    private const int Most = 10_000;
    private const int Together = 200;

    private readonly ConcurrentDictionary<string, DateTimeOffset> noted = new(StringComparer.Ordinal);

    // Full, it forgets: a use that is told an hour late harms nobody.
    private readonly Channel<TokenUse> waiting = Channel.CreateBounded<TokenUse>(
        new BoundedChannelOptions(Most) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true }
    );

    public void Note(string token, DateTimeOffset at)
    {
        if (noted.TryGetValue(token, out var last) && at - last < Every)
            return;
        if (noted.Count >= Most)
            noted.Clear();
        noted[token] = at;
        waiting.Writer.TryWrite(new(token, at));
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (await waiting.Reader.WaitToReadAsync(stoppingToken))
            {
                var uses = new Dictionary<string, TokenUse>(StringComparer.Ordinal);
                while (uses.Count < Together && waiting.Reader.TryRead(out var use))
                    uses[use.Id] = use;
                await Write(uses, stoppingToken);
            }
        }
        catch (OperationCanceledException)
        {
            // The server ends.
        }
    }

    private async Task Write(Dictionary<string, TokenUse> uses, CancellationToken cancellation)
    {
        try
        {
            await using var session = store.LightweightSession();
            foreach (var known in await session.LoadManyAsync<TokenUse>(cancellation, uses.Keys.ToArray()))
                if (uses[known.Id].UsedAt - known.UsedAt < Every)
                    uses.Remove(known.Id);
            if (uses.Count == 0)
                return;
            session.Store(uses.Values.ToArray());
            await session.SaveChangesAsync(cancellation);
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            log.LogWarning("When tokens were used could not be written: {Message}", e.Message);
            foreach (var token in uses.Keys)
                noted.TryRemove(token, out _);
        }
    }
}
