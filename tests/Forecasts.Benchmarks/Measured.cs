using System.Diagnostics;
using System.Globalization;

namespace Forecasts.Benchmarks;

/// <summary>Time and peak memory of another program, its output thrown away.</summary>
internal static class Measured
{
    public static int Run(string command, string[] arguments)
    {
        var clock = Stopwatch.StartNew();
        using var process = Process.Start(new ProcessStartInfo(command, arguments) { RedirectStandardOutput = true, UseShellExecute = false })!;
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        var peak = 0L;
        do
        {
            try
            {
                process.Refresh();
                peak = Math.Max(peak, process.PeakWorkingSet64);
            }
            catch (InvalidOperationException)
            {
                // It ended between two looks.
            }
        }
        while (!process.WaitForExit(20));
        process.WaitForExit();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{clock.Elapsed.TotalSeconds:0.00} s, peak {peak / 1e6:0} MB, exit code {process.ExitCode}"));
        return process.ExitCode;
    }
}
