using Forecasts.Server.Tests.Fixtures;
using Shouldly;

namespace Forecasts.Server.Tests.Review;

public sealed class VerdictRefusalTests(PrivatePostgres postgres)
{
    private static readonly DateTimeOffset WindowOpens = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset WindowCloses = new(2025, 2, 16, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task An_independent_reviewer_wrote_nothing_and_holds_no_forecast()
    {
        await using var town = await Town.Start(postgres);
        await Both(town, "Ann", "Bob");
        var id = await Given.Filed(town.Ann);
        (await town.Bob.Put($"predictions/{id}/claims/1/forecast", new { probability = 0.5 })).Ok();
        (await town.Bob.Delete($"predictions/{id}/claims/1/forecast")).Ok();
        await town.SetClock(Given.InWindow);
        var path = $"predictions/{id}/claims/1/verdicts";
        await town.Refuses(403, "review.own-prediction", () => town.Ann.Post(path, Given.Verdict("yes")));
        await town.Refuses(403, "review.holds-forecast", () => town.Bob.Post(path, Given.Verdict("yes")));
        foreach (var name in (string[])["Ann", "Bob"])
        {
            var claim = (await town[name].Get($"predictions/{id}")).Ok()["claims"]![0]!;
            ((bool)claim["mayJudge"]!).ShouldBeFalse();
            ((bool)claim["blind"]!).ShouldBeFalse();
        }

        await town.Adds(2, () => town.Eve.Post(path, Given.Verdict("yes")));
    }

    [Fact]
    public async Task The_window_is_open_from_its_first_instant_to_the_one_after_its_last_day()
    {
        await using var town = await Town.Start(postgres, now: WindowOpens.AddMinutes(-1));
        var (first, second) = (await Filed(town), await Filed(town));
        await town.Refuses(409, "review.before-window", () => town.Eve.Post(first, Given.Verdict("yes", "2024-11-05")));
        await town.Refuses(409, "review.before-window", () => town.Eve.Post(first, Early("I cannot wait.")));
        await town.SetClock(WindowOpens.AddSeconds(1));
        await town.Adds(2, () => town.Eve.Post(first, Given.Verdict("yes", "2024-11-05")));
        await town.SetClock(WindowCloses.AddSeconds(1));
        await town.Refuses(409, "review.after-window", () => town.Eve.Post(second, Given.Verdict("yes")));
        await town.Refuses(409, "review.after-window", () => town.Eve.Post(second, Early("I was ill.")));
        await Both(town, "Eve", "Olga");
        await town.Adds(2, () => town.Organiser.Post(second, Early("The reviewers were ill.")));
    }

    [Fact]
    public async Task Where_the_author_resolves_nobody_else_does()
    {
        await using var town = await Town.Start(postgres, Given.Season(mode: "self"));
        var path = await Filed(town);
        await town.SetClock(Given.InWindow);
        foreach (var name in (string[])["Bob", "Eve", "Olga"])
            await town.Refuses(403, "review.author-only", () => town[name].Post(path, Given.Verdict("yes")));
        await town.Refuses(403, "access.role", () => town.Viewer.Post(path, Given.Verdict("yes")));
        var claim = (await town.Adds(2, () => town.Ann.Post(path, Given.Verdict("yes")))).Body!;
        ((string)claim["mode"]!).ShouldBe("self");
        ((string)claim["status"]!).ShouldBe("settled");
    }

    private static async Task<string> Filed(Town town) => $"predictions/{await Given.Filed(town.Ann)}/claims/1/verdicts";

    private static object Early(string lateReason) =>
        new
        {
            verdict = "yes",
            reason = "The record says so.",
            decidedAt = "2024-11-05",
            lateReason,
        };

    private static async Task Both(Town town, params string[] alsoReview) =>
        (
            await town.Admin.Put(
                "tournaments/t/people",
                ((string[])["Olga", "Ann", "Bob", "Eve"]).Select(name =>
                    Town.Role(
                        name,
                        [
                            name switch
                            {
                                "Olga" => "organiser",
                                "Eve" => "reviewer",
                                _ => "analyst",
                            },
                            .. alsoReview.Contains(name) ? (string[])["reviewer"] : [],
                        ]
                    )
                )
            )
        ).Ok();
}
