using Forecasts.Server.Features.Operations;
using Forecasts.Server.Store;
using Forecasts.Server.Tests.Fixtures;
using Npgsql;
using Shouldly;

namespace Forecasts.Server.Tests.Setup;

/// <summary>Of all workers one follows the log; that costs the database nothing, and ends with its connection.</summary>
public sealed class FollowingTests(PrivatePostgres postgres)
{
    private const string Following =
        "select count(*) from pg_locks l join pg_database d on d.oid = l.database where l.locktype = 'advisory' and d.datname = current_database()";

    // What a connection keeps open for two looks: no old version of a row can be cleared away meanwhile.
    private const string Open = """
        select coalesce(array_agg(pid || ' since ' || xact_start || ': ' || left(query, 60)), '{}') from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid() and xact_start < now() - interval '1.5 seconds'
        """;

    private const string Followed = """
        select (select max(seq_id) from forecasts.mt_events)
            = coalesce((select last_seq_id from forecasts.mt_event_progression where name = 'Scoring:All'), 0)
        """;

    [Fact]
    public async Task Who_follows_the_log_keeps_no_transaction_open()
    {
        await using var server = await RunningServer.Start(postgres);
        await Follows(server);
        await Task.Delay(TimeSpan.FromSeconds(2));
        (await server.Scalar<string[]>(Open)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Of_two_workers_one_follows_the_log_and_the_other_takes_over()
    {
        var settings = await postgres.Database();
        var first = await RunningServer.Start(settings);
        await using var second = await RunningServer.Start(settings);
        try
        {
            await Follows(first, second);
            await Task.Delay(TimeSpan.FromSeconds(2));
            Shards(first, second).ShouldBe(1);
            (await first.Scalar<long>(Following)).ShouldBe(1);
        }
        finally
        {
            await first.DisposeAsync();
        }

        await Follows(second);
        await Scores(second);
    }

    [Fact]
    public async Task Who_has_lost_the_lock_follows_no_more_until_it_has_it_again()
    {
        await using var server = await RunningServer.Start(postgres);
        await Follows(server);
        await using var other = new NpgsqlConnection(server.Settings.ConnectionString);
        await other.OpenAsync(TestContext.Current.CancellationToken);
        // As when the database starts again: the connection breaks, and another worker is faster.
        await Execute(
            """
            select pg_terminate_backend(l.pid) from pg_locks l join pg_database d on d.oid = l.database
            where l.locktype = 'advisory' and d.datname = current_database()
            """
        );
        await Execute($"select pg_advisory_lock({Lock(server)})");
        await Until.True(() => Task.FromResult(Shards(server) == 0), "who has lost the lock has stopped", 60);
        await Execute($"select pg_advisory_unlock({Lock(server)})");
        await Follows(server);
        await Scores(server);

        async Task Execute(string sql)
        {
            await using var command = new NpgsqlCommand(sql, other);
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }
    }

    private static int Lock(RunningServer server) => ((Marten.DocumentStore)server.Store).Options.Projections.DaemonLockId;

    private static Task Follows(params RunningServer[] servers) =>
        Until.True(() => Task.FromResult(Shards(servers) > 0), "a worker follows the log", 60);

    private static int Shards(params RunningServer[] servers) =>
        servers.Sum(s => Health.Shards(s.Services).Count(shard => shard.Status == JasperFx.AgentStatus.Running));

    private static async Task Scores(RunningServer server)
    {
        (await Given.Tournament(server, Given.Season(TimeProvider.System.GetUtcNow().Year))).ShouldNotBeNull();
        await Until.True(() => server.Scalar<bool>(Followed), "what was written has been followed");
    }
}
