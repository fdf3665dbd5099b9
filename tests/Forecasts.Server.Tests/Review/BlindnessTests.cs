using System.Text.Json.Nodes;
using Forecasts.Server.Tests.Fixtures;
using Shouldly;

namespace Forecasts.Server.Tests.Review;

/// <summary>
/// Until their own verdict is in, reviewers see nothing of what others think, by whatever road; two reviewers judge each for themselves.
/// </summary>
public sealed class BlindnessTests(PrivatePostgres postgres)
{
    [Fact]
    public async Task A_reviewer_sees_what_others_think_only_after_judging()
    {
        await using var town = await Town.Start(postgres, Given.Season(reviewers: 2));
        var (id, claim) = await Forecast(town);
        (await town.Ann.Post($"predictions/{id}/evidence", Evidence)).Ok();
        var before = await View(town.Rob, id);
        Blind(before.Claim);
        before.Claim["mayJudge"]!.GetValue<bool>().ShouldBeTrue();
        before.Body["evidence"]![0]!["stances"]!.AsObject().ShouldBeEmpty();
        // Whoever must not judge sees the forecasts, now that they are revealed.
        (await View(town.Viewer, id)).Claim["forecasts"]!.AsArray().Count.ShouldBe(2);

        var given = (await town.Adds(1, () => town.Eve.Post(claim + "verdicts", Given.Verdict("yes")))).Body!;
        given["verdicts"]!.AsArray().Count.ShouldBe(1);
        given["blind"]!.GetValue<bool>().ShouldBeFalse();
        given["forecasts"]!.AsArray().Count.ShouldBe(2);
        (await View(town.Eve, id)).Body["evidence"]![0]!["stances"]!["1"]!.GetValue<string>().ShouldBe("supports");

        var after = await View(town.Rob, id);
        Blind(after.Claim);
        after.Body.ToJsonString().ShouldBe(before.Body.ToJsonString(), "nothing tells that somebody judged");
        after.Tag.ShouldBe(before.Tag);
        foreach (var name in (string[])["Olga", "Ann", "Abe", "Vic", "root"])
        {
            var seen = (await View(town[name], id)).Claim;
            seen["verdicts"]!.AsArray().ShouldBeEmpty(name);
            ((string)seen["status"]!).ShouldBe("open");
        }

        (await town.Organiser.Get("seasons/t/2024")).Ok()["counts"]!["open"]!.GetValue<int>().ShouldBe(1);
        (await town.Organiser.Get("seasons/t/2024/report")).Ok()["retrospective"]![0]!["predictions"]![0]!["evidence"]![0]!["stances"]!
            .AsObject()
            .ShouldBeEmpty();
    }

    [Fact]
    public async Task Two_who_agree_settle_and_then_everybody_sees_both_verdicts()
    {
        await using var town = await Town.Start(postgres, Given.Season(reviewers: 2));
        var (id, claim) = await Forecast(town);
        await town.Adds(1, () => town.Eve.Post(claim + "verdicts", Given.Verdict("no", "2024-11-05")));
        await town.Adds(0, () => town.Eve.Post(claim + "verdicts", Given.Verdict("no", "2024-11-05")));
        var settled = (await town.Adds(2, () => town.Rob.Post(claim + "verdicts", Given.Verdict("no", "2024-11-06")))).Body!;
        ((string)settled["status"]!).ShouldBe("settled");
        ((DateTimeOffset)settled["decidedAt"]!).ShouldBe(new DateTimeOffset(2024, 11, 5, 0, 0, 0, TimeSpan.Zero), "the earlier one counts");
        (await View(town.Viewer, id)).Claim["verdicts"]!.AsArray().Count.ShouldBe(2);
        await town.Refuses(409, "claim.settled", () => town.Rob.Post(claim + "verdicts", Given.Verdict("yes")));
        await town.Refuses(
            409,
            "claim.settled",
            () => town.Organiser.Post(claim + "void", new { code = "organiser", reason = "Because." })
        );
    }

