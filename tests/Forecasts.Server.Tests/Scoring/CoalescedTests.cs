using System.Collections.Concurrent;
using Forecasts.Server.Features.Scoring;
using Forecasts.Server.Tests.Fixtures;
using Shouldly;

namespace Forecasts.Server.Tests.Scoring;

/// <summary>Runs that are shared: none too few, one key never twice at once.</summary>
public sealed class CoalescedTests
{
    private static readonly TimeSpan NoRest = TimeSpan.Zero;

    [Fact]
    public async Task Who_asks_while_a_key_waits_shares_its_run_and_who_asks_while_it_runs_gets_another()
    {
        var runs = new Coalesced<bool>(lanes: 1, rest: 0, NoRest, CancellationToken.None);
        var (gates, begun) = (new ConcurrentQueue<TaskCompletionSource<bool>>(), 0);
        Task<bool> Work(string key, CancellationToken cancellation)
        {
            Interlocked.Increment(ref begun);
            var gate = new TaskCompletionSource<bool>();
            gates.Enqueue(gate);
            return gate.Task;
        }

        var first = runs.Run("a", Work);
        await Until.True(() => Task.FromResult(gates.Count == 1), "the first run begins");
        var (second, third) = (runs.Run("a", Work), runs.Run("a", Work));
        begun.ShouldBe(1);
        Release();
        await first;
        await Until.True(() => Task.FromResult(gates.Count == 1), "the next run begins");
        second.IsCompleted.ShouldBeFalse();
        Release();
        await Task.WhenAll(second, third);
        begun.ShouldBe(2);

        void Release()
        {
            gates.TryDequeue(out var gate).ShouldBeTrue();
            gate!.SetResult(true);
        }
    }

    [Fact]
    public async Task Keys_run_beside_each_other_one_key_never_twice_at_once_and_every_ask_is_followed_by_a_run()
    {
        var runs = new Coalesced<bool>(lanes: 3, rest: 0, NoRest, CancellationToken.None);
        var (at, states, seen, most, clash) = (
            new ConcurrentDictionary<string, int>(),
            new ConcurrentDictionary<string, int>(),
            new ConcurrentDictionary<string, int>(),
            0,
            false
        );
        async Task<bool> Work(string key, CancellationToken cancellation)
        {
            if (at.AddOrUpdate(key, 1, (_, n) => n + 1) > 1)
                clash = true;
            most = Math.Max(most, at.Values.Sum());
            var now = states.GetValueOrDefault(key);
            await Task.Delay(2, cancellation);
            seen.AddOrUpdate(key, now, (_, before) => Math.Max(before, now));
            at.AddOrUpdate(key, 0, (_, n) => n - 1);
            return true;
        }

        await Parallel.ForEachAsync(
            Enumerable.Range(0, 600),
            new ParallelOptions { MaxDegreeOfParallelism = 50 },
            async (i, _) =>
            {
                var key = $"k{i % 5}";
                var state = states.AddOrUpdate(key, 1, (_, n) => n + 1);
                await runs.Run(key, Work);
                seen[key].ShouldBeGreaterThanOrEqualTo(state);
            }
        );
        clash.ShouldBeFalse();
        most.ShouldBeInRange(2, 3);
    }

    [Fact]
    public async Task A_run_that_fails_fails_for_all_who_share_it_and_for_nobody_else()
    {
        var runs = new Coalesced<bool>(lanes: 1, rest: 0, NoRest, CancellationToken.None);
        var gate = new TaskCompletionSource<bool>();
        var before = runs.Run("a", (_, _) => gate.Task);
        Task[] failing =
        [
            runs.Run("b", (_, _) => throw new InvalidOperationException("no")),
            runs.Run("b", (_, _) => Task.FromResult(true)),
        ];
        gate.SetResult(true);
        await before;
        foreach (var task in failing)
            (await Should.ThrowAsync<InvalidOperationException>(() => task)).Message.ShouldBe("no");
        await runs.Run("b", (_, _) => Task.FromResult(true));
    }
}
