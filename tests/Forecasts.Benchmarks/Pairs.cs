using System.Diagnostics;
using System.Globalization;
using Forecasts.Scoring.Calibration;

namespace Forecasts.Benchmarks;

/// <summary>
/// Our time beside Python's in one run: seven pairs, alternating, so that what else the machine does meets both. Processor time, one thread
/// each: on an idle machine it is the time that passes, on a busy one it still measures the work.
/// </summary>
internal static class Pairs
{
    private const int Count = 7,
        BudgetMs = 300,
        BatchMs = 10,
        WarmMs = 1000,
        WarmRuns = 40;

    // Measured on a machine where numpy took 0.87 ms for the Brier row.
    private const double RelplotMs = 2185,
        ItsBrierMs = 0.87,
        RelplotBar = 30;
    private const int CorpBytes = 40;

    /// <param name="only">These rows; none: all.</param>
    public static int Compare(string folder, string python, string[] only)
    {
        var sample = new Sample(folder);
        using var other = new Reference(python, folder);
        Print("row", "against", "theirs ms", "ours ms", "ratio", "bar", "");
        var missed = 0;
        var brier = double.NaN;
        foreach (var row in Work.Rows(sample).Where(r => only.Length == 0 || only.Contains(r.Name)))
        {
            var batch = Warm(row);
            other.Time(row.Name, 0);
            var pairs = Enumerable.Range(0, Count).Select(_ => (Ours: Time(row, batch), Theirs: other.Time(row.Name, BudgetMs))).ToList();
            var ratio = Median(pairs.Select(p => p.Theirs.Ms / p.Ours.Ms));
            var (ours, theirs) = (Median(pairs.Select(p => p.Ours.Ms)), Median(pairs.Select(p => p.Theirs.Ms)));
            if (row.Name == "brier")
                brier = theirs;
            missed += Print(row.Name, row.Against, theirs, ours, ratio, row.Bar);
            if (row.Name == "smooth-ece")
                missed += Print(
                    row.Name,
                    "relplot's figure, scaled by brier",
                    RelplotMs * brier / ItsBrierMs,
                    ours,
                    RelplotMs * brier / ItsBrierMs / ours,
                    RelplotBar
                );
            var (a, b) = (pairs[0].Ours.Value, pairs[0].Theirs.Value);
            if (row.Same is { } near && !(Math.Abs(a - b) <= near * Math.Max(1, Math.Abs(a))))
                throw new InvalidOperationException($"{row.Name}: ours is {a:R}, theirs {b:R}; that was not the same work.");
        }

        return only.Length == 0 ? missed + CorpMemory(sample) : missed;
    }

    private static int CorpMemory(Sample sample)
    {
        double[] p = sample.P,
            y = sample.Y;
        var before = GC.GetAllocatedBytesForCurrentThread();
        Corp.Brier(p, y);
        var bytes = (GC.GetAllocatedBytesForCurrentThread() - before) / (double)p.Length;
        Console.WriteLine(
            $"corp allocates {Text(bytes)} bytes a row over its input (bar {CorpBytes}): {(bytes <= CorpBytes ? "met" : "MISSED")}"
        );
        return bytes <= CorpBytes ? 0 : 1;
    }

    private static int Print(string row, string against, double theirs, double ours, double ratio, double? bar)
    {
        var met = bar is null || ratio >= bar;
        Print(
            row,
            against,
            Text(theirs),
            Text(ours),
            Text(ratio),
            bar is { } b ? Text(b) : "-",
            met
                ? bar is null
                    ? ""
                    : "met"
                : "MISSED"
        );
        return met ? 0 : 1;
    }

    private static void Print(string row, string against, string theirs, string ours, string ratio, string bar, string met) =>
        Console.WriteLine($"| {row, -10} | {against, -37} | {theirs, 9} | {ours, 9} | {ratio, 6} | {bar, 5} | {met, -6} |");

    private static string Text(double x) =>
        x.ToString(
            x < 1 ? "0.000"
                : x < 100 ? "0.00"
                : "0",
            CultureInfo.InvariantCulture
        );

    /// <summary>Until the compiler is done with it; returns how many runs are long enough for the clock.</summary>
    private static int Warm(Row row)
    {
        var clock = Stopwatch.StartNew();
        var runs = 0;
        for (; runs < WarmRuns || clock.ElapsedMilliseconds < WarmMs; runs++)
            row.Run();
        clock.Restart();
        for (var run = 0; run < WarmRuns; run++)
            row.Run();
        return Math.Max(1, (int)(BatchMs * WarmRuns / clock.Elapsed.TotalMilliseconds));
    }

    private static (double Ms, double Value) Time(Row row, int batch)
    {
        var (times, spent, value) = (new List<double>(), 0.0, 0.0);
        while (spent < BudgetMs || times.Count < 3)
        {
            var start = Environment.CpuUsage.TotalTime;
            for (var run = 0; run < batch; run++)
                value = row.Run();
            var took = (Environment.CpuUsage.TotalTime - start).TotalMilliseconds;
            spent += took;
            times.Add(took / batch);
        }

        return (Median(times), value);
    }

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    /// <summary>The other side, one process for all rows: its start is not measured.</summary>
    private sealed class Reference : IDisposable
    {
        private readonly Process process;

        public Reference(string python, string folder)
        {
            var start = new ProcessStartInfo(python, [Path.Combine(AppContext.BaseDirectory, "reference.py"), folder])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                UseShellExecute = false,
            };
            process = Process.Start(start)!;
            Answer();
        }

        public (double Ms, double Value) Time(string row, int budgetMs)
        {
            process.StandardInput.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{row} {budgetMs}"));
            var parts = Answer().Split(' ');
            return (double.Parse(parts[0], CultureInfo.InvariantCulture), double.Parse(parts[1], CultureInfo.InvariantCulture));
        }

        public void Dispose()
        {
            process.StandardInput.Close();
            process.WaitForExit();
            process.Dispose();
        }

        private string Answer() =>
            process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("reference.py has ended; its reason is above.");
    }
}
