using Forecasts.Server.Tests.Fixtures;
using Shouldly;

namespace Forecasts.Server.Tests.Review;

/// <summary>
/// The record of an imported outcome says what a verdict says: once its claim is reopened, nobody who judges may read it.
/// </summary>
public sealed class ImportedOutcomeBlindnessTests(PrivatePostgres postgres)
{
    private const string Claims =
        "season,theme,prediction,title,core_judgement,claim,statement,type,criteria,due,outcome\nt/2024,general,p1,A title,A judgement,1,It happens.,binary,As the paper says.,2024-12-31,yes\n";

    [Fact]
    public async Task After_reopening_the_imported_outcome_shows_to_its_importer_alone_until_the_claim_is_settled_again()
    {
        await using var town = await Town.Start(postgres, now: Given.InWindow);
        (await town.Organiser.Import(Claims)).Ok();
        var id = (string)(await town.Admin.Get("seasons/t/2024/predictions")).Ok()["items"]![0]!["id"]!;
        (
            await town.Organiser.Post(
                $"predictions/{id}/evidence",
                new
                {
                    occurredOn = "2024-11-05",
                    text = "Something else happened.",
                    source = "A paper",
                }
            )
        ).Ok();
        (await Records(town.Eve, id)).ShouldBe(2, "a settled claim hides nothing");
        (await InReport(town.Eve)).ShouldBe(2);

        (await town.Organiser.Post($"predictions/{id}/claims/1/reopen", new { reason = "The file was wrong." })).Ok();
        foreach (var reader in (string[])["Eve", "Rob", "Ann", "Abe", "Vic", "root"])
        {
            (await Records(town[reader], id)).ShouldBe(1, reader);
            (await town[reader].Get($"predictions/{id}"))
                .Body!.ToJsonString()
                .ShouldNotContain("Imported outcome", Case.Insensitive, reader);
        }

        (await Records(town.Organiser, id)).ShouldBe(2, "its importer knows it");
        (await InReport(town.Organiser)).ShouldBe(1);

        (await town.Eve.Post($"predictions/{id}/claims/1/verdicts", Given.Verdict("no"))).Ok();
        (await Records(town.Rob, id)).ShouldBe(2);
        (await InReport(town.Rob)).ShouldBe(2);
    }

    private static async Task<int> Records(Api reader, string id) =>
        (await reader.Get($"predictions/{id}")).Ok()["evidence"]!.AsArray().Count;

    private static async Task<int> InReport(Api reader) =>
        (await reader.Get("seasons/t/2024/report")).Ok()["retrospective"]![0]!["predictions"]![0]!["evidence"]!.AsArray().Count;
}
