using Npgsql;

namespace Forecasts.Server.Store;

/// <param name="Name">What follows the event log.</param>
/// <param name="Sequence">It has worked up to this event.</param>
public sealed record FollowerView(string Name, long Sequence);

/// <summary>How far the event log is, and who follows it.</summary>
public static class LogRows
{
    // The log's own marks are no followers: they tell how far the log is known to be without gaps.
    private const string Following = """
        select name, last_seq_id as sequence from forecasts.mt_event_progression where name not like 'HighWater%' order by name
        """;

    private const string HighWater = """
        select coalesce((select last_seq_id from forecasts.mt_event_progression where name = 'HighWaterMark'), 0)
        """;

    public static Task<List<FollowerView>> Followers(NpgsqlDataSource database, CancellationToken cancellation) =>
        database.Command(Following).Read<FollowerView>(cancellation);

    /// <summary>The newest event that is committed.</summary>
    public static Task<long> Newest(NpgsqlDataSource database, CancellationToken cancellation) =>
        database.Command("select coalesce(max(seq_id), 0) from forecasts.mt_events").Value<long>(cancellation);

    /// <summary>The last sequence that was given away, be its event committed or not.</summary>
    public static Task<long> Given(NpgsqlDataSource database, CancellationToken cancellation) =>
        database.Command("select last_value from forecasts.mt_events_sequence").Value<long>(cancellation);

    /// <summary>Whatever has a lower sequence is committed; a higher one may still be under way.</summary>
    public static Task<long> Settled(NpgsqlDataSource database, CancellationToken cancellation) =>
        database.Command(HighWater).Value<long>(cancellation);
}
