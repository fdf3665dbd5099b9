using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Forecasts.Benchmarks;

/// <summary>
/// PostgreSQL's own pgbench, running what filing comes down to: a stream, an event and a row inserted in one round trip, into tables
/// made like the server's, with their indexes, in the server's database.
/// </summary>
internal sealed partial class PgBench(ServerUnderTest server)
{
    private const string Tables = """
        create schema bench;
        create table bench.streams (like forecasts.mt_streams_default including all);
        create table bench.events (like forecasts.mt_events_default including all);
        create table bench.rows (like forecasts.forecast_intervals including all);
        create sequence bench.numbers;
        alter table bench.events add foreign key (stream_id, is_archived) references bench.streams (id, is_archived);
        """;

    // A word after a colon would be one of pgbench's variables.
    private const string Script = """
        \set n random(1, 9000000000000000)
        with s as (
            insert into bench.streams (id, type, version)
            values ('forecast/0123456789abcdef0123/' || :n::bigint::text, 'forecast_record', 1)
            returning id),
        e as (
            insert into bench.events (seq_id, id, stream_id, version, data, type, timestamp, mt_dotnet_type, user_name)
            select nextval('bench.numbers'), gen_random_uuid(), id, 1, '{
                "stamp": {"by": "0123456789abcdef0123", "madeAt": "2026-11-29 12.00.00"}, "prediction": "0123456789abcdef0123", "analyst": "0123456789abcdef0123", "claim": 1, "belief": {"probability": 0.5},
                "rationale": null, "sawCrowd": false, "endsAt": null}', 'forecast_event.made', now(),
                'Forecasts.Domain.Forecasting.ForecastEvent+Made, Forecasts.Domain', '0123456789abcdef0123' from s
            returning seq_id, timestamp)
        insert into bench.rows (claim, analyst, made_at, value, saw_crowd, imported, recorded_at, sequence)
        select '0123456789abcdef0123/' || :n::bigint::text, '0123456789abcdef0123', timestamp, '{0.5}', false, false, timestamp, seq_id
        from e;
        """;

    private readonly string script = Path.Combine(server.Folder, "pgbench.sql");

    public async Task Prepare()
    {
        await File.WriteAllTextAsync(script, Script);
        await Run("psql", ["-q", "-v", "ON_ERROR_STOP=1", "-c", Tables]);
    }

    /// <returns>Transactions a second.</returns>
    public async Task<double> Run(int connections, int seconds)
    {
        var said = await Run("pgbench", ["-n", "-M", "prepared", "-c", $"{connections}", "-j", "2", "-T", $"{seconds}", "-f", script]);
        return double.Parse(Rate().Match(said).Groups["rate"].Value, CultureInfo.InvariantCulture);
    }

    private async Task<string> Run(string program, string[] arguments)
    {
        var home = Path.Combine(server.Folder, "postgres");
        var port = (await File.ReadAllLinesAsync(Path.Combine(home, "data", "postmaster.pid")))[3].Trim();
        var start = new ProcessStartInfo(program, [.. arguments, "-h", "127.0.0.1", "-p", port, "-U", "forecasts", "forecasts"])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["PGPASSWORD"] = (await File.ReadAllTextAsync(Path.Combine(home, "password"))).Trim();
        using var process = Process.Start(start)!;
        var (said, wrong) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? await said : throw new InvalidOperationException($"{program}: {await wrong}");
    }

    [GeneratedRegex(@"^tps = (?<rate>[0-9.]+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Rate();
}
