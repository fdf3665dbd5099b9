using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Forecasts.Benchmarks;

/// <summary>
/// Sixteen people file as fast as they are answered, every forecast a real change, beside pgbench with as many connections that runs the
/// same transaction on the same PostgreSQL: by turns, so that a neighbour on the machine meets both.
/// </summary>
internal static class FilingTimes
{
    private const int People = 16,
        Predictions = 64,
        Rounds = 3,
        Seconds = 6;
    private const double RatioBar = 0.25,
        P99Bar = 50;

    public static async Task<int> Print(string program)
    {
        await using var server = await ServerUnderTest.Start(program);
        var year = TimeProvider.System.GetUtcNow().Year;
        await server.Post("tournaments", new JsonObject { ["slug"] = "bench", ["name"] = "Bench" });
        await server.Post("tournaments/bench/seasons", SeasonTimes.Season(year, new(year + 1, 6, 30), new(year + 1, 9, 1)));
        await server.Import(SeasonTimes.ClaimFile($"bench/{year}", Predictions, _ => "", $"{year + 1}-06-30"), Predictions);
        var listed = (await server.Get($"seasons/bench/{year}/predictions?limit=200"))["items"]!.AsArray();
        string[] predictions = [.. listed.Select(p => (string)p!["id"]!)];
        var people = new List<HttpClient>();
        for (var i = 0; i < People; i++)
            people.Add(await Person(server, i));
        var pgbench = new PgBench(server);
        await pgbench.Prepare();

        await File(people, predictions, Seconds, round: 0);
        var (theirs, ours, times) = (new List<double>(), new List<double>(), new List<double>());
        for (var round = 1; round <= Rounds; round++)
        {
            await Task.Delay(TimeSpan.FromSeconds(3)); // The scoring catches up.
            theirs.Add(await pgbench.Run(People, Seconds));
            var (used, stored) = (server.CpuSeconds, server.DatabaseCpuSeconds);
            var took = await File(people, predictions, Seconds, round);
            (used, stored) = (server.CpuSeconds - used, server.DatabaseCpuSeconds - stored);
            ours.Add(took.Count / (double)Seconds);
            times.AddRange(took);
            Console.WriteLine(
                FormattableString.Invariant(
                    $"pgbench {theirs[^1], 6:0}/s, filings {ours[^1], 5:0}/s, ratio {ours[^1] / theirs[^1]:0.000}, "
                )
                    + FormattableString.Invariant(
                        $"{used * 1_000 / took.Count:0.00} ms of the server's processor time each, {stored * 1_000 / took.Count:0.00} of the database's"
                    )
            );
        }

        double[] sorted = [.. times.Order()];
        var ratio = Median([.. ours.Zip(theirs, (o, t) => o / t)]);
        var p99 = LiveFilings.Quantile(sorted, 0.99);
        Console.WriteLine(
            FormattableString.Invariant(
                $"medians: pgbench {Median(theirs):0}/s, filings {Median(ours):0}/s, p50 {LiveFilings.Quantile(sorted, 0.5):0.0} ms, "
            ) + FormattableString.Invariant($"slowest {sorted[^1]:0} ms; server's peak {server.PeakMegabytes:0} MB")
        );
        var said = ratio >= RatioBar ? "met" : "MISSED";
        Console.WriteLine(FormattableString.Invariant($"of pgbench's rate: {ratio:0.000} (bar {RatioBar}): {said}"));
        return (ratio >= RatioBar ? 0 : 1) + SeasonTimes.Bar("a filing, p99", p99, P99Bar, "ms");
    }

    private static async Task<HttpClient> Person(ServerUnderTest server, int i)
    {
        var client = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 1 }) { BaseAddress = server.Client.BaseAddress };
        var token = await server.Token($"Analyst {i:00}", "analyst");
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    /// <returns>The milliseconds that each took.</returns>
    private static async Task<List<double>> File(List<HttpClient> people, string[] predictions, int seconds, int round)
    {
        var clock = Stopwatch.StartNew();
        var filing = people
            .Select(
                (person, who) =>
                    Task.Run(async () =>
                    {
                        var took = new List<double>();
                        for (var i = 0; clock.Elapsed.TotalSeconds < seconds; i++)
                        {
                            // Another value than the last one that this person has filed there, in this round or an earlier one.
                            var p = 1 + (((i / predictions.Length) + (37 * round)) % 98);
                            var path = $"predictions/{predictions[(i + (4 * who)) % predictions.Length]}/claims/1/forecast";
                            var began = clock.Elapsed;
                            var said = FormattableString.Invariant($"{{\"probability\":{p / 100.0}}}");
                            using var body = new StringContent(said, Encoding.UTF8, "application/json");
                            using var answer = await person.PutAsync(new Uri(path, UriKind.Relative), body);
                            var text = await answer.Content.ReadAsStringAsync();
                            took.Add((clock.Elapsed - began).TotalMilliseconds);
                            if (!answer.IsSuccessStatusCode || !text.Contains("\"changed\":true", StringComparison.Ordinal))
                                throw new InvalidOperationException($"{(int)answer.StatusCode} {text}");
                        }

                        return took;
                    })
            )
            .ToArray();
        return [.. (await Task.WhenAll(filing)).SelectMany(t => t)];
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
