using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Forecasts.Benchmarks;

/// <summary>
/// A whole season on a fresh server: brought in, resolved, recomputed, its report read; with a tenth of the analysts first, to see that it
/// grows in a line.
/// </summary>
internal static class SeasonTimes
{
    private const int Claims = 50,
        Smaller = 10,
        LiveClaims = 20;
    private const double TotalBar = 60,
        MemoryBar = 700,
        FilingBar = 250,
        GrowthBar = 1.15;

    private sealed record Steps(
        double Import,
        double Resolve,
        double Recompute,
        double Report,
        double PeakMegabytes,
        double CpuSeconds,
        (double Due, double Took)[] Filings
    )
    {
        public double Total => Import + Resolve + Recompute + Report;
    }

    public static async Task<int> Print(string program, int analysts)
    {
        var small = await Run(program, analysts / Smaller);
        Say(analysts / Smaller, small);
        var whole = await Run(program, analysts);
        Say(analysts, whole);
        double[] filings = [.. whole.Filings.Select(f => f.Took).Order()];
        var (p50, p99) = (LiveFilings.Quantile(filings, 0.5), LiveFilings.Quantile(filings, 0.99));
        var missed =
            Bar("total", whole.Total, TotalBar, "s")
            + Bar("server's peak memory", whole.PeakMegabytes, MemoryBar, "MB")
            + Bar("a live filing, p99", p99, FilingBar, "ms")
            + Bar($"{Smaller} times the forecasts take", whole.Total / small.Total, Smaller * GrowthBar, "times the time");
        Console.WriteLine(
            Invariant(
                $"live filings: {filings.Length}, p50 {p50:0} ms, p99 {p99:0} ms, slowest {filings[^1]:0} ms; above the bar: {string.Join(", ", whole.Filings.Where(f => f.Took > FilingBar).Select(f => Invariant($"{f.Took:0} ms at {f.Due:0.0} s")))}"
            )
        );
        return missed == 0 ? 0 : 1;
    }

    private static async Task<Steps> Run(string program, int analysts)
    {
        await using var server = await ServerUnderTest.Start(program);
        var now = TimeProvider.System.GetUtcNow();
        var (last, season) = (now.Year - 1, $"bench/{now.Year - 1}");
        await server.Post("tournaments", new JsonObject { ["slug"] = "bench", ["name"] = "Bench" });
        await server.Post("tournaments/bench/seasons", Season(last, new(last, 12, 31), DateOnly.FromDateTime(now.UtcDateTime.AddDays(60))));
        await server.Post("tournaments/bench/seasons", Season(now.Year, new(now.Year + 1, 6, 30), new(now.Year + 1, 9, 1)));
        await server.Import(ClaimFile($"bench/{now.Year}", LiveClaims, _ => "", $"{now.Year + 1}-06-30"), LiveClaims);
        var predictions = (await server.Get($"seasons/bench/{now.Year}/predictions?limit=200"))["items"]!
            .AsArray()
            .Select(p => (string)p!["id"]!)
            .ToList();
        var forecasts = ForecastFile(season, last, analysts);

        using var finished = new CancellationTokenSource();
        var live = new LiveFilings(server, predictions);
        var filing = Task.Run(() => live.Run(finished.Token));
        var clock = Stopwatch.StartNew();
        double Lap()
        {
            var took = clock.Elapsed.TotalSeconds;
            clock.Restart();
            return took;
        }

        await server.Import(ClaimFile(season, Claims, _ => "", $"{last}-12-31"), Claims);
        await server.Import(forecasts, analysts * Claims);
        var import = Lap();
        await server.Import(ClaimFile(season, Claims, q => Truth(q) > 0.5 ? "yes" : "no", $"{last}-12-31"), Claims);
        var resolve = Lap();
        while (true)
        {
            var standings = await server.Get($"seasons/{season}/standings?limit=1");
            if ((bool)standings["upToDate"]! && (int)standings["claimsEntered"]! == Claims)
                break;
            await Task.Delay(200);
        }

        var recompute = Lap();
        var report = await server.Get($"seasons/{season}/report");
        if (report["standings"]!["items"]!.AsArray().Count != analysts)
            throw new InvalidOperationException("The report does not rank everybody.");
        var read = Lap();
        await finished.CancelAsync();
        await filing;
        return new(import, resolve, recompute, read, server.PeakMegabytes, server.CpuSeconds, await live.Times());
    }

    internal static JsonObject Season(int year, DateOnly close, DateOnly windowCloses) =>
        new()
        {
            ["year"] = year,
            ["title"] = $"Season {year}",
            ["timeZone"] = "Etc/UTC",
            ["themes"] = new JsonArray(new JsonObject { ["key"] = "general", ["name"] = "General" }),
            ["visibility"] = "sealed",
            ["review"] = new JsonObject { ["mode"] = "independent", ["reviewers"] = 1 },
            ["calendar"] = new JsonObject
            {
                ["opens"] = $"{year}-01-01",
                ["forecastsClose"] = Day(close),
                ["windowOpens"] = Day(close.AddDays(1)),
                ["windowCloses"] = Day(windowCloses),
                ["publishes"] = Day(windowCloses.AddDays(1)),
            },
        };

    internal static string ClaimFile(string season, int claims, Func<int, string> outcome, string due)
    {
        var text = new StringBuilder("season,theme,prediction,title,core_judgement,claim,statement,type,criteria,due,outcome\n");
        for (var q = 0; q < claims; q++)
            text.Append(
                CultureInfo.InvariantCulture,
                $"{season},general,q{q},Question {q},It comes true.,1,Question {q} comes true.,binary,As the record says.,{due},{outcome(q)}\n"
            );
        return text.ToString();
    }

    // Person after person, each a little wrong in their own way, at different times of the year.
    private static string ForecastFile(string season, int year, int analysts)
    {
        var random = new Sequence(17);
        var text = new StringBuilder("season,prediction,claim,analyst,made_at,probability\n");
        for (var a = 0; a < analysts; a++)
        for (var q = 0; q < Claims; q++)
            text.Append(
                CultureInfo.InvariantCulture,
                $"{season},q{q},1,Analyst {a:0000},{year}-{1 + random.Below(12):00}-{1 + random.Below(28):00}T{random.Below(24):00}:{random.Below(60):00}:00Z,{Math.Clamp(Math.Round(Truth(q) + (random.Below(61) / 100.0) - 0.3, 2), 0.01, 0.99):0.00}\n"
            );
        return text.ToString();
    }

    private static double Truth(int q) => ((q * 37) % 50) / 49.0;

    private static void Say(int analysts, Steps s) =>
        Console.WriteLine(
            Invariant(
                $"{analysts * Claims, 7} forecasts: import {s.Import:0.0} s ({analysts * Claims / s.Import:0} rows/s), resolve {s.Resolve:0.0} s, recompute {s.Recompute:0.0} s, report {s.Report:0.00} s; in all {s.Total:0.0} s; server's peak {s.PeakMegabytes:0} MB, its processor time {s.CpuSeconds:0.0} s"
            )
        );

    internal static int Bar(string what, double value, double bar, string unit)
    {
        Console.WriteLine(Invariant($"{what}: {value:0.0} {unit} (bar {bar:0.0}): {(value <= bar ? "met" : "MISSED")}"));
        return value <= bar ? 0 : 1;
    }

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
