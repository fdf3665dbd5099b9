using Forecasts.Charts;
using Npgsql;
using NpgsqlTypes;

namespace Forecasts.Server.Features.Charts;

/// <summary>Draws, in a worker, what pages have left in <c>charts</c>: one after the other, taken up again after a restart, shared among workers by row locks.</summary>
public sealed class DrawCharts(NpgsqlDataSource database, ChartStore charts, Clock clock, ILogger<DrawCharts> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Rest = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Tidying = TimeSpan.FromHours(6);
    private static readonly TimeSpan Kept = TimeSpan.FromDays(14);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!ChartRenderer.IsAvailable)
        {
            log.LogInformation("Charts are drawn on Linux x64 only: pages show their tables, and browsers draw.");
            return;
        }

        using var renderer = new ChartRenderer();
        for (var tidied = DateTimeOffset.MinValue; !stoppingToken.IsCancellationRequested; )
        {
            try
            {
                while (await Next(renderer, stoppingToken)) { }

                if (clock.GetUtcNow() - tidied > Tidying)
                {
                    await Tidy(stoppingToken);
                    tidied = clock.GetUtcNow();
                }

                await charts.Wait(Pause, stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                log.LogWarning(e, "Charts could not be drawn; the next attempt is in {Pause}.", Rest);
                await Task.Delay(Rest, stoppingToken);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private async Task<bool> Next(ChartRenderer renderer, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await using var take = new NpgsqlCommand(
            "select address, name, spec from forecasts.charts where waiting order by used_at, address limit 1 for update skip locked",
            connection
        );
        string address;
        ChartSpec chart;
        await using (var reader = await take.ExecuteReaderAsync(cancellation))
        {
            if (!await reader.ReadAsync(cancellation))
                return false;
            (address, chart) = (reader.GetString(0), new(reader.GetString(1), reader.GetString(2)));
        }

        var (svg, failure) = ((string?)null, (string?)null);
        try
        {
            svg = await renderer.ToSvg(chart, cancellation);
        }
        catch (ChartFailed failed)
        {
            failure = failed.Message;
            log.LogError(failed, "The chart {Address} stays a table.", address);
        }

        await using var keep = new NpgsqlCommand(
            "update forecasts.charts set waiting = false, svg = $2, failure = $3 where address = $1",
            connection
        )
        {
            Parameters =
            {
                new() { Value = address },
                Text(svg),
                Text(failure),
            },
        };
        await keep.ExecuteNonQueryAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        return true;
    }

    private async Task Tidy(CancellationToken cancellation)
    {
        await using var command = database.CreateCommand("delete from forecasts.charts where used_at < $1");
        command.Parameters.Add(new() { Value = clock.GetUtcNow() - Kept });
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private static NpgsqlParameter Text(string? value) =>
        new() { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text };
}
