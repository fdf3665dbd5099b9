using System.Data;
using JasperFx.Events.Daemon;
using Npgsql;

namespace Forecasts.Server.Setup;

/// <summary>
/// Of all workers one follows the log: the one that holds a lock of the session, on a connection that is idle otherwise. Marten's own
/// lock keeps a transaction open as long as the worker lives, and while one is open the database can clear away no old version of any
/// row: what is written again and again, such as the version of a stream, would be found slower and slower.
/// </summary>
internal sealed class FollowingLock(string connectionString, Func<IProjectionSet> everything) : IProjectionDistributor
{
    private readonly string own = new NpgsqlConnectionStringBuilder(connectionString)
    {
        Pooling = false,
        // Asked so often whether the connection is still there, and with it the lock.
        KeepAlive = 5,
    }.ConnectionString;

    private NpgsqlConnection? held;

    public ValueTask<IReadOnlyList<IProjectionSet>> BuildDistributionAsync() => new([everything()]);

    /// <summary>Workers that start at the same moment do not all ask at once.</summary>
    public Task RandomWait(CancellationToken token) => Task.Delay(Random.Shared.Next(0, 500), token);

    public bool HasLock(IProjectionSet set) => held is { State: ConnectionState.Open };

    public async Task<bool> TryAttainLockAsync(IProjectionSet set, CancellationToken token)
    {
        if (HasLock(set))
            return true;
        await ReleaseAllLocks();
        var connection = new NpgsqlConnection(own);
        try
        {
            await connection.OpenAsync(token);
            await using var command = new NpgsqlCommand("select pg_try_advisory_lock($1)", connection);
            command.Parameters.Add(new() { Value = (long)set.LockId });
            if (await command.ExecuteScalarAsync(token) is not true)
                return false;
            (held, connection) = (connection, null);
            return true;
        }
        finally
        {
            if (connection is not null)
                await connection.DisposeAsync();
        }
    }

    public Task ReleaseLockAsync(IProjectionSet set) => ReleaseAllLocks();

    public async Task ReleaseAllLocks()
    {
        if (Interlocked.Exchange(ref held, null) is { } connection)
            await connection.DisposeAsync();
    }

    public ValueTask DisposeAsync() => new(ReleaseAllLocks());
}
