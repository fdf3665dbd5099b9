using System.Text.Json.Nodes;
using Forecasts.Server.Tests.Fixtures;
using Shouldly;

namespace Forecasts.Server.Tests.Review;

/// <summary>Until the reveal nobody but its author sees a forecast, nor anything that would tell it.</summary>
public sealed class SealingTests(PrivatePostgres postgres)
{
    private static readonly string[] Everybody = ["Olga", "Ann", "Bob", "Eve", "Abe", "Vic", "root"];

    [Fact]
    public async Task A_sealed_season_shows_to_each_their_own_and_no_more()
    {
        await using var town = await Town.Start(postgres);
        var id = await Two(town);
        foreach (var name in Everybody)
        {
            var claim = await Claim(town[name], id);
            claim["forecasts"].ShouldBeNull(name);
            claim["crowd"].ShouldBeNull(name);
            ((double?)claim["mine"]?["probability"]).ShouldBe(
                name switch
                {
                    "Ann" => 0.7,
                    "Bob" => 0.4,
                    _ => null,
                },
                name
            );
        }

        await town.SetClock(new(2024, 12, 31, 23, 59, 50, TimeSpan.Zero));
        (await Claim(town.Viewer, id))["forecasts"].ShouldBeNull();
        await town.SetClock(new(2025, 1, 1, 0, 0, 1, TimeSpan.Zero));
        await Until.True(async () => (await Claim(town.Viewer, id))["crowd"] is not null, "the crowd is computed");
        (await Claim(town.Viewer, id))["forecasts"]!.AsArray().Select(f => (string)f!["name"]!).ShouldBe(["Ann", "Bob"]);
    }

    [Fact]
    public async Task Scores_before_the_reveal_would_tell_the_crowd_and_are_sealed_too()
    {
        await using var town = await Town.Start(
            postgres,
            Given.Season(
                calendar: new
                {
                    opens = "2024-01-01",
                    forecastsClose = "2024-12-31",
                    windowOpens = "2025-01-01",
                    windowCloses = "2025-02-15",
                    publishes = "2025-03-20",
                    revealAt = "2025-03-01",
                }
            )
        );
        var id = await Two(town);
        var ann = await town.IdOf("Ann");
        await town.SetClock(Given.InWindow);
        (await town.Eve.Post($"predictions/{id}/claims/1/verdicts", Given.Verdict("yes"))).Ok();
        await town.Server.UntilScored("t/2024");
        foreach (var name in Everybody)
        {
            (await Claim(town[name], id))["forecasts"].ShouldBeNull(name);
            var standings = (await town[name].Get("seasons/t/2024/standings")).Ok();
            standings["items"]!.AsArray().ShouldBeEmpty(name);
            standings["crowds"]!.AsArray().ShouldBeEmpty(name);
            standings["sealed"]!.GetValue<bool>().ShouldBeTrue();
            var report = (await town[name].Get("seasons/t/2024/report")).Ok();
            report["standings"]!["items"]!.AsArray().ShouldBeEmpty(name);
            report["standings"]!["crowds"]!.AsArray().ShouldBeEmpty(name);
            report["calibration"].ShouldBeNull(name);
            report["crowdCalibration"].ShouldBeNull(name);
            (await town[name].Get($"analysts/{ann}/track-record")).Ok()["seasons"]!.AsArray().ShouldBeEmpty(name);
        }

        await town.SetClock(new(2025, 3, 2, 0, 0, 1, TimeSpan.Zero));
        (await town.Viewer.Get("seasons/t/2024/standings")).Ok()["items"]!.AsArray().Count.ShouldBe(2);
        (await town.Viewer.Get("seasons/t/2024/report")).Ok()["standings"]!["items"]!.AsArray().Count.ShouldBe(2);
        (await town.Viewer.Get($"analysts/{ann}/track-record")).Ok()["seasons"]!.AsArray().Count.ShouldBe(1);
    }

    [Fact]
    public async Task After_ones_own_forecast_the_others_show()
    {
        await using var town = await Town.Start(postgres, Given.Season(visibility: "afterOwn"));
        var id = await Two(town, "Ann");
        foreach (var name in Everybody.Except(["Ann"]))
            (await Claim(town[name], id))["forecasts"].ShouldBeNull(name);
        (await town.Bob.Put($"predictions/{id}/claims/1/forecast", new { probability = 0.4 })).Ok();
        foreach (var name in (string[])["Ann", "Bob"])
            (await Claim(town[name], id))["forecasts"]!.AsArray().Count.ShouldBe(2, name);
        (await Claim(town.Organiser, id))["forecasts"].ShouldBeNull();
    }

    [Fact]
    public async Task An_open_season_shows_all_but_to_who_must_judge()
    {
        await using var town = await Town.Start(postgres, Given.Season(visibility: "open"));
        var id = await Two(town);
        foreach (var name in Everybody.Except(["Eve"]))
            (await Claim(town[name], id))["forecasts"]!.AsArray().Count.ShouldBe(2, name);
        (await Claim(town.Eve, id))["forecasts"].ShouldBeNull("a reviewer has yet to judge");
    }

    [Fact]
    public async Task A_void_counts_and_a_reopening_takes_the_scores_away_at_once()
    {
        await using var town = await Town.Start(postgres);
        var (one, two) = (await Two(town), await Two(town));
        await town.SetClock(Given.InWindow);
        (await town.Eve.Post($"predictions/{one}/claims/1/verdicts", Given.Verdict("yes"))).Ok();
        (
            await town.Organiser.Post(
                $"predictions/{two}/claims/1/void",
                new { code = "source-vanished", reason = "The paper is no more." }
            )
        ).Ok();
        await town.Server.UntilScored("t/2024");
        var counts = (await town.Viewer.Get("seasons/t/2024/report")).Ok()["counts"]!;
        (counts["settled"]!.GetValue<int>(), counts["void"]!.GetValue<int>(), counts["open"]!.GetValue<int>()).ShouldBe((1, 1, 0));
        (await town.Viewer.Get("seasons/t/2024/standings")).Ok()["items"]![0]!["claims"]!.GetValue<int>().ShouldBe(1);

        (await town.Organiser.Post($"predictions/{one}/claims/1/reopen", new { reason = "The paper corrected itself." })).Ok();
        (await town.Viewer.Get("seasons/t/2024/standings")).Ok()["items"]!.AsArray().ShouldBeEmpty();
        (await town.Viewer.Get($"analysts/{await town.IdOf("Ann")}/track-record")).Ok()["seasons"]!.AsArray().ShouldBeEmpty();
        await town.Server.UntilScored("t/2024");
        (await town.Viewer.Get("seasons/t/2024/standings")).Ok()["items"]!.AsArray().ShouldBeEmpty();
    }

    private static async Task<string> Two(Town town, params string[] forecasters)
    {
        var id = await Given.Filed(town["Olga"]);
        foreach (var name in forecasters.Length == 0 ? ["Ann", "Bob"] : forecasters)
            (await town[name].Put($"predictions/{id}/claims/1/forecast", new { probability = name == "Ann" ? 0.7 : 0.4 })).Ok();
        return id;
    }

    private static async Task<JsonNode> Claim(Api reader, string id) => (await reader.Get($"predictions/{id}")).Ok()["claims"]![0]!;
}
