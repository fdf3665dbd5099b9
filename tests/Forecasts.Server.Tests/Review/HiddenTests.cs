using Forecasts.Server.Tests.Fixtures;
using Forecasts.Server.Tests.Imports;
using Shouldly;

namespace Forecasts.Server.Tests.Review;

/// <summary>What is sealed or blind does not come out by a road of its own: a dry run, an undo, a version.</summary>
public sealed class HiddenTests(PrivatePostgres postgres)
{
    private const string At = "2024-02-01T00:00:00Z";

    [Fact]
    public async Task Ninety_nine_guesses_of_a_sealed_forecast_are_all_answered_alike()
    {
        await using var town = await Town.Start(postgres);
        var id = await Given.Filed(town.Ann);
        (await town.Ann.Import(Files.ForecastsHeader + Files.Forecast(id, "Ann", At, "0.37"))).Counts().ShouldBe("1 1 0 0 done");
        var guesses =
            Files.ForecastsHeader + string.Concat(Enumerable.Range(1, 99).Select(n => Files.Forecast(id, "Ann", At, $"0.{n:00}")));
        foreach (var query in (string[])["?dryRun=true", ""])
        {
            var told = await town.Organiser.Import(guesses, query);
            told.Counts().ShouldBe("99 0 0 99 done");
            (await town.Organiser.Refused(told)).Select(r => r.Split(' ')[1]).Distinct().ShouldBe(["forecast.sealed"]);
        }

        // Whose it is, and who brought it, know it anyway: twice is once.
        (await town.Ann.Import(Files.ForecastsHeader + Files.Forecast(id, "Ann", At, "0.37"), "?dryRun=true"))
            .Counts()
            .ShouldBe("1 0 1 0 done");
        await town.SetClock(Given.InWindow);
        (await town.Organiser.Import(guesses, "?dryRun=true")).Counts().ShouldBe("99 0 1 98 done");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_organiser_who_reviews_hears_nothing_of_a_hidden_verdict(bool judged)
    {
        await using var town = await WithTwoRoles();
        (await town.Admin.Import(Files.ClaimsHeader.TrimEnd() + ",author,outcome\n" + Files.Claim("p1", more: ",Ann,")))
            .Counts()
            .ShouldBe("1 1 0 0 done");
        var id = (string)(await town.Viewer.Get("seasons/t/2024/predictions")).Ok()["items"]![0]!["id"]!;
        if (judged)
            (await town.Eve.Post($"predictions/{id}/claims/1/verdicts", Given.Verdict("yes"))).Ok();
        var told = await town.Organiser.Import(
            Files.ClaimsHeader.TrimEnd() + ",author,outcome\n" + Files.Claim("p1", more: ",Ann,yes"),
            "?dryRun=true"
        );
        (await town.Organiser.Refused(told)).ShouldBe(["2 review.to-judge"]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Nor_from_taking_an_import_back(bool judged)
    {
        await using var town = await WithTwoRoles();
        var import = await town.Organiser.Import(Files.ClaimsHeader.TrimEnd() + ",author\n" + Files.Claim("p1", more: ",Ann"));
        var id = (string)(await town.Viewer.Get("seasons/t/2024/predictions")).Ok()["items"]![0]!["id"]!;
        if (judged)
            (await town.Eve.Post($"predictions/{id}/claims/1/verdicts", Given.Verdict("yes"))).Ok();
        (await town.Organiser.Post($"imports/{import.Body!["id"]}/undo", null)).ShouldBeRefused(409, "import.undo-to-judge");
    }

    [Fact]
    public async Task A_version_does_not_move_with_a_stance_that_is_hidden()
    {
        await using var town = await Town.Start(postgres, Given.Season(reviewers: 2));
        var id = await Given.Filed(town.Ann);
        await town.SetClock(Given.InWindow);
        var evidence = (string)(await town.Ann.Post($"predictions/{id}/evidence", Fact("It happened."))).Ok()["id"]!;
        var before = (await town.Rob.Get($"predictions/{id}")).Ok();
        (await town.Ann.Put($"predictions/{id}/evidence/{evidence}", Fact("It happened.", "supports"))).Ok();
        (await town.Ann.Put($"predictions/{id}/evidence/{evidence}", Fact("It happened.", "contradicts"))).Ok();
        (await town.Rob.Get($"predictions/{id}")).Ok().ToJsonString().ShouldBe(before.ToJsonString());
        ((int)(await town.Viewer.Get($"predictions/{id}")).Ok()["evidenceVersion"]!).ShouldBe(3);
        (await town.Rob.Post($"predictions/{id}/evidence", Fact("Something else happened."))).Tag.ShouldBe("\"2\"", "as Rob sees it");

        (await town.Ann.Put($"predictions/{id}/evidence/{evidence}", Fact("It happened indeed.", "contradicts"))).Ok();
        ((int)(await town.Rob.Get($"predictions/{id}")).Ok()["evidence"]![0]!["version"]!).ShouldBe(2, "a change that is seen counts");
    }

    [Fact]
    public async Task What_is_sealed_is_not_read()
    {
        await using var town = await Town.Start(postgres);
        var id = await Given.Filed(town.Ann);
        (await town.Bob.Put($"predictions/{id}/claims/1/forecast", new { probability = 0.3 })).Ok();
        // A row that cannot be read fails whoever reads it.
        await using (
            var spoil = town.Server.Database.CreateCommand(
                "update forecasts.forecast_intervals set value = array[null]::double precision[]"
            )
        )
            await spoil.ExecuteNonQueryAsync();
        (await town.Viewer.Get($"predictions/{id}")).Ok();
        (await town.Bob.Get($"predictions/{id}")).Code.ShouldBe(500, "the test can tell");
    }

    private static object Fact(string text, string? stance = null) =>
        new
        {
            occurredOn = "2024-11-05",
            text,
            source = "A paper",
            stances = stance is null ? [] : new Dictionary<string, string>(StringComparer.Ordinal) { ["1"] = stance },
        };

    private async Task<Town> WithTwoRoles()
    {
        var town = await Town.Start(postgres, Given.Season(reviewers: 2), Given.InWindow);
        (
            await town.Admin.Put(
                "tournaments/t/people",
                new[]
                {
                    Town.Role("Olga", "organiser", "reviewer"),
                    Town.Role("Ann", "analyst"),
                    Town.Role("Eve", "reviewer"),
                    Town.Role("Vic", "viewer"),
                }
            )
        ).Ok();
        return town;
    }
}
