using System.Diagnostics;
using System.Net;
using System.Text.RegularExpressions;
using Forecasts.Server.Tests.Fixtures;
using Shouldly;

namespace Forecasts.Server.Tests.Accounts;

/// <summary>The organiser's page of people: found, added, given roles, removed, under the rules of the API's list.</summary>
public sealed partial class PeoplePageTests(PrivatePostgres postgres, ITestOutputHelper output)
{
    private const string Page = "/tournaments/t/people";

    [Theory]
    [InlineData("en", "What each role may do", "Reviewer")]
    [InlineData("zh-Hans", "各角色的权限", "评审员")]
    public async Task It_lists_everybody_with_their_roles_to_organisers_alone(string language, string table, string role)
    {
        await using var town = await Town.Start(postgres);
        using var olga = await Reader.SignedIn(town.Server, "Olga", language);
        var page = await olga.Page(Page);
        foreach (var shown in (string[])["Olga", "Ann", "Bob", "Eve", "Rob", "Abe", "Vic", table, role])
            page.ShouldContain(shown);
        (await Roles(town, "Eve")).ShouldBe("reviewer");
        (await olga.Page("/")).ShouldContain(Page);
        foreach (var name in (string[])["Ann", "Eve", "Abe", "Vic"])
        {
            using var other = await Reader.SignedIn(town.Server, name, language);
            using var answer = await other.Get(Page);
            answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden, name);
            (await other.Page("/")).ShouldNotContain(Page);
        }

        using var sam = await Reader.SignedIn(town.Server, "Sam", language);
        using (var hidden = await sam.Get(Page))
            hidden.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        foreach (var act in (string[])["Add", "Roles", "Remove", "Invite"])
            (await olga.SendForged(Page, act)).ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Somebody_is_added_given_other_roles_and_removed()
    {
        await using var town = await Town.Start(postgres);
        using var olga = await Reader.SignedIn(town.Server, "Olga");
        await Leads(olga, "Add", ("name", "  张 伟 "), ("roles", "analyst"));
        (await olga.Page(Page)).ShouldContain("张 伟");
        (await Roles(town, "张 伟")).ShouldBe("analyst");
        await Leads(olga, "Roles", await Row(town, olga, "张 伟", "reviewer", "viewer"));
        (await Roles(town, "张 伟")).ShouldBe("viewer reviewer");
        await Leads(olga, "Remove", await Row(town, olga, "张 伟"));
        (await Roles(town, "张 伟")).ShouldBe("");
        // Who has an account is found by the name.
        await Leads(olga, "Add", ("name", "sam"), ("roles", "viewer"));
        (await Roles(town, "Sam")).ShouldBe("viewer");
        (await town["Sam"].Get("seasons/t/2024")).Ok();
    }

