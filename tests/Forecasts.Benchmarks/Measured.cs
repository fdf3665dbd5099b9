using System.Diagnostics;
using System.Globalization;

namespace Forecasts.Benchmarks;

/// <summary>Time and peak memory of another program, its output thrown away, beside the bars for both.</summary>
internal static class Measured
{
    public static int Run(double seconds, double megabytes, string command, string[] arguments)
    {
        var clock = Stopwatch.StartNew();
        using var process = Process.Start(
            new ProcessStartInfo(command, arguments) { RedirectStandardOutput = true, UseShellExecute = false }
        )!;
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        var (peak, worked) = (0L, TimeSpan.Zero);
        do
        {
            try
            {
                process.Refresh();
                (peak, worked) = (Math.Max(peak, process.PeakWorkingSet64), process.TotalProcessorTime);
            }
            catch (InvalidOperationException)
            {
                // It ended between two looks.
            }
        } while (!process.WaitForExit(20));
        process.WaitForExit();
        var (took, used) = (clock.Elapsed.TotalSeconds, peak / 1e6);
        var met = process.ExitCode == 0 && took <= seconds && used <= megabytes;
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{took:0.00} s (bar {seconds}; {worked.TotalSeconds:0.00} s of processor time), peak {used:0} MB (bar {megabytes}), exit code {process.ExitCode}: {(met ? "met" : "MISSED")}"
            )
        );
        return met ? 0 : 1;
    }
}
