using Forecasts.Server.Tests.Fixtures;
using Shouldly;

namespace Forecasts.Server.Tests.Imports;

/// <summary>
/// One file makes a tournament with its seasons, people, claims, forecasts and outcomes; undoing it takes all of that away again, but for
/// what others use.
/// </summary>
public sealed class WholeTournamentTests(PrivatePostgres postgres)
{
    private const string Lists = """
        year,author,n,category,statement,probability,outcome
        2021,Ada,1,WORK,It is finished by the end of the year,80%,1
        2021,Ada,2,WORK,It is forgotten by the end of the year,20%,0
        2022,Ben,1,HOME,It is painted,0.6,1

        """;

    private const string New = "?tournament=lists&createTournament=Some%20lists&createAnalysts=true";

    [Fact]
    public async Task A_file_makes_its_tournament_once_where_an_admin_asks_for_it_by_name()
    {
        await using var town = await Town.Start(postgres);
        var before = await town.Server.Stored();
        (await town.Admin.Import(Lists, "?createTournament=Some%20lists")).ShouldBeRefused(422, "import.tournament");
        (await town.Admin.Import(Lists, "?tournament=Lists!&createTournament=x")).Problem.ShouldBe("slug.invalid");
        (await town.Admin.Import(Lists, "?tournament=lists&createTournament=%20")).Code.ShouldBe(422);
        (await town.Admin.Import(Lists, "?tournament=t&createTournament=Another%20name")).ShouldBeRefused(409, "tournament.exists");
        (await town.Organiser.Import(Lists, "?tournament=t&createTournament=x")).ShouldBeRefused(403, "access.admin");
        (await town.Admin.Import(Lists, New + "&dryRun=true")).Counts().ShouldBe("3 3 0 0 done");
        (await town.Admin.Import(Lists, "?tournament=lists&createSeasons=true&createAnalysts=true"))
            .Counts()
            .ShouldBe("3 0 0 3 done", "not silently");
        (await town.Server.Stored()).ShouldBe(before);

        (await town.Admin.Import(Lists, New)).Counts().ShouldBe("3 3 0 0 done");
        (await town.Admin.Get("tournaments")).Ok()["items"]!.AsArray().Select(t => (string)t!["name"]!).ShouldContain("Some lists");
        (await town.Admin.Get("tournaments/lists/seasons")).Ok()["items"]!
            .AsArray()
            .Select(s => (string)s!["title"]!)
            .ShouldBe(["Some lists 2021", "Some lists 2022"], ignoreOrder: true);
        var once = await town.Server.Stored();
        (await town.Admin.Import(Lists, New)).Counts().ShouldBe("3 0 3 0 done");
        (await town.Server.Stored()).ShouldBe(once);
    }

    [Fact]
    public async Task Undoing_it_leaves_nothing_and_it_may_come_again()
    {
        await using var town = await Town.Start(postgres);
        var people = await People(town);
        var import = await town.Admin.Import(Lists, New);
        (await People(town)).ShouldBe(people + 2);
        var undone = (await town.Admin.Post($"imports/{import.Ok()["id"]}/undo?wait=60", null)).Ok();
        ((string)undone["state"]!, undone["remains"]!.AsArray().Count).ShouldBe(("undone", 0));
        (await town.Admin.Get("seasons/lists/2021")).ShouldBeRefused(404, "season.unknown");
        (await town.Admin.Get("tournaments")).Ok()["items"]!.AsArray().ShouldHaveSingleItem();
        (await People(town)).ShouldBe(people);
        await town.Server.RunWindowJob();
        await town
            .Server.Services.GetService(typeof(Features.Scoring.Reconcile))
            .ShouldBeOfType<Features.Scoring.Reconcile>()
            .Run(CancellationToken.None);

        (await town.Admin.Import(Lists, New)).Counts().ShouldBe("3 3 0 0 done");
        (await town.Admin.Get("seasons/lists/2021")).Ok();
        await town.Server.UntilScored("lists/2021");
        (await town.Server.Scalar<long>("select count(*) from forecasts.scores where season = 'lists/2021'")).ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task What_others_use_remains_and_is_named()
    {
        await using var town = await Town.Start(postgres);
        var import = await town.Admin.Import(Lists, New);
        // Ada signs in from now on, and another file has a claim in the season of 2022.
        await town.Server.As("Ada", RoleName.Viewer);
        var other = Files.ClaimsHeader + "lists/2022,home,own,A title,A judgement,1,It happens.,binary,As the paper says.,2022-12-31\n";
        (await town.Admin.Import(other)).Counts().ShouldBe("1 1 0 0 done");
        var ada = await town.Server.Scalar<string>("select id from forecasts.mt_doc_account where data ->> 'name' = 'Ada'");

        var undone = (await town.Admin.Post($"imports/{import.Ok()["id"]}/undo?wait=60", null)).Ok();
        undone["remains"]!.AsArray().Select(r => (string)r!).ShouldBe(["season/lists/2022", "analyst/" + ada, "tournament/lists"]);
        (await town.Admin.Get("seasons/lists/2021")).ShouldBeRefused(404, "season.unknown");
        (await town.Admin.Get("seasons/lists/2022/predictions")).Ok()["items"]!.AsArray().ShouldHaveSingleItem();
        (await town.Server.Scalar<long>("select count(*) from forecasts.mt_doc_account where data ->> 'name' = 'Ben'")).ShouldBe(0);
        using var reader = await Reader.SignedIn(town.Server, "root");
        (await reader.Page($"/imports/{import.Body!["id"]}")).ShouldContain("lists/2022, Ada, lists");
    }

    private static Task<long> People(Town town) => town.Server.Scalar<long>("select count(*) from forecasts.mt_doc_account");
}
