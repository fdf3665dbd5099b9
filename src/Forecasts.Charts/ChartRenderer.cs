using System.Runtime.InteropServices;
using Forecasts.Charts.Rendering;
using Microsoft.ClearScript;

namespace Forecasts.Charts;

/// <summary>
/// Draws specifications as SVG, one after the other, on an engine that the first one starts. The same specification gives the
/// same bytes. Never runs on the thread that asks.
/// </summary>
public sealed class ChartRenderer : IDisposable
{
    private readonly TimeSpan limit;
    private readonly SemaphoreSlim turn = new(1, 1);
    private VegaEngine? engine;
    private bool disposed;

    /// <param name="limit">The longest that one drawing may take; 20 s, where tens of milliseconds are usual.</param>
    public ChartRenderer(TimeSpan? limit = null) => this.limit = limit ?? TimeSpan.FromSeconds(20);

    /// <summary>True where the engine exists: Linux on x64. Elsewhere pages show the table and the browser's own drawing.</summary>
    public static bool IsAvailable { get; } =
        OperatingSystem.IsLinux()
        && RuntimeInformation.ProcessArchitecture == Architecture.X64
        && Places().Any(p => File.Exists(Path.Combine(p, "ClearScriptV8.linux-x64.so")));

    /// <exception cref="ChartFailed">The specification is wrong, too much for the engine, or there is no engine here.</exception>
    public async Task<string> ToSvg(ChartSpec chart, CancellationToken cancellation = default)
    {
        if (!IsAvailable)
            throw new ChartFailed(chart.Name, "charts are drawn on Linux x64 only; use its Vega-Lite specification");
        await turn.WaitAsync(cancellation);
        try
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            return await Task.Run(() => Draw(chart), cancellation);
        }
        finally
        {
            turn.Release();
        }
    }

    public void Dispose()
    {
        turn.Wait();
        disposed = true;
        engine?.Dispose();
        engine = null;
        turn.Release();
    }

    private string Draw(ChartSpec chart)
    {
        try
        {
            engine ??= new VegaEngine();
            var (svg, fault) = engine.Draw(chart.Json, limit);
            return fault is null ? Picture.Finish(svg!, chart) : throw new ChartFailed(chart.Name, fault);
        }
        catch (Exception e) when (e is IScriptEngineException or OperationCanceledException)
        {
            // Interrupted, or out of memory: the next chart gets a new engine.
            engine?.Dispose();
            engine = null;
            throw new ChartFailed(
                chart.Name,
                e is OperationCanceledException ? $"it took longer than {limit.TotalSeconds:0.#} s" : e.Message,
                e
            );
        }
    }

    private static IEnumerable<string> Places() =>
        [
            AppContext.BaseDirectory,
            Path.Combine(AppContext.BaseDirectory, "runtimes", "linux-x64", "native"),
            .. (AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") as string ?? "").Split(
                Path.PathSeparator,
                StringSplitOptions.RemoveEmptyEntries
            ),
        ];
}
