using Forecasts.Server.Setup.Samples;
using Forecasts.Server.Tests.Fixtures;
using Shouldly;

namespace Forecasts.Server.Tests.Store;

public sealed class RebuildTests(PrivatePostgres postgres)
{
    [Fact]
    public async Task Recomputing_everything_from_the_events_gives_the_same_rows_and_documents_to_the_last_digit()
    {
        await using var server = await RunningServer.Start(postgres, now: Given.MidYear);
        await Fill(server);
        await server.UntilUpToDate();
        (await server.Scalar<long>("select count(*) from forecasts.scores")).ShouldBeGreaterThan(20);
        (await server.Scalar<long>("select count(*) from forecasts.crowd_series")).ShouldBe(9);
        await server.IsTheSameMadeAnew();
    }

    [Fact]
    public async Task The_sample_s_tournaments_too()
    {
        await using var server = await RunningServer.Start(postgres);
        await Sample.Load(server.Services, TestContext.Current.CancellationToken);
        await server.UntilUpToDate();
        (await server.Scalar<long>("select count(*) from forecasts.scores where season like 'synthetic/%'")).ShouldBeGreaterThan(1_000);
        await server.IsTheSameMadeAnew();
    }

    private static async Task Fill(RunningServer server)
    {
        var random = new Random(11);
        await Given.Tournament(server, Given.Season(visibility: "open"));
        var author = await server.As("Author", RoleName.Analyst);
        var people = new List<Api>();
        for (var i = 0; i < 5; i++)
            people.Add(await server.As($"Analyst {i}", RoleName.Analyst));
        var ids = new List<string>();
        for (var i = 0; i < 3; i++)
            ids.Add(await Given.Filed(author, "binary", "three", "expected"));
        for (var round = 0; round < 3; round++)
        {
            server.SetClock(Given.MidYear.AddDays(30 * round));
            foreach (var person in people)
            foreach (var id in ids)
            {
                (
                    await person.Put(
                        $"predictions/{id}/claims/1/forecast",
                        new { probability = Math.Round(0.01 + (0.98 * random.NextDouble()), 4) }
                    )
                ).Ok();
                (
                    await person.Put(
                        $"predictions/{id}/claims/3/forecast",
                        new { probability = Math.Round(0.01 + (0.98 * random.NextDouble()), 4) }
                    )
                ).Ok();
                var half = Math.Round(random.NextDouble() * 0.5, 3);
                (await person.Put($"predictions/{id}/claims/2/forecast", new { grades = new[] { 0.25, half, 0.75 - half } })).Ok();
            }
        }

        (await people[0].Delete($"predictions/{ids[0]}/claims/1/forecast")).Ok();
        server.SetClock(Given.InWindow);
        await server.RunWindowJob();
        var judge = await server.As("Judge", RoleName.Reviewer);
        var organiser = await server.As("Organiser", RoleName.Organiser);
        (
            await judge.Post(
                $"predictions/{ids[0]}/evidence",
                new
                {
                    occurredOn = "2024-10-01",
                    text = "It happened.",
                    source = "A paper",
                }
            )
        ).Ok();
        foreach (var id in ids)
        {
            (await judge.Post($"predictions/{id}/claims/1/verdicts", Given.Verdict(random.Next(2) == 0 ? "no" : "yes", "2024-10-01"))).Ok();
            (await judge.Post($"predictions/{id}/claims/2/verdicts", Given.Verdict("half"))).Ok();
        }

        (await judge.Post($"predictions/{ids[0]}/claims/3/verdicts", Given.Verdict("accurate"))).Ok();
        (await organiser.Post($"predictions/{ids[1]}/claims/3/void", new { code = "source-vanished", reason = "Gone." })).Ok();
        (await organiser.Post($"predictions/{ids[2]}/claims/1/reopen", new { reason = "Look again." })).Ok();
    }
}
