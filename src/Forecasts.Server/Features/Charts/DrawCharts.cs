using Forecasts.Charts;
using Forecasts.Server.Store;
using Npgsql;

namespace Forecasts.Server.Features.Charts;

/// <summary>
/// Draws, in a worker, what pages have left in <c>charts</c>: one after the other, taken up again after a restart, shared among workers by
/// row locks.
/// </summary>
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
                    await ChartRows.Tidy(database, clock.GetUtcNow() - Kept, stoppingToken);
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

    private Task<bool> Next(ChartRenderer renderer, CancellationToken cancellation) =>
        ChartRows.Draw(
            database,
            async asked =>
            {
                try
                {
                    return (await renderer.ToSvg(new(asked.Name, asked.Spec), cancellation), null);
                }
                catch (ChartFailed failed)
                {
                    log.LogError(failed, "The chart {Address} stays a table.", asked.Address);
                    return (null, failed.Message);
                }
            },
            cancellation
        );
}