    [Fact]
    public async Task Two_who_disagree_are_in_conflict_and_their_verdicts_stay()
    {
        await using var town = await Town.Start(postgres, Given.Season(reviewers: 2));
        var (id, claim) = await Forecast(town);
        await town.Adds(1, () => town.Eve.Post(claim + "verdicts", Given.Verdict("no")));
        await town.Adds(1, () => town.Eve.Post(claim + "verdicts", Given.Verdict("yes")));
        (await View(town.Eve, id)).Claim["verdicts"]!.AsArray().Select(v => (string)v!["verdict"]!).ShouldBe(["yes"]);
        var conflict = (await town.Adds(2, () => town.Rob.Post(claim + "verdicts", Given.Verdict("no")))).Body!;
        ((string)conflict["status"]!).ShouldBe("inConflict");
        conflict["outcome"].ShouldBeNull();
        await town.Refuses(409, "review.quorum-reached", () => town.Eve.Post(claim + "verdicts", Given.Verdict("no")));
        await town.Refuses(409, "review.quorum-reached", () => town.Rob.Post(claim + "verdicts", Given.Verdict("yes")));
        (await View(town.Viewer, id)).Claim["verdicts"]!.AsArray().Count.ShouldBe(2);
        (await town.Viewer.Get("seasons/t/2024")).Ok()["counts"]!["inConflict"]!.GetValue<int>().ShouldBe(1);

        var reopened = (
            await town.Adds(1, () => town.Organiser.Post(claim + "reopen", new { reason = "They looked at different papers." }))
        ).Body!;
        ((string)reopened["status"]!).ShouldBe("open");
        reopened["verdicts"]!.AsArray().ShouldBeEmpty();
        Blind((await View(town.Eve, id)).Claim);
        await town.Adds(1, () => town.Eve.Post(claim + "verdicts", Given.Verdict("yes")));
    }

    [Fact]
    public async Task More_than_a_day_apart_is_no_agreement()
    {
        await using var town = await Town.Start(postgres, Given.Season(reviewers: 2));
        var (_, claim) = await Forecast(town);
        (await town.Eve.Post(claim + "verdicts", Given.Verdict("no", "2024-11-05"))).Ok();
        ((string)(await town.Rob.Post(claim + "verdicts", Given.Verdict("no", "2024-11-07"))).Ok()["status"]!).ShouldBe("inConflict");
    }

    private static readonly object Evidence = new
    {
        occurredOn = "2024-11-05",
        text = "It happened.",
        source = "A paper",
        stances = new Dictionary<string, string> { ["1"] = "supports" },
    };

    private static async Task<(string Id, string Claim)> Forecast(Town town)
    {
        var id = await Given.Filed(town.Ann);
        (await town.Ann.Put($"predictions/{id}/claims/1/forecast", new { probability = 0.7 })).Ok();
        (await town.Bob.Put($"predictions/{id}/claims/1/forecast", new { probability = 0.4 })).Ok();
        await town.SetClock(Given.InWindow);
        await Until.True(async () => (await View(town.Viewer, id)).Claim["crowd"] is not null, "the crowd is computed");
        return (id, $"predictions/{id}/claims/1/");
    }

    private static async Task<(JsonNode Body, JsonNode Claim, string? Tag)> View(Api reader, string id)
    {
        var answer = await reader.Get($"predictions/{id}");
        return (answer.Ok(), answer.Body!["claims"]![0]!, answer.Tag);
    }

    private static void Blind(JsonNode claim)
    {
        claim["blind"]!.GetValue<bool>().ShouldBeTrue();
        claim["forecasts"].ShouldBeNull();
        claim["crowd"].ShouldBeNull();
        claim["verdicts"]!.AsArray().ShouldBeEmpty();
        ((string)claim["status"]!).ShouldBe("open");
    }
}
