using Npgsql;

namespace Forecasts.Server.Setup;

/// <summary>The server's clock. Tests and demonstrations shift it; the shift applies to the database's clock alike.</summary>
public sealed class Clock(TimeSpan offset = default) : TimeProvider
{
    public TimeSpan Offset { get; set; } = offset;

    /// <summary>Where the clock stands still, for what is decided by one microsecond; null: it runs.</summary>
    public DateTimeOffset? StandsAt { get; set; }

    /// <summary>Now, to the microsecond that the database keeps.</summary>
    public override DateTimeOffset GetUtcNow()
    {
        var now = StandsAt ?? (base.GetUtcNow() + Offset);
        return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond));
    }
}

/// <summary>Refuses to start, and to be ready, when this machine's clock and the database's differ: both date what people file.</summary>
public sealed class ClockCheck(NpgsqlDataSource database, Clock clock)
{
    public static readonly TimeSpan Most = TimeSpan.FromSeconds(2);

    /// <summary>This clock minus the database's, the time of the question halved away.</summary>
    public async Task<TimeSpan> Difference(CancellationToken cancellation)
    {
        var started = clock.GetUtcNow();
        await using var command = database.CreateCommand("select clock_timestamp()");
        var there = (DateTime)(await command.ExecuteScalarAsync(cancellation))! + clock.Offset;
        var ended = clock.GetUtcNow();
        return started + ((ended - started) / 2) - new DateTimeOffset(there, TimeSpan.Zero);
    }

    public async Task<bool> Agrees(CancellationToken cancellation) => (await Difference(cancellation)).Duration() <= Most;
}
