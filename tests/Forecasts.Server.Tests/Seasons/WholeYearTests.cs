using Forecasts.Server.Tests.Fixtures;
using Shouldly;

namespace Forecasts.Server.Tests.Seasons;

/// <summary>The one path for data, from planning a season to its published report, on the in-memory bus of the embedded default.</summary>
public sealed class WholeYearTests(PrivatePostgres postgres)
{
    [Fact]
    public async Task A_season_runs_from_its_plan_to_its_published_report()
    {
        await using var server = await RunningServer.Start(postgres, now: Given.MidYear);
        var admin = await Given.Tournament(server);
        var (ann, bob, eve) = (
            await server.As("Ann", RoleName.Analyst),
            await server.As("Bob", RoleName.Analyst),
            await server.As("Eve", RoleName.Reviewer)
        );
        var id = await Given.Filed(ann, "binary", "three");
        (await ann.Put($"predictions/{id}/claims/1/forecast", new { probability = 0.8 })).Ok();
        (await bob.Put($"predictions/{id}/claims/1/forecast", new { probability = 0.4, rationale = "Too early." })).Ok();
        (await ann.Put($"predictions/{id}/claims/2/forecast", new { grades = new[] { 0.2, 0.3, 0.5 } })).Ok();

        server.SetClock(Given.InWindow);
        (await server.RunWindowJob()).ShouldBe(1);
        (await server.RunWindowJob()).ShouldBe(0, "already open is an empty answer");
        ((string)(await admin.Get("seasons/t/2024")).Ok()["recordedPhase"]!).ShouldBe("reviewOpen");
        var evidence = (string)
            (
                await eve.Post(
                    $"predictions/{id}/evidence",
                    new
                    {
                        occurredOn = "2024-11-05",
                        text = "It happened.",
                        source = "A paper",
                        stances = new Dictionary<string, string> { ["1"] = "supports" },
                    }
                )
            ).Ok()["id"]!;
        (
            await eve.Post(
                $"predictions/{id}/claims/1/verdicts",
                new
                {
                    verdict = "yes",
                    reason = "See there.",
                    decidedAt = "2024-11-05",
                    evidence = new[] { evidence },
                }
            )
        ).Ok();
        (await eve.Post($"predictions/{id}/claims/2/verdicts", Given.Verdict("half"))).Ok();
        await server.UntilScored("t/2024");

        var standings = (await admin.Get("seasons/t/2024/standings")).Ok();
        ((int)standings["claimsEntered"]!).ShouldBe(2);
        ((bool)standings["upToDate"]!).ShouldBeTrue();
        var first = standings["items"]![0]!;
        ((string)first["name"]!).ShouldBe("Ann");
        ((double)first["peer"]!).ShouldBeGreaterThan(0);
        standings["items"]!.AsArray().Sum(i => (double)i!["peer"]!).ShouldBe(0, 1e-9);

        server.SetClock(Given.AfterWindow);
        var published = (await admin.Post("seasons/t/2024/publish", new { })).Ok();
        ((int)published["version"]!).ShouldBe(1);
        var report = (await admin.Get("seasons/t/2024/report")).Ok();
        ((string)report["hash"]!).ShouldBe((string)published["hash"]!);
        ((string)report["phase"]!).ShouldBe("published");
        var claims = report["retrospective"]![0]!["predictions"]![0]!["claims"]!;
        ((string)claims[0]!["outcome"]!).ShouldBe("yes");
        ((string)claims[1]!["outcome"]!).ShouldBe("half");
        (await server.NotReadyBecause()).ShouldBeEmpty();
        Features
            .Operations.Health.Shards(server.Services)
            .ShouldContain(s => s.Name.StartsWith("Scoring") && s.Status == JasperFx.AgentStatus.Running);
        await using var content = server.Database.CreateCommand("select content from forecasts.published_reports");
        Convert
            .ToHexStringLower(System.Security.Cryptography.SHA256.HashData((byte[])(await content.ExecuteScalarAsync())!))
            .ShouldBe((string)report["hash"]!);
    }
}
