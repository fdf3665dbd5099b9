using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Forecasts.Benchmarks;

/// <summary>
/// One claim on which a thousand people turn again and again, brought in as a log has it, by time: import, settle, score, the claim's
/// page, undo; with a tenth of the turns first, to see that it grows in a line.
/// </summary>
internal static class ClaimTimes
{
    private const int Analysts = 1_000,
        Smaller = 10;
    private const double MemoryBar = 700,
        GrowthBar = 1.15;

    private sealed record Steps(
        double Import,
        double Score,
        double Crowd,
        double Page,
        double PageBytes,
        double PeakMegabytes,
        double Undo,
        double CpuSeconds
    )
    {
        public double Total => Import + Score + Crowd + Undo;
    }

    public static async Task<int> Print(string program, int turns)
    {
        var few = Math.Max(1, turns / Smaller);
        var small = await Run(program, few);
        Say(few, small);
        var whole = await Run(program, turns);
        Say(turns, whole);
        var missed =
            SeasonTimes.Bar("server's peak memory", whole.PeakMegabytes, MemoryBar, "MB")
            + SeasonTimes.Bar(
                $"{(double)turns / few:0.#} times the forecasts take",
                whole.Total / small.Total,
                GrowthBar * turns / few,
                "times the time"
            );
        return missed == 0 ? 0 : 1;
    }

    private static async Task<Steps> Run(string program, int turns)
    {
        await using var server = await ServerUnderTest.Start(program);
        var now = TimeProvider.System.GetUtcNow();
        var (year, rows) = (now.Year - 1, turns * Analysts);
        var season = $"bench/{year}";
        await server.Post("tournaments", new JsonObject { ["slug"] = "bench", ["name"] = "Bench" });
        await server.Post(
            "tournaments/bench/seasons",
            SeasonTimes.Season(year, new(year, 12, 31), DateOnly.FromDateTime(now.UtcDateTime.AddDays(60)))
        );
        await server.Import(SeasonTimes.ClaimFile(season, 1, _ => "", $"{year}-12-31"), 1);
        var id = (string)(await server.Get($"seasons/{season}/predictions?limit=1"))["items"]![0]!["id"]!;
        var file = ForecastFile(season, year, turns);
        var clock = Stopwatch.StartNew();
        double Lap()
        {
            var took = clock.Elapsed.TotalSeconds;
            clock.Restart();
            return took;
        }

        var import = await server.Import(file, rows, Progress);
        var imported = Lap();
        await server.Import(SeasonTimes.ClaimFile(season, 1, _ => "yes", $"{year}-12-31"), 1);
        while (
            !(
                await server.Get($"seasons/{season}/standings?limit=1") is var standings
                && (bool)standings["upToDate"]!
                && (int)standings["claimsEntered"]! == 1
            )
        )
            await Task.Delay(200);
        var scored = Lap();
        while (
            !(
                await server.Get("operations") is var seen
                && (int)seen["behind"]!["crowds"]! + (int)seen["behind"]!["sheets"]! + (int)seen["behind"]!["seasons"]! == 0
            )
        )
            await Task.Delay(200);
        var crowded = Lap();
        using var browser = await server.SignIn();
        _ = await browser.GetStringAsync(new Uri($"predictions/{id}", UriKind.Relative));
        Lap();
        var page = await browser.GetStringAsync(new Uri($"predictions/{id}", UriKind.Relative));
        var read = Lap();
        await server.Undo(import);
        var undone = Lap();
        return new(imported, scored, crowded, read, page.Length, server.PeakMegabytes, undone, server.CpuSeconds);

        void Progress(int done) =>
            Console.WriteLine(Invariant($"  {done, 9} rows after {clock.Elapsed.TotalSeconds, 6:0.0} s, {server.PeakMegabytes:0} MB"));
    }

    private static string ForecastFile(string season, int year, int turns)
    {
        var random = new Sequence(17);
        var text = new StringBuilder("season,prediction,claim,analyst,made_at,probability\n");
        var (at, step) = (new DateTime(year, 1, 2, 0, 0, 0, DateTimeKind.Utc), TimeSpan.FromDays(360) / (turns * Analysts));
        for (var t = 0; t < turns; t++)
        for (var a = 0; a < Analysts; a++, at += step)
            text.Append(
                CultureInfo.InvariantCulture,
                $"{season},q0,1,Analyst {a:0000},{at:yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'},{(1 + random.Below(99)) / 100.0:0.00}\n"
            );
        return text.ToString();
    }

    private static void Say(int turns, Steps s) =>
        Console.WriteLine(
            Invariant(
                $"{turns * Analysts, 9} forecasts: import {s.Import:0.0} s ({turns * Analysts / s.Import:0} rows/s), scored {s.Score:0.0} s, crowd {s.Crowd:0.0} s, the page {s.Page * 1000:0} ms and {s.PageBytes / 1000:0} kB, undo {s.Undo:0.0} s; server's peak {s.PeakMegabytes:0} MB, its processor time {s.CpuSeconds:0.0} s"
            )
        );

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
