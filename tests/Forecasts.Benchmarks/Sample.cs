using System.Globalization;
using System.Runtime.InteropServices;
using Forecasts.Scoring.Timeline;

namespace Forecasts.Benchmarks;

/// <summary>The one set of data that both sides read: files of doubles, drawn from a fixed seed.</summary>
internal sealed class Sample(string folder)
{
    private const int Many = 1_000_000,
        Few = 300;
    private static readonly DateTimeOffset Opens = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public double[] P => Read("p");

    public double[] Y => Read("y");

    public double[] FewP => Read("few-p");

    public double[] FewY => Read("few-y");

    public static ClaimWindow Window { get; } = new(Opens, Opens.AddDays(100), Opens.AddDays(100), Opens.AddDays(50));

    /// <summary>Intervals of one question in plain arrays: forecaster, start and end in ticks, probability of what came.</summary>
    public (int[] Forecasters, long[] Starts, long[] Ends, double[] P, long Length) Intervals(int forecasts)
    {
        var question = Question(forecasts);
        return (
            [.. question.Select(f => int.Parse(f.Forecaster, CultureInfo.InvariantCulture))],
            [.. question.Select(f => f.Start.UtcTicks)],
            [.. question.Select(f => f.End!.Value.UtcTicks)],
            [.. question.Select(f => f.Values[0])],
            (Window.ScheduledClose - Window.Opens).Ticks
        );
    }

    /// <summary>Forecasts of one question, each revised four times.</summary>
    public TimedForecast[] Question(int forecasts) =>
        [
            .. Read($"question-{forecasts}")
                .Chunk(4)
                .Select(r => new TimedForecast(
                    r[0].ToString(CultureInfo.InvariantCulture),
                    Opens.AddDays(r[1]),
                    Opens.AddDays(r[2]),
                    [r[3]],
                    false
                )),
        ];

    public void Write()
    {
        Directory.CreateDirectory(folder);
        var random = new Random(1);
        var (p, y) = Cases(random, Many);
        Write("p", p);
        Write("y", y);
        (p, y) = Cases(random, Few);
        Write("few-p", p);
        Write("few-y", y);
        foreach (var forecasts in (int[])[100, 1000])
            Write($"question-{forecasts}", Question(random, forecasts / 5));
    }

    /// <summary>For the command line: 100 forecasters who answer rows / 100 questions each.</summary>
    public static void WriteCsv(string file, int rows)
    {
        var random = new Random(2);
        using var text = new StreamWriter(file);
        text.WriteLine("forecaster,question,probability,outcome");
        var outcome = 0;
        for (var row = 0; row < rows; row++)
        {
            if (row % 100 == 0)
                outcome = random.Next(2);
            var p = Math.Round(Math.Clamp(0.5 + ((outcome - 0.3) * 0.4) + (0.5 * (random.NextDouble() - 0.5)), 0, 1), 6);
            text.WriteLine(string.Create(CultureInfo.InvariantCulture, $"f{row % 100},q{row / 100},{p},{outcome}"));
        }
    }

    // Over-confident by a third, as people are.
    private static (double[] P, double[] Y) Cases(Random random, int n)
    {
        var (p, y) = (new double[n], new double[n]);
        for (var i = 0; i < n; i++)
        {
            p[i] = 0.001 + (0.998 * random.NextDouble());
            var logit = Math.Log(p[i] / (1 - p[i]));
            y[i] = random.NextDouble() < 1 / (1 + Math.Exp(-0.67 * logit)) ? 1 : 0;
        }

        return (p, y);
    }

    // In the order of filing, as a claim's forecasts are stored.
    private static double[] Question(Random random, int forecasters) =>
        [.. Enumerable.Range(0, forecasters).SelectMany(f => Course(random, f)).OrderBy(row => row[1]).SelectMany(row => row)];

    private static IEnumerable<double[]> Course(Random random, int forecaster)
    {
        double[] times = [.. Enumerable.Range(0, 5).Select(_ => 100 * random.NextDouble()).Order(), 100];
        return
        [
            .. Enumerable
                .Range(0, 5)
                .Select(k => new[] { forecaster, times[k], times[k + 1], Math.Round(0.01 + (0.98 * random.NextDouble()), 2) }),
        ];
    }

    private void Write(string name, double[] values) => File.WriteAllBytes(PathOf(name), MemoryMarshal.AsBytes<double>(values).ToArray());

    private double[] Read(string name) => MemoryMarshal.Cast<byte, double>(File.ReadAllBytes(PathOf(name))).ToArray();

    private string PathOf(string name) => Path.Combine(folder, $"{name}.f64");
}
