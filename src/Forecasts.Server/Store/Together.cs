using Npgsql;

namespace Forecasts.Server.Store;

/// <summary>
/// Serves what many ask for at the same moment by one round trip. Who comes while nothing is under way is served at once; those who
/// come meanwhile go together with the next. Each fails or succeeds for itself: what is refused together is tried one by one.
/// </summary>
/// <param name="serve">The answers in the order of what was asked.</param>
/// <param name="lanes">So many round trips are under way at once.</param>
/// <param name="fits">Whether one may go together with those before it; null: anybody.</param>
public sealed class Together<TAsked, TAnswer>(
    Func<IReadOnlyList<TAsked>, Task<IReadOnlyList<TAnswer>>> serve,
    int lanes,
    Func<IReadOnlyList<TAsked>, TAsked, bool>? fits = null
)
{
    private const int Most = 64;

    private readonly Lock gate = new();
    private readonly LinkedList<Waiting> queue = [];
    private int underWay;

    private sealed record Waiting(TAsked Asked, TaskCompletionSource<TAnswer> Answer);

    public Task<TAnswer> Ask(TAsked asked, CancellationToken cancellation)
    {
        var waiting = new Waiting(asked, new(TaskCreationOptions.RunContinuationsAsynchronously));
        lock (gate)
        {
            queue.AddLast(waiting);
            if (underWay == lanes)
                return waiting.Answer.Task.WaitAsync(cancellation);
            underWay++;
        }

        _ = Work();
        return waiting.Answer.Task.WaitAsync(cancellation);
    }

    private async Task Work()
    {
        while (Next() is { Count: > 0 } next)
            if (!await Serve(next))
                foreach (var one in next)
                    await Serve([one]);
    }

    private List<Waiting> Next()
    {
        var next = new List<Waiting>();
        lock (gate)
        {
            for (var at = queue.First; at is not null && next.Count < Most; )
            {
                var (one, after) = (at, at.Next);
                if (next.Count == 0 || fits is null || fits([.. next.Select(n => n.Asked)], one.Value.Asked))
                {
                    next.Add(one.Value);
                    queue.Remove(one);
                }

                at = after;
            }

            if (next.Count == 0)
                underWay--;
        }

        return next;
    }

    /// <returns>False where several could not be served together.</returns>
    private async Task<bool> Serve(List<Waiting> together)
    {
        try
        {
            var answers = await serve([.. together.Select(w => w.Asked)]);
            for (var i = 0; i < together.Count; i++)
                together[i].Answer.TrySetResult(answers[i]);
            return true;
        }
        catch (Exception e) when (together.Count == 1 || e is NpgsqlException { IsTransient: true } and not PostgresException)
        {
            // Where the database does not answer, it would be waited for once more for each.
            foreach (var one in together)
                one.Answer.TrySetException(e);
            return true;
        }
        catch
        {
            return false;
        }
    }
}