    [Theory]
    [InlineData("en", "Give a name", " ", "analyst")]
    [InlineData("zh-Hans", "请填写姓名", " ", "analyst")]
    [InlineData("en", "Choose at least one role", "New", "")]
    [InlineData("zh-Hans", "请至少选择一个角色", "New", "")]
    [InlineData("en", "Choose at least one role", "New", "admin")]
    [InlineData("en", "Choose at least one role", "New", "99")]
    [InlineData("en", "looks like that of somebody else", "\u041Elga", "analyst")]
    [InlineData("zh-Hans", "看起来与另一人", "\u041Elga", "analyst")]
    [InlineData("en", "Somebody is listed twice", "Ann", "reviewer")]
    public async Task What_cannot_be_is_refused_and_what_was_typed_stays(string language, string says, string name, string role)
    {
        await using var town = await Town.Start(postgres);
        using var olga = await Reader.SignedIn(town.Server, "Olga", language);
        var before = await List(town);
        using var answer = await olga.Send(Page, "Add", ("name", name), ("roles", role));
        ((int)answer.StatusCode).ShouldBeInRange(409, 422);
        WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync()).ShouldContain(says);
        (await List(town)).ShouldBe(before);
    }

    [Fact]
    public async Task Of_two_organisers_at_once_neither_loses_what_the_other_did()
    {
        await using var town = await Town.Start(postgres);
        await town.Server.As("Otto", RoleName.Organiser);
        using var olga = await Reader.SignedIn(town.Server, "Olga");
        using var otto = await Reader.SignedIn(town.Server, "Otto");
        var (ofAnn, ofBob) = (await Row(town, olga, "Ann", "analyst", "reviewer"), await Row(town, otto, "Bob", "viewer"));
        var answers = await Task.WhenAll(olga.Send(Page, "Roles", ofAnn), otto.Send(Page, "Roles", ofBob));
        answers.Select(a => (int)a.StatusCode).Order().ShouldBe([302, 412]);
        var done = answers[0].StatusCode == HttpStatusCode.Redirect ? "Ann" : "Bob";
        (await Roles(town, "Ann")).ShouldBe(done == "Ann" ? "analyst reviewer" : "analyst");
        (await Roles(town, "Bob")).ShouldBe(done == "Bob" ? "viewer" : "analyst");

        // Adding takes nothing from anybody, so everybody is added.
        var added = await Task.WhenAll(
            Enumerable.Range(0, 10).Select(i => (i % 2 == 0 ? olga : otto).Send(Page, "Add", ("name", $"New {i}"), ("roles", "analyst")))
        );
        added.ShouldAllBe(a => a.StatusCode == HttpStatusCode.Redirect);
        foreach (var answer in answers.Concat(added))
            answer.Dispose();
        (await List(town)).Split("New ").Length.ShouldBe(11);
    }

    [Fact]
    public async Task The_page_and_the_list_of_the_api_know_of_each_other()
    {
        await using var town = await Town.Start(postgres);
        using var olga = await Reader.SignedIn(town.Server, "Olga");
        var row = await Row(town, olga, "Ann", "viewer");
        var tag = (await town.Organiser.Get("tournaments/t/people")).Tag;
        (
            await town.Organiser.Put("tournaments/t/people", (object[])[Town.Role("Olga", "organiser"), Town.Role("Ann", "analyst")], tag)
        ).Ok();
        using (var stale = await olga.Send(Page, "Roles", row))
            stale.StatusCode.ShouldBe(HttpStatusCode.PreconditionFailed);
        await Leads(olga, "Roles", await Row(town, olga, "Ann", "viewer"));
        (await town.Organiser.Put("tournaments/t/people", (object[])[Town.Role("Olga", "organiser")], tag)).ShouldBeRefused(
            412,
            "version.stale"
        );
        using (var own = await olga.Send(Page, "Remove", await Row(town, olga, "Olga")))
            own.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        using (var unknown = await olga.Send(Page, "Roles", ("person", "nobody"), ("version", await Version(olga)), ("roles", "viewer")))
            unknown.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_hundred_people_are_put_listed_paged_and_found()
    {
        await using var town = await Town.Start(postgres);
        object[] people =
        [
            Town.Role("Olga", "organiser"),
            .. Enumerable.Range(0, 120).Select(i => Town.Role($"Person {i:000}", "analyst")),
        ];
        using var olga = await Reader.SignedIn(town.Server, "Olga");
        for (var round = 0; round < 3; round++)
        {
            var clock = Stopwatch.StartNew();
            (await town.Organiser.Put("tournaments/t/people", people)).Ok();
            output.WriteLine($"put 121 people: {clock.ElapsedMilliseconds} ms");
            clock.Restart();
            await olga.Page(Page);
            output.WriteLine($"list: {clock.ElapsedMilliseconds} ms");
            clock.Restart();
            await olga.Page(Page + "?q=person+07");
            output.WriteLine($"search: {clock.ElapsedMilliseconds} ms");
        }

        var seen = new List<string>();
        for (var next = Page; next is not null; )
        {
            var page = await olga.Page(next);
            seen.AddRange(Legend().Matches(page).Select(m => m.Groups["name"].Value));
            next = More().Match(page) is { Success: true } more ? Page + WebUtility.HtmlDecode(more.Groups["query"].Value) : null;
        }

        seen.Count.ShouldBe(121);
        seen.ShouldBe(seen.Distinct());
        Legend().Count(await olga.Page(Page + "?q=PERSON+07")).ShouldBe(10);
        Legend().Count(await olga.Page(Page + "?q=nobody")).ShouldBe(0);
        using var cursor = await olga.Get(Page + "?after=zzz");
        cursor.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public void The_table_of_rights_says_what_the_permissions_are() =>
        string.Join('\n', Members().Select(r => $"{r}: {string.Join(' ', Enum.GetValues<Right>().Where(a => Rights.May(r, a)))}"))
            .ShouldBe(
                """
                Viewer: Read
                Analyst: Read Predict Forecast Attach Import
                Reviewer: Read Attach Judge
                Adjudicator: Read
                Organiser: Read Predict Attach Import Organise
                """
            );

    private static IReadOnlyList<RoleName> Members() => Features.Accounts.Members.Roles;

    private static async Task Leads(Reader reader, string handler, params (string, string)[] fields)
    {
        using var answer = await reader.Send(Page, handler, fields);
        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>What the form of that person sends.</summary>
    private static async Task<(string, string)[]> Row(Town town, Reader reader, string name, params string[] roles) =>
        [("person", await town.IdOf(name)), ("version", await Version(reader)), .. roles.Select(r => ("roles", r))];

    private static async Task<string> Version(Reader reader) =>
        WebUtility.HtmlDecode(Tag().Match(await reader.Page(Page)).Groups["version"].Value);

    private static async Task<string> Roles(Town town, string name) =>
        (await town.Admin.Get("tournaments/t/people?limit=200")).Ok()["items"]!
            .AsArray()
            .Where(p => (string)p!["name"]! == name)
            .Select(p => string.Join(' ', p!["roles"]!.AsArray().Select(r => (string)r!)))
            .SingleOrDefault()
        ?? "";

    private static async Task<string> List(Town town) =>
        (await town.Admin.Get("tournaments/t/people?limit=200")).Ok()["items"]!.ToJsonString();

    [GeneratedRegex("name=\"version\" value=\"(?<version>[^\"]+)\"", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Tag();

    [GeneratedRegex("<legend>(?<name>(Person \\d+|Olga))\\b", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Legend();

    [GeneratedRegex("href=\"(?<query>\\?after=[^\"]+)\"", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex More();
}
