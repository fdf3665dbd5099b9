using Forecasts.Server.Tests.Fixtures;
using Forecasts.Server.Tests.Imports;
using Shouldly;

namespace Forecasts.Server.Tests.Accounts;

/// <summary>Nobody passes for somebody else by a name that looks the same.</summary>
public sealed class NameTests(Town town) : IClassFixture<Town>
{
    [Theory]
    [InlineData("Olg\u0430")]
    [InlineData("\u041Elga")]
    [InlineData("\u039Flga")]
    [InlineData("\uFF2Flga")]
    [InlineData("Ol\u200Dga")]
    [InlineData("O\uFE0Flga")]
    public async Task A_name_that_looks_like_somebody_s_is_refused_on_every_road(string name)
    {
        var people = (await town.Admin.Get("tournaments/t/people?limit=200")).Ok()["items"]!
            .AsArray()
            .Select(p => (object)new { name = (string)p!["name"]!, roles = p["roles"]!.AsArray().Select(r => (string)r!).ToArray() });
        await town.Refuses(
            409,
            "people.look-alike",
            () => town.Admin.Put("tournaments/t/people", people.Append(Town.Role(name, "viewer")))
        );
        var told = await town.Admin.Import(Files.ForecastsHeader + Files.Forecast("p", name, "2024-02-01", "0.5"), "?createAnalysts=true");
        (await town.Admin.Refused(told)).ShouldBe(["2 people.look-alike"]);
    }

    [Theory]
    [InlineData("New\u200Bcomer")]
    [InlineData("\u202EAnnika")]
    [InlineData("Ann\u2066ika")]
    [InlineData("\uFEFFAnnika")]
    [InlineData("\u3164\u3164")]
    public async Task What_is_not_seen_has_no_place_in_a_name(string name)
    {
        (
            await town.Admin.Put("tournaments/t/people", (object[])[Town.Role("Olga", "organiser"), Town.Role(name, "viewer")])
        ).ShouldBeRefused(422, "people.name-unseen");
        var told = await town.Admin.Import(Files.ForecastsHeader + Files.Forecast("p", name, "2024-02-01", "0.5"), "?createAnalysts=true");
        (await town.Admin.Refused(told)).ShouldBe(["2 people.name-unseen"]);
    }

    [Fact]
    public async Task Two_new_names_of_one_list_or_file_may_not_look_alike_either()
    {
        var told = await town.Admin.Import(
            Files.ForecastsHeader
                + Files.Forecast("p", "Petra", "2024-02-01", "0.5")
                + Files.Forecast("p", "\u0420etra", "2024-02-01", "0.5"),
            "?createAnalysts=true&dryRun=true"
        );
        (await town.Admin.Refused(told)).ShouldBe(["2 prediction.unknown", "3 people.look-alike"]);
        (
            await town.Admin.Put(
                "tournaments/t/people",
                (object[])[Town.Role("Olga", "organiser"), Town.Role("Petra", "viewer"), Town.Role("\u0420etra", "viewer")]
            )
        ).ShouldBeRefused(409, "people.look-alike");
    }

    [Theory]
    [InlineData("Zoë", "Zoe")]
    [InlineData("Анна", "Anna")]
    [InlineData("张伟", "张偉")]
    [InlineData("Ian", "Lan")]
    [InlineData("user10", "userl0")]
    public void Names_that_can_be_told_apart_are_two(string one, string other) => Names.Look(one).ShouldNotBe(Names.Look(other));
}
