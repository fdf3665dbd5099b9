using System.Diagnostics;

namespace Forecasts.Server.Features.Scoring;

/// <summary>
/// Runs by key, one at a time: who asks while a key waits shares its next run, who asks while it runs gets another one. Between
/// runs it rests, so that a flood of changes makes a few runs of a large season and leaves the machine to those who file.
/// </summary>
/// <param name="rest">As many times as long as the run took.</param>
/// <param name="stopping">Ends the rests, not the runs.</param>
public sealed class Coalesced(double rest, CancellationToken stopping)
{
    private static readonly TimeSpan LongestRest = TimeSpan.FromSeconds(5);
    private readonly Lock gate = new();
    private readonly Dictionary<string, TaskCompletionSource> waiting = new(StringComparer.Ordinal);
    private readonly Queue<(string Key, Func<string, CancellationToken, Task> Work)> order = new();
    private bool running;

    /// <summary>Ends with a run that began after this call; fails as it does.</summary>
    public Task Run(string key, Func<string, CancellationToken, Task> work)
    {
        lock (gate)
        {
            if (!waiting.TryGetValue(key, out var next))
            {
                waiting[key] = next = new(TaskCreationOptions.RunContinuationsAsynchronously);
                order.Enqueue((key, work));
            }

            if (!running) _ = Task.Run(Loop, CancellationToken.None);
            running = true;
            return next.Task;
        }
    }

    private async Task Loop()
    {
        while (Next() is { } run)
        {
            var started = Stopwatch.GetTimestamp();
            try
            {
                await run.Work(run.Key, CancellationToken.None);
                run.Done.SetResult();
            }
            catch (Exception e)
            {
                run.Done.SetException(e);
            }

            var pause = Stopwatch.GetElapsedTime(started) * rest;
            await Task.Delay(pause < LongestRest ? pause : LongestRest, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private (string Key, Func<string, CancellationToken, Task> Work, TaskCompletionSource Done)? Next()
    {
        lock (gate)
        {
            running = order.TryDequeue(out var next);
            if (!running) return null;
            waiting.Remove(next.Key, out var done);
            return (next.Key, next.Work, done!);
        }
    }
}
