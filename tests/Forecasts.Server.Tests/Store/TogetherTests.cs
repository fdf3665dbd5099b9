using Forecasts.Server.Store;
using Npgsql;
using Shouldly;

namespace Forecasts.Server.Tests.Store;

public sealed class TogetherTests
{
    private readonly List<int[]> trips = [];
    private readonly Queue<TaskCompletionSource> doors = new();

    [Fact]
    public async Task Those_who_come_while_one_is_under_way_go_together_and_each_gets_its_own_answer()
    {
        var together = new Together<int, string>(Serve, lanes: 1);
        var first = together.Ask(1, default);
        var others = Enumerable.Range(2, 5).Select(n => together.Ask(n, default)).ToArray();
        await Open(first);
        await Open(others[0]);
        (await first).ShouldBe("1");
        (await Task.WhenAll(others)).ShouldBe(["2", "3", "4", "5", "6"]);
        trips.ShouldBe([
            [1],
            [2, 3, 4, 5, 6],
        ]);
    }

    [Fact]
    public async Task Of_those_who_fail_together_each_is_tried_by_itself()
    {
        var together = new Together<int, string>(Serve, lanes: 1);
        var first = together.Ask(1, default);
        var (good, bad) = (together.Ask(2, default), together.Ask(-3, default));
        await Open(first);
        await Open(null);
        await Open(good);
        await Open(bad);
        (await good).ShouldBe("2");
        (await Should.ThrowAsync<ArgumentException>(() => bad)).Message.ShouldContain("-3");
        trips.ShouldBe([
            [1],
            [2, -3],
            [2],
            [-3],
        ]);
    }

    [Fact]
    public async Task Where_the_database_does_not_answer_all_are_told_so_at_once()
    {
        var together = new Together<int, string>(Serve, lanes: 1);
        var first = together.Ask(1, default);
        Task<string>[] others = [together.Ask(0, default), together.Ask(2, default)];
        await Open(first);
        await Open(others[1]);
        foreach (var other in others)
            await Should.ThrowAsync<NpgsqlException>(() => other);
        trips.ShouldBe([
            [1],
            [0, 2],
        ]);
    }

    [Fact]
    public async Task Who_does_not_go_with_the_others_waits_for_the_next()
    {
        var together = new Together<int, string>(Serve, lanes: 1, fits: (others, one) => !others.Contains(one));
        var asked = ((int[])[1, 2, 2, 3]).Select(n => together.Ask(n, default)).ToArray();
        await Open(asked[0]);
        await Open(asked[1]);
        await Open(asked[2]);
        (await Task.WhenAll(asked)).ShouldBe(["1", "2", "2", "3"]);
        trips.ShouldBe([
            [1],
            [2, 3],
            [2],
        ]);
    }

    [Fact]
    public async Task Who_gives_up_holds_nobody_back()
    {
        using var patience = new CancellationTokenSource();
        var together = new Together<int, string>(Serve, lanes: 1);
        var first = together.Ask(1, patience.Token);
        var second = together.Ask(2, default);
        await patience.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => first);
        await Open(null);
        await Open(second);
        (await second).ShouldBe("2");
    }

    private async Task<IReadOnlyList<string>> Serve(IReadOnlyList<int> asked)
    {
        var door = new TaskCompletionSource();
        lock (doors)
        {
            trips.Add([.. asked]);
            doors.Enqueue(door);
        }

        await door.Task;
        if (asked.Contains(0))
            throw new NpgsqlException("It does not answer.", new TimeoutException());
        return asked.Min() < 0 ? throw new ArgumentException($"{asked.Min()} is refused.") : [.. asked.Select(n => $"{n}")];
    }

    /// <summary>Lets the trip go on that is under way, and waits for whom it serves.</summary>
    private async Task Open(Task? served)
    {
        while (true)
        {
            TaskCompletionSource? door;
            lock (doors)
                doors.TryDequeue(out door);
            if (door is null)
            {
                await Task.Delay(5, TestContext.Current.CancellationToken);
                continue;
            }

            door.SetResult();
            if (served is not null)
                await served.ContinueWith(_ => { }, TaskScheduler.Default);
            return;
        }
    }
}
