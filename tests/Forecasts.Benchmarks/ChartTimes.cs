using System.Diagnostics;
using System.Globalization;
using Forecasts.Charts;

namespace Forecasts.Benchmarks;

/// <summary>How long a chart takes: the first one starts the engine, the others meet it warm.</summary>
internal static class ChartTimes
{
    private const int Charts = 30,
        BarMs = 150;

    public static async Task<int> Print()
    {
        using var renderer = new ChartRenderer();
        var first = await Draw(renderer, 0);
        for (var i = 1; i < 5; i++)
            await Draw(renderer, i);
        var times = new List<double>();
        var before = Environment.CpuUsage.TotalTime;
        for (var i = 0; i < Charts; i++)
            times.Add(await Draw(renderer, 100 + i));
        var worked = (Environment.CpuUsage.TotalTime - before).TotalMilliseconds / Charts;
        times.Sort();
        var median = times[Charts / 2];
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"reliability diagram: first {first:0} ms, warm {median:0} ms (bar {BarMs}; {worked:0} ms of processor time), slowest of {Charts} {times[^1]:0} ms: {(median <= BarMs ? "met" : "MISSED")}"
            )
        );
        return median <= BarMs ? 0 : 1;
    }

    // A different one each time, so that no answer is kept.
    private static async Task<double> Draw(ChartRenderer renderer, int n)
    {
        var start = Stopwatch.GetTimestamp();
        var points = Enumerable
            .Range(0, 101)
            .Select(k => k / 100.0)
            .Select(p => new CurvePoint(p, p * p, Math.Max(0, p - 0.1), Math.Min(1, p + 0.1)));
        var bars = Enumerable.Range(0, 10).Select(k => new CountBar(k / 10.0, (k + 1) / 10.0, 10 + ((n + k) % 7)));
        await renderer.ToSvg(new ReliabilityDiagram([.. points], [.. bars], 100 + n).Specify(new()));
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }
}
