using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Forecasts.Benchmarks;

/// <summary>
/// Somebody files and revises forecasts while the server is busy, ten a second by the clock: a slow answer does not hold back the
/// next request, and each is timed from the moment when it was due.
/// </summary>
internal sealed class LiveFilings(ServerUnderTest server, IReadOnlyList<string> predictions)
{
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(100);
    private readonly List<Task<(double Due, double Took)>> filings = [];

    public async Task Run(CancellationToken until)
    {
        var clock = Stopwatch.StartNew();
        for (var i = 0; !until.IsCancellationRequested; i++)
        {
            var due = Every * i;
            if (due > clock.Elapsed)
                await Task.Delay(due - clock.Elapsed, CancellationToken.None);
            filings.Add(File(i, due, clock));
        }
    }

    /// <summary>Seconds since the beginning at which each was due, and the milliseconds that it took.</summary>
    public Task<(double Due, double Took)[]> Times() => Task.WhenAll(filings);

    public static double Quantile(double[] sorted, double q) => sorted[(int)Math.Ceiling(q * sorted.Length) - 1];

    private async Task<(double Due, double Took)> File(int i, TimeSpan due, Stopwatch clock)
    {
        await server.Put(
            $"predictions/{predictions[i % predictions.Count]}/claims/1/forecast",
            new JsonObject { ["probability"] = (1 + (i % 98)) / 100.0 }
        );
        return (due.TotalSeconds, (clock.Elapsed - due).TotalMilliseconds);
    }
}
