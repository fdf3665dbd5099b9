using System.Globalization;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Running;
using Forecasts.Benchmarks;

// Called by deploy/bench, which says what each is for.
switch (args)
{
    case ["data", var folder]:
        new Sample(folder).Write();
        return 0;
    case ["csv", var file, var rows]:
        Sample.WriteCsv(file, int.Parse(rows, CultureInfo.InvariantCulture));
        return 0;
    case ["figures", var folder]:
        ScoringBenchmarks.Folder = folder;
        var summary = BenchmarkRunner.Run<ScoringBenchmarks>(ScoringBenchmarks.Config);
        MarkdownExporter.Console.ExportToLog(summary, ConsoleLogger.Default);
        return summary.HasCriticalValidationErrors || summary.Reports.Any(r => !r.Success) ? 1 : 0;
    case ["pairs", var folder, var python, .. var only]:
        var missed = Pairs.Compare(folder, python, only);
        Console.WriteLine(missed == 0 ? "every bar is met" : $"bars missed: {missed}");
        return missed == 0 ? 0 : 1;
    case ["measure", var seconds, var megabytes, var command, .. var arguments]:
        return Measured.Run(
            double.Parse(seconds, CultureInfo.InvariantCulture),
            double.Parse(megabytes, CultureInfo.InvariantCulture),
            command,
            arguments
        );
    case ["season", var server, var analysts]:
        return await SeasonTimes.Print(server, int.Parse(analysts, CultureInfo.InvariantCulture));
    case ["claim", var server, var turns]:
        return await ClaimTimes.Print(server, int.Parse(turns, CultureInfo.InvariantCulture));
    case ["filing", var server]:
        return await FilingTimes.Print(server);
    case ["charts"]:
        return await ChartTimes.Print();
    default:
        Console.Error.WriteLine(
            "usage: data DIR | csv FILE ROWS | figures DIR | pairs DIR PYTHON [ROW...] | charts | measure SECONDS MEGABYTES COMMAND ARGUMENT... | season SERVER.dll ANALYSTS | claim SERVER.dll TURNS | filing SERVER.dll"
        );
        return 2;
}
