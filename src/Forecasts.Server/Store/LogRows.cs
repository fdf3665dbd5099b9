using Npgsql;

namespace Forecasts.Server.Store;

/// <summary>How far the event log is, and who follows it.</summary>
public static class LogRows
{
    // The log's own marks are no followers: they tell how far the log is known to be without gaps.
    private const string Following = """
        select name, last_seq_id as sequence from forecasts.mt_event_progression where name not like 'HighWater%' order by name
        """;

    private const string Last = "select coalesce(max(seq_id), 0) from forecasts.mt_events";

    private const string HighWater = """
        select coalesce((select last_seq_id from forecasts.mt_event_progression where name = 'HighWaterMark'), 0)
        """;

    public static Task<List<FollowerView>> Followers(NpgsqlDataSource database, CancellationToken cancellation) =>
        database.Command(Following).Read<FollowerView>(cancellation);

    /// <summary>The newest event that is committed.</summary>
    public static Task<long> Newest(NpgsqlDataSource database, CancellationToken cancellation) =>
        database.Command(Last).Value<long>(cancellation);

    /// <summary>The newest event in the connection's snapshot.</summary>
    public static Task<long> Newest(NpgsqlConnection connection, CancellationToken cancellation) =>
        connection.Command(Last).Value<long>(cancellation);

    /// <summary>The names of the events that there are.</summary>
    public static async Task<IReadOnlyList<string>> Types(NpgsqlConnection connection, CancellationToken cancellation) =>
        await connection.Command("select distinct type from forecasts.mt_events order by 1").Column<string>(cancellation);

    /// <summary>Whether the database holds an installation.</summary>
    public static Task<bool> IsThere(NpgsqlConnection connection, CancellationToken cancellation) =>
        connection.Command("select to_regclass('forecasts.mt_events') is not null").Value<bool>(cancellation);

    /// <summary>Whether there is anything in it.</summary>
    public static Task<bool> IsInUse(NpgsqlConnection connection, CancellationToken cancellation) =>
        connection
            .Command("select exists (select from forecasts.mt_events) or exists (select from forecasts.mt_doc_account)")
            .Value<bool>(cancellation);

    /// <summary>The last sequence that was given away, be its event committed or not.</summary>
    public static Task<long> Given(NpgsqlDataSource database, CancellationToken cancellation) =>
        database.Command("select last_value from forecasts.mt_events_sequence").Value<long>(cancellation);

    /// <summary>Whatever has a lower sequence is committed; a higher one may still be under way.</summary>
    public static Task<long> Settled(NpgsqlDataSource database, CancellationToken cancellation) =>
        database.Command(HighWater).Value<long>(cancellation);
}
