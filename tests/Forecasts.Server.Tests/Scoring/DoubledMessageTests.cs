using Forecasts.Server.Features.Scoring;
using Forecasts.Server.Tests.Fixtures;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;

namespace Forecasts.Server.Tests.Scoring;

/// <summary>Messages are hints: one that comes twice, or late, finds its work done.</summary>
public sealed class DoubledMessageTests(PrivatePostgres postgres)
{
    [Fact]
    public async Task A_claim_that_is_scored_is_not_scored_again_until_something_has_changed()
    {
        await using var town = await Town.Start(postgres);
        var id = await Given.Filed(town.Ann);
        (await town.Ann.Put($"predictions/{id}/claims/1/forecast", new { probability = 0.7 })).Ok();
        await town.SetClock(Given.InWindow);
        (await town.Eve.Post($"predictions/{id}/claims/1/verdicts", Given.Verdict("yes"))).Ok();
        await town.Server.UntilScored("t/2024");
        var score = town.Server.Services.GetRequiredService<ScoreClaim>();
        const string Sheet = "select edition || ' ' || scored_at from forecasts.score_sheets";
        await score.Soon(id + "/1");
        var before = await town.Server.Scalar<string>(Sheet);
        for (var again = 0; again < 3; again++)
            (await score.Soon(id + "/1")).ShouldBe("t/2024", "the season is told all the same");
        (await town.Server.Scalar<string>(Sheet)).ShouldBe(before);

        (await town.Admin.Post("seasons/t/2024/rescore", null)).Ok();
        await Until.True(async () => await town.Server.Scalar<string>(Sheet) != before, "a wish to score anew is one");
    }
}
