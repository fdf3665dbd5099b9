using Forecasts.Server.Tests.Fixtures;
using Shouldly;

namespace Forecasts.Server.Tests.Operations;

/// <summary>Every list, walked through with the smallest page.</summary>
public sealed class ListTests(PrivatePostgres postgres)
{
    [Fact]
    public async Task Cursors_walk_through_every_list_each_item_once()
    {
        await using var town = await Town.Start(postgres);
        foreach (var slug in (string[])["b-two", "a-one"])
            (await town.Admin.Post("tournaments", new { slug, name = slug })).Ok();
        foreach (var year in (int[])[2022, 2025])
            (await town.Admin.Post("tournaments/t/seasons", Given.Season(year))).Ok();
        string[] ids = [await Given.Filed(town.Ann), await Given.Filed(town.Bob), await Given.Filed(town.Ann)];
        foreach (var who in (Api[])[town.Ann, town.Bob])
            (await who.Put($"predictions/{ids[0]}/claims/1/forecast", new { probability = who == town.Ann ? 0.8 : 0.3 })).Ok();
        await town.SetClock(Given.InWindow);
        (await town.Eve.Post($"predictions/{ids[0]}/claims/1/verdicts", Given.Verdict("yes"))).Ok();
        await town.Server.UntilScored("t/2024");

        (await Walk(town.Admin, "tournaments", "slug")).ShouldBe(["a-one", "b-two", "t"]);
        (await Walk(town.Viewer, "tournaments", "slug")).ShouldBe(["t"]);
        (await Walk(town.Viewer, "tournaments/t/seasons", "year")).ShouldBe(["2025", "2024", "2022"]);
        (await Walk(town.Viewer, "tournaments/t/people", "name"))
            .Order(StringComparer.Ordinal)
            .ShouldBe(["Abe", "Ann", "Bob", "Eve", "Olga", "Rob", "Vic"]);
        (await Walk(town.Viewer, "seasons/t/2024/predictions", "id")).ShouldBe(ids.Order(StringComparer.Ordinal));
        (await Walk(town.Viewer, "seasons/t/2024/standings", "name")).ShouldBe(["Ann", "Bob"]);
    }

    private static async Task<List<string>> Walk(Api reader, string path, string member)
    {
        var (found, after) = (new List<string>(), "");
        do
        {
            var page = (await reader.Get($"{path}?limit=1{after}")).Ok();
            page["items"]!.AsArray().Count.ShouldBe(1, path);
            found.Add(page["items"]![0]![member]!.ToString());
            after = (string?)page["next"] is { } next ? "&after=" + Uri.EscapeDataString(next) : null;
        } while (after is not null && found.Count < 50);
        return found;
    }
}
