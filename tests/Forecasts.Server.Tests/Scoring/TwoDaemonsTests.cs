using System.Diagnostics;
using System.Globalization;
using Forecasts.Server.Setup;
using Forecasts.Server.Tests.Fixtures;
using Shouldly;

namespace Forecasts.Server.Tests.Scoring;

/// <summary>Two workers as processes, one of them killed without warning; the web server runs in the test.</summary>
[Collection(OnRabbitMq.Name)]
public sealed class TwoDaemonsTests(PrivatePostgres postgres, RabbitBroker broker, ITestOutputHelper output)
{
    private const int Claims = 20;

    [Fact]
    public async Task When_the_leader_is_killed_the_other_goes_on_and_nothing_is_lost_or_doubled()
    {
        var settings = await postgres.Database() with { RabbitMq = broker.Node.Uri, Role = Role.Web };
        await using var web = await RunningServer.Start(settings, Given.MidYear);
        await Given.Tournament(web);
        var author = await web.As("Author", RoleName.Analyst);
        var (ann, bob, judge) = (
            await web.As("Ann", RoleName.Analyst),
            await web.As("Bob", RoleName.Analyst),
            await web.As("Judge", RoleName.Reviewer)
        );
        var ids = new List<string>();
        for (var i = 0; i < Claims; i++)
            ids.Add(await Given.Filed(author));
        foreach (var id in ids)
        {
            (await ann.Put($"predictions/{id}/claims/1/forecast", new { probability = 0.7 })).Ok();
            (await bob.Put($"predictions/{id}/claims/1/forecast", new { probability = 0.2 })).Ok();
        }

        web.SetClock(Given.InWindow);
        using var leader = new Worker(settings, web.Clock.Offset);
        await leader.Says("Started projection agent Scoring");
        using var standby = new Worker(settings, web.Clock.Offset);
        await standby.Says("The worker follows the event log.");
        foreach (var id in ids.Take(Claims / 2))
            (await judge.Post($"predictions/{id}/claims/1/verdicts", Given.Verdict("yes"))).Ok();
        leader.Kill();
        var since = Stopwatch.StartNew();
        foreach (var id in ids.Skip(Claims / 2))
            (await judge.Post($"predictions/{id}/claims/1/verdicts", Given.Verdict("no"))).Ok();

        await standby.Says("Started projection agent Scoring");
        output.WriteLine($"The standby took over after {since.Elapsed.TotalSeconds.ToString("F1", CultureInfo.InvariantCulture)} s.");
        await web.UntilScored("t/2024");
        output.WriteLine($"Everything was scored after {since.Elapsed.TotalSeconds.ToString("F1", CultureInfo.InvariantCulture)} s.");
        (await web.Scalar<long>("select count(*) from forecasts.score_sheets where status = 'scored'")).ShouldBe(Claims);
        (await web.Scalar<long>("select count(*) from forecasts.scores where not crowd")).ShouldBe(2 * Claims);
        (await web.Scalar<long>("select count(*) from forecasts.mt_events where type = 'review.settled.1'")).ShouldBe(Claims);
    }

    private sealed class Worker : IDisposable
    {
        private readonly Process process;
        private readonly List<string> lines = [];

        public Worker(Settings settings, TimeSpan offset)
        {
            var start = new ProcessStartInfo("dotnet", [typeof(ServerHost).Assembly.Location, "--urls=http://127.0.0.1:0"])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                UseShellExecute = false,
            };
            start.Environment["Logging__LogLevel__Marten"] = "Information"; // It tells which of the two follows the log.
            start.Environment["ConnectionStrings__Forecasts"] = settings.ConnectionString;
            start.Environment["Forecasts__RabbitMq"] = settings.RabbitMq!.ToString();
            start.Environment["Forecasts__Role"] = "worker";
            start.Environment["Forecasts__Clock__Offset"] = offset.ToString("c", CultureInfo.InvariantCulture);
            process = new Process { StartInfo = start };
            process.OutputDataReceived += Heard;
            process.ErrorDataReceived += Heard;
            process.Start();
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
        }

        public Task Says(string text) =>
            Until.True(
                () =>
                {
                    lock (lines)
                    {
                        if (process.HasExited)
                            throw new InvalidOperationException(string.Join('\n', lines));
                        return Task.FromResult(lines.Any(l => l.Contains(text, StringComparison.Ordinal)));
                    }
                },
                $"the worker says '{text}'"
            );

        public void Kill()
        {
            process.Kill();
            process.WaitForExit();
        }

        public void Dispose()
        {
            if (!process.HasExited)
                Kill();
            process.Dispose();
        }

        private void Heard(object sender, DataReceivedEventArgs heard)
        {
            lock (lines)
                if (heard.Data is { } line)
                    lines.Add(line);
        }
    }
}
