using Microsoft.ClearScript;
using Microsoft.ClearScript.V8;

namespace Forecasts.Charts.Rendering;

/// <summary>One V8 engine with Vega and Vega-Lite loaded. Used by one caller at a time.</summary>
internal sealed class VegaEngine : IDisposable
{
    private const uint MostHeap = 512 * 1024 * 1024;
    private const ulong TidyHeap = 64UL * 1024 * 1024;
    private readonly V8ScriptEngine engine;

    public VegaEngine()
    {
        // The runtime's own limit ends the process; the sampled one above it ends the script.
        engine = new V8ScriptEngine(
            "charts",
            new V8RuntimeConstraints { MaxNewSpaceSize = 16, MaxOldSpaceSize = 1024 },
            V8ScriptEngineFlags.DisableGlobalMembers
        )
        {
            MaxRuntimeHeapSize = MostHeap,
            RuntimeHeapSizeSampleInterval = TimeSpan.FromMilliseconds(200),
        };
        engine.Execute(
            "globalThis.console = new Proxy({}, { get: () => () => undefined });"
                + "globalThis.structuredClone = value => value === undefined ? undefined : JSON.parse(JSON.stringify(value));"
        );
        foreach (var script in (string[])["vega.js", "vega-lite.js", "draw.js"])
            engine.Execute(new DocumentInfo(script), Read(script));
    }

    /// <summary>The picture, or why there is none. Throws where the engine itself gave up and is of no more use.</summary>
    public (string? Svg, string? Fault) Draw(string specification, TimeSpan limit)
    {
        using (new Timer(_ => engine.Interrupt(), null, limit, Timeout.InfiniteTimeSpan))
            engine.Invoke("begin", specification);
        var fault = engine.Invoke("fault") as string;
        var drawn = fault is null ? (string)engine.Invoke("svg") : null;
        if (engine.GetRuntimeHeapInfo().UsedHeapSize > TidyHeap)
            engine.CollectGarbage(exhaustive: true);
        return (drawn, fault);
    }

    public void Dispose() => engine.Dispose();

    private static string Read(string name)
    {
        using var reader = new StreamReader(typeof(VegaEngine).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
