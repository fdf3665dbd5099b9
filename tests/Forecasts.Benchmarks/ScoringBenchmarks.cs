using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Forecasts.Scoring.Comparison;

namespace Forecasts.Benchmarks;

/// <summary>
/// The rows of the table of bars by themselves, with what they allocate; and the comparisons that are run over whole seasons.
/// </summary>
[MemoryDiagnoser]
public class ScoringBenchmarks
{
    /// <summary>Where the data lie; the benchmarks run within this process.</summary>
    internal static string Folder { get; set; } = "";

    private Dictionary<string, Row> rows = [];
    private double[] scores = [],
        reference = [],
        board = [];
    private int[] forecasters = [],
        claims = [];

    [GlobalSetup]
    public void Read()
    {
        var sample = new Sample(Folder);
        rows = Work.Rows(sample).ToDictionary(r => r.Name);
        double[] p = sample.P,
            y = sample.Y;
        scores = [.. p.Zip(y, (a, b) => (a - b) * (a - b))];
        reference = [.. y.Select(_ => 0.25)];
        board = scores[..(100 * 1000)];
        forecasters = [.. Enumerable.Range(0, scores.Length).Select(i => i % 1000)];
        claims = [.. Enumerable.Range(0, scores.Length).Select(i => (int)(p[i] * 20_000))];
    }

    [Benchmark]
    public double Brier() => rows["brier"].Run();

    [Benchmark]
    public double Log() => rows["log"].Run();

    [Benchmark]
    public double Corp() => rows["corp"].Run();

    [Benchmark]
    public double SmoothEce() => rows["smooth-ece"].Run();

    [Benchmark]
    public double Cox() => rows["cox"].Run();

    [Benchmark]
    public double McbNull() => rows["mcb-null"].Run();

    [Benchmark]
    public double Peer100() => rows["peer-100"].Run();

    [Benchmark]
    public double Peer1000() => rows["peer-1000"].Run();

    [Benchmark(Description = "Skill, 1,000 claims, 2,000 resamples")]
    public object Skill() => ClusterBootstrap.Skill(scores.AsSpan(0, 1000), reference.AsSpan(0, 1000));

    [Benchmark(Description = "Skill, 100,000 claims, 200 resamples")]
    public object SkillOfMany() => ClusterBootstrap.Skill(scores.AsSpan(0, 100_000), reference.AsSpan(0, 100_000));

    [Benchmark(Description = "Rank intervals, 100 forecasters x 1,000 claims")]
    public object RankIntervals() => RankBootstrap.Of(board, 100);

    [Benchmark(Description = "Two-way effects, 1,000,000 rows")]
    public object TwoWay() => TwoWayFixedEffects.Fit(forecasters, claims, scores);

    internal static ManualConfig Config =>
        ManualConfig
            .CreateEmpty()
            .AddJob(
                Job.Default.WithToolchain(new InProcessEmitToolchain(TimeSpan.FromMinutes(10), logOutput: false))
                    .WithWarmupCount(3)
                    .WithIterationCount(7)
            )
            .AddColumnProvider(BenchmarkDotNet.Columns.DefaultColumnProviders.Instance)
            .AddExporter(BenchmarkDotNet.Exporters.MarkdownExporter.Console)
            .AddLogger(NullLogger.Instance)
            .WithArtifactsPath(Folder)
            .WithOptions(ConfigOptions.DisableLogFile);
}
