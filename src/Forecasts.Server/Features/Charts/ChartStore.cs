using System.Security.Cryptography;
using System.Text;
using Forecasts.Charts;
using Npgsql;
using NpgsqlTypes;

namespace Forecasts.Server.Features.Charts;

/// <summary>A chart on a page: the address of its picture in either shade, and what it shows.</summary>
/// <param name="Drawn">True once both pictures are there; until then the page has its table alone.</param>
public sealed record ChartPicture(string Name, string Light, string Dark, bool Drawn, string Description);

/// <summary>
/// Charts by their content. A page that needs one leaves its specification here and goes on; a worker draws it. The address is keyed
/// by a secret of this installation: nobody finds out by trying whether a chart of some content exists.
/// </summary>
public sealed class ChartStore(NpgsqlDataSource database, Clock clock) : IDisposable
{
    private const string Secret = """
        with made as (insert into forecasts.secrets (name, value) values ('charts', $1) on conflict (name) do nothing returning value)
        select value from made union all select value from forecasts.secrets where name = 'charts' limit 1
        """;

    // Used is noted once a day: what nobody has looked at for long is removed.
    private const string Leave = """
        insert into forecasts.charts as old (address, name, spec, waiting, used_at)
        select address, $4, spec, true, $3 from unnest($1, $2) as asked (address, spec)
        on conflict (address) do update set used_at = excluded.used_at where old.used_at < excluded.used_at - interval '1 day'
        """;

    private readonly SemaphoreSlim bell = new(0, 1);
    private byte[]? secret;

    /// <summary>Leaves the chart in both shades to be drawn, and says where it will be.</summary>
    public async Task<ChartPicture> Show(Chart chart, string language, CancellationToken cancellation)
    {
        ChartSpec[] specs = [.. Enum.GetValues<Shade>().Select(shade => chart.Specify(new(shade, language, Paper: false)))];
        var key = secret ??= await Key(cancellation);
        string[] addresses = [.. specs.Select(s => Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.ASCII.GetBytes(s.Hash))))];
        await using var batch = database.CreateBatch();
        batch.BatchCommands.Add(
            new(Leave)
            {
                Parameters =
                {
                    new() { Value = addresses },
                    new() { Value = specs.Select(s => s.Json).ToArray() },
                    new() { Value = clock.GetUtcNow(), NpgsqlDbType = NpgsqlDbType.TimestampTz },
                    new() { Value = chart.Name },
                },
            }
        );
        batch.BatchCommands.Add(
            new("select count(svg), count(*) filter (where waiting) from forecasts.charts where address = any($1)")
            {
                Parameters = { new() { Value = addresses } },
            }
        );
        await using var reader = await batch.ExecuteReaderAsync(cancellation);
        await reader.ReadAsync(cancellation);
        var (drawn, waiting) = (reader.GetInt64(0) == addresses.Length, reader.GetInt64(1) > 0);
        if (waiting)
            Ring();
        return new(chart.Name, addresses[(int)Shade.Light], addresses[(int)Shade.Dark], drawn, specs[0].Description);
    }

    /// <summary>The picture, null while it is not drawn, and the specification it is drawn from; null where there is no such chart.</summary>
    public async Task<(string? Svg, string Spec)?> Read(string address, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand("select svg, spec from forecasts.charts where address = $1");
        command.Parameters.Add(new() { Value = address });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        return await reader.ReadAsync(cancellation) ? (reader.IsDBNull(0) ? null : reader.GetString(0), reader.GetString(1)) : null;
    }

    /// <summary>Until somebody in this process leaves a chart, or the time is up, for others may have.</summary>
    public Task Wait(TimeSpan atMost, CancellationToken cancellation) => bell.WaitAsync(atMost, cancellation);

    public void Dispose() => bell.Dispose();

    private void Ring()
    {
        try
        {
            bell.Release();
        }
        catch (SemaphoreFullException)
        {
            // It rings already.
        }
    }

    private async Task<byte[]> Key(CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(Secret);
        command.Parameters.Add(new() { Value = RandomNumberGenerator.GetBytes(32) });
        // Whoever loses the race for the first key sees the winner's only in the next statement.
        return await command.ExecuteScalarAsync(cancellation) as byte[] ?? await Key(cancellation);
    }
}
