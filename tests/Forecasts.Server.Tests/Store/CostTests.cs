using Forecasts.Server.Store;
using Forecasts.Server.Tests.Fixtures;
using Npgsql;
using Shouldly;

namespace Forecasts.Server.Tests.Store;

/// <summary>What the road of a filing costs the database: by the key of each thing, however long the log has become.</summary>
public sealed class CostTests(PrivatePostgres postgres)
{
    private const int Many = 5_000;

    // As much as years of filings, which the database's statistics do not know of yet.
    private const string Fill = """
        insert into forecasts.mt_streams (id, type, version, tenant_id)
        select 'forecast/filler/' || n, 'forecast_record', 1, '*DEFAULT*' from generate_series(1, $1) n;
        insert into forecasts.mt_events (seq_id, id, stream_id, version, data, type, tenant_id, timestamp, mt_dotnet_type)
        select nextval('forecasts.mt_events_sequence'), gen_random_uuid(), 'forecast/filler/' || n, 1, e.data, e.type, '*DEFAULT*', e.timestamp,
            e.mt_dotnet_type
        from generate_series(1, $1) n cross join (select * from forecasts.mt_events order by seq_id desc limit 1) e;
        insert into forecasts.forecast_intervals (claim, analyst, made_at, recorded_at, value, saw_crowd, imported, sequence)
        select 'filler/' || n, 'filler', i.made_at, i.recorded_at, i.value, false, false, i.sequence
        from generate_series(1, $1) n cross join (select * from forecasts.forecast_intervals limit 1) i
        """;

    private const string Read = """
        select sum(seq_tup_read)::bigint from pg_stat_user_tables
        where schemaname = 'forecasts' and relname in ('mt_streams_default', 'mt_events_default', 'forecast_intervals')
        """;

    private const string Turns = "select n_tup_ins from pg_stat_user_tables where relname = 'forecast_intervals'";

    [Fact]
    public async Task A_filing_reads_no_table_from_end_to_end()
    {
        // Without a worker, whose daemon reads the log in its own way.
        await using var server = await RunningServer.Start(await postgres.Database() with { Role = Role.Web }, Given.MidYear);
        await Given.Tournament(server);
        var ann = await server.As("Ann", RoleName.Analyst);
        var path = $"predictions/{await Given.Filed(ann)}/claims/1/forecast";
        // So often that the statements are prepared, and their plans made for good.
        await File(30);
        await Fills(server);
        await Counted(server, Many);
        var before = await server.Scalar<long>(Read);
        await File(20);
        await Counted(server, Many + 50);
        (await server.Scalar<long>(Read) - before).ShouldBeLessThan(Many);

        async Task File(int times)
        {
            for (var i = 0; i < times; i++)
                (await ann.Put(path, new { probability = (1 + i) / 100.0 })).Ok();
        }
    }

    private static async Task Fills(RunningServer server)
    {
        foreach (var sql in Fill.Split(';'))
        {
            await using var command = server.Database.CreateCommand(sql);
            command.Parameters.Add(new() { Value = Many });
            await command.ExecuteNonQueryAsync();
        }
    }

    // A session tells what it has counted when it has been idle for some seconds.
    private static Task Counted(RunningServer server, int turns) =>
        Until.True(async () => await server.Scalar<long>(Turns) >= turns, "the database has counted the rows");
}
