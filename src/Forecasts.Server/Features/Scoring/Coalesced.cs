using System.Diagnostics;

namespace Forecasts.Server.Features.Scoring;

/// <summary>
/// Runs by key, in lanes, one key in one lane at a time: who asks while a key waits shares its next run, who asks while it runs gets
/// another one. After a run its lane rests, so that a flood of changes makes a few runs of what is large and leaves the machine to
/// those who file. Whatever may wait for others, such as a broker, is done outside: it would hold up the lane.
/// </summary>
/// <typeparam name="T">What comes of a run, for all who share it.</typeparam>
/// <param name="lanes">How many run beside each other.</param>
/// <param name="rest">As many times as long as the run took.</param>
/// <param name="longestRest">However long a run took.</param>
/// <param name="stopping">Ends the rests, not the runs.</param>
public sealed class Coalesced<T>(int lanes, double rest, TimeSpan longestRest, CancellationToken stopping)
{
    private sealed record Asked(string Key, Func<string, CancellationToken, Task<T>> Work)
    {
        public TaskCompletionSource<T> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private readonly Lock gate = new();
    private readonly Dictionary<string, Asked> waiting = new(StringComparer.Ordinal);
    private readonly LinkedList<Asked> order = [];
    private readonly HashSet<string> running = new(StringComparer.Ordinal);
    private int busy;

    /// <summary>Ends with a run that began after this call; fails as it does.</summary>
    public Task<T> Run(string key, Func<string, CancellationToken, Task<T>> work)
    {
        lock (gate)
        {
            if (!waiting.TryGetValue(key, out var next))
            {
                waiting[key] = next = new(key, work);
                order.AddLast(next);
            }

            if (busy < lanes)
            {
                busy++;
                _ = Task.Run(Lane, CancellationToken.None);
            }

            return next.Done.Task;
        }
    }

    private async Task Lane()
    {
        Asked? ran = null;
        while ((ran = Next(ran)) is not null)
        {
            var started = Stopwatch.GetTimestamp();
            try
            {
                ran.Done.SetResult(await ran.Work(ran.Key, CancellationToken.None));
            }
            catch (Exception e)
            {
                ran.Done.SetException(e);
            }

            var pause = Stopwatch.GetElapsedTime(started) * rest;
            await Task.Delay(pause < longestRest ? pause : longestRest, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>
    /// The first that waits and runs in no other lane; where there is none the lane ends, for whoever runs it looks again.
    /// </summary>
    private Asked? Next(Asked? ran)
    {
        lock (gate)
        {
            if (ran is not null)
                running.Remove(ran.Key);
            var next = order.FirstOrDefault(a => !running.Contains(a.Key));
            if (next is null)
            {
                busy--;
                return null;
            }

            order.Remove(next);
            waiting.Remove(next.Key);
            running.Add(next.Key);
            return next;
        }
    }
}
