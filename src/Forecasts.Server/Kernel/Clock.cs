using System.Diagnostics;
using Forecasts.Domain;
using Npgsql;

namespace Forecasts.Server.Kernel;

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

    private static readonly TimeSpan Lasts = TimeSpan.FromSeconds(1);
    private long measured;
    private volatile bool differed;

    /// <summary>The same, measured at most once a second; a database that does not answer says nothing about its clock.</summary>
    public async Task<bool> AgreedJustNow(CancellationToken cancellation)
    {
        if (measured != 0 && Stopwatch.GetElapsedTime(Volatile.Read(ref measured)) < Lasts)
            return !differed;
        try
        {
            differed = !await Agrees(cancellation);
            Volatile.Write(ref measured, Stopwatch.GetTimestamp());
        }
        catch (NpgsqlException)
        {
            // Whoever writes hears it from the database.
        }

        return !differed;
    }

    public async Task<bool> Agrees(CancellationToken cancellation) => (await Difference(cancellation)).Duration() <= Most;
}

/// <summary>While the clocks differ nothing is written: what is dated by them stands in the record for ever.</summary>
public static class ClockGate
{
    public static readonly Rejection Differ = Refuse.Conflict(
        "clock.differs",
        "The clocks of the server and of its database differ, so nothing is taken at the moment; the administrators have to set them by a time server."
    );

    public static void UseClockGate(this IApplicationBuilder app) =>
        app.Use(
            async (context, next) =>
            {
                var (method, services) = (context.Request.Method, context.RequestServices);
                if (
                    HttpMethods.IsGet(method)
                    || HttpMethods.IsHead(method)
                    || HttpMethods.IsOptions(method)
                    || services.GetRequiredService<Clock>().StandsAt is not null
                    || await services.GetRequiredService<ClockCheck>().AgreedJustNow(context.RequestAborted)
                )
                {
                    await next(context);
                }
                else if (context.IsApi())
                {
                    await Problems.Of(503, Differ.Code, Differ.Message).ExecuteAsync(context);
                }
                else
                {
                    context.Items[typeof(Rejection)] = Differ;
                    context.Response.StatusCode = 503;
                }
            }
        );
}
