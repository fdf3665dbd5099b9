using Forecasts.Domain;
using Forecasts.Server.Features.Imports.Formats;
using Forecasts.Server.Store;
using Npgsql;

namespace Forecasts.Server.Features.Imports;

/// <summary>
/// Brings in, in a worker, the files that were received: one at a time, taken up again after a crash, shared among workers by a lock on
/// each.
/// </summary>
public sealed class ImportWorker(
    RunImport run,
    UndoImport undo,
    ImportRows imports,
    ImportBytes files,
    ImportBell bell,
    RefusedRows refused,
    ILogger<ImportWorker> log
) : BackgroundService
{
    private const int Attempts = 5;

    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan SweepEvery = TimeSpan.FromMinutes(10);

    // How often an import broke off at the same row.
    private readonly Dictionary<string, (int Rows, int Times)> broken = new(StringComparer.Ordinal);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        for (var sweep = TimeProvider.System.GetUtcNow(); !stoppingToken.IsCancellationRequested; )
        {
            try
            {
                if (TimeProvider.System.GetUtcNow() >= sweep)
                {
                    await files.Sweep(stoppingToken);
                    await refused.Sweep(stoppingToken);
                    sweep = TimeProvider.System.GetUtcNow() + SweepEvery;
                }

                foreach (var import in await imports.AtWork(stoppingToken))
                    await Take(import.Id, stoppingToken);
                await bell.Wait(Look, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                log.LogWarning(e, "An import broke off; the next attempt is in {Rest}.", Rest);
                await Task.Delay(Rest, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task Take(string id, CancellationToken cancellation)
    {
        await using var hands = await imports.Take(id, cancellation);
        if (hands is null)
            return;
        try
        {
            // What another worker did before the lock was free is seen now.
            if (await imports.Load(id, cancellation) is not { IsAtWork: true } import)
                return;
            if (import.State == ImportState.Undoing)
                await undo.Run(import, cancellation);
            else
                await run.Run(import, cancellation);
            broken.Remove(id);
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested && !IsAway(e))
        {
            await Broke(id, cancellation);
            throw;
        }
    }

    // What fails again and again at one row ends; the database being away is no fault of the file.
    private async Task Broke(string id, CancellationToken cancellation)
    {
        if (await imports.Load(id, cancellation) is not { IsAtWork: true } import)
            return;
        var at = import.State == ImportState.Undoing ? -import.Undone : import.Rows;
        var times = broken.TryGetValue(id, out var before) && before.Rows == at ? before.Times + 1 : 1;
        broken[id] = (at, times);
        if (times < Attempts)
            return;
        if (import.State == ImportState.Undoing)
            await imports.EndUndo(
                id,
                Refuse.Conflict("import.interrupted", "Taking it back was interrupted; ask for it again."),
                [],
                cancellation
            );
        else
            await imports.End(
                import,
                Refuse.Conflict(
                    "import.interrupted",
                    "The import was interrupted; what it says was taken in is stored. Send the file again: twice is once."
                ),
                cancellation
            );
    }

    private static bool IsAway(Exception? e)
    {
        for (; e is not null; e = e.InnerException)
            if (e is NpgsqlException { IsTransient: true } or IOException or System.Net.Sockets.SocketException)
                return true;
        return false;
    }
}

public static class ImportServices
{
    /// <summary>Web servers receive, workers bring in.</summary>
    public static void AddImports(this IServiceCollection services, Settings settings)
    {
        foreach (
            var type in (Type[])
                [
                    typeof(ImportBell),
                    typeof(ImportBytes),
                    typeof(ImportRows),
                    typeof(RefusedRows),
                    typeof(ReceiveImport),
                    typeof(SeasonsFromFile),
                    typeof(RunImport),
                    typeof(UndoImport),
                    typeof(UndoCreated),
                ]
        )
            services.AddSingleton(type);
        if (settings.Works)
            services.AddHostedService<ImportWorker>();
    }
}
