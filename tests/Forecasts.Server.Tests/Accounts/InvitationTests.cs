using System.Net;
using System.Text.RegularExpressions;
using Forecasts.Server.Tests.Fixtures;
using Marten;
using Shouldly;

namespace Forecasts.Server.Tests.Accounts;

/// <summary>Invitations: somebody new is in by one link, once; nobody becomes somebody else by making one.</summary>
public sealed partial class InvitationTests(PrivatePostgres postgres)
{
    private const string Page = "/tournaments/t/people";

    [Theory]
    [InlineData("en", "This invitation is for Nadia", "Analyst")]
    [InlineData("zh-Hans", "此邀请发给 Nadia", "分析员")]
    public async Task It_says_for_whom_it_is_and_lets_them_in_once(string language, string says, string role)
    {
        await using var town = await Town.Start(postgres);
        using var olga = await Reader.SignedIn(town.Server, "Olga", language);
        (await olga.Send(Page, "Add", ("name", "Nadia"), ("roles", "analyst"))).Dispose();
        var link = Link(await Invite(olga, await town.IdOf("Nadia")))!;
        using var nadia = Reader.Stranger(town.Server, language);
        for (var looked = 0; looked < 3; looked++)
        {
            var page = await nadia.Page(link);
            page.ShouldContain(says);
            page.ShouldContain(role);
        }

        (await nadia.Accept(link)).ShouldBeTrue();
        (await nadia.Page("/seasons/t/2024")).ShouldContain("t · 2024");
        using var late = Reader.Stranger(town.Server, language);
        (await late.Page(link)).ShouldNotContain("Nadia");
        (await olga.Page(Page + "?q=Nadia")).ShouldNotContain("handler=Invite", customMessage: "who has been here gets no other");
        Link(await Invite(olga, await town.IdOf("Nadia"))).ShouldBeNull();
    }

    [Fact]
    public async Task Of_twenty_who_use_it_at_once_one_gets_in()
    {
        await using var town = await Town.Start(postgres);
        using var olga = await Reader.SignedIn(town.Server, "Olga");
        (await olga.Send(Page, "Add", ("name", "Nadia"), ("roles", "analyst"))).Dispose();
        var link = Link(await Invite(olga, await town.IdOf("Nadia")))!;
        var readers = Enumerable.Range(0, 20).Select(_ => Reader.Stranger(town.Server)).ToArray();
        (await Task.WhenAll(readers.Select(r => r.Accept(link)))).Count(let => let).ShouldBe(1);
        foreach (var reader in readers)
            reader.Dispose();
    }

    [Fact]
    public async Task It_ends_after_a_fortnight_and_with_the_next_one()
    {
        await using var town = await Town.Start(postgres);
        using var olga = await Reader.SignedIn(town.Server, "Olga");
        (await olga.Send(Page, "Add", ("name", "Nadia"), ("roles", "analyst"))).Dispose();
        var id = await town.IdOf("Nadia");
        var (first, second) = (Link(await Invite(olga, id))!, Link(await Invite(olga, id))!);
        using var nadia = Reader.Stranger(town.Server);
        (await nadia.Page(first)).ShouldNotContain("Nadia");
        town.Server.SetClock(Given.MidYear.AddDays(13));
        (await nadia.Page(second)).ShouldContain("Nadia");
        town.Server.SetClock(Given.MidYear.AddDays(15));
        (await nadia.Page(second)).ShouldNotContain("Nadia");
    }

    [Fact]
    public async Task Sent_twice_at_once_the_form_is_answered_twice_with_a_link()
    {
        await using var town = await Town.Start(postgres);
        using var olga = await Reader.SignedIn(town.Server, "Olga");
        using var copy = olga.Copy();
        (await olga.Send(Page, "Add", ("name", "Nadia"), ("roles", "analyst"))).Dispose();
        var id = await town.IdOf("Nadia");
        var pages = await Task.WhenAll(Invite(olga, id), Invite(copy, id));
        pages.Select(Link).ShouldAllBe(l => l != null);
    }

    [Fact]
    public async Task Nobody_becomes_somebody_else_by_inviting_them()
    {
        await using var town = await Town.Start(postgres);
        using var olga = await Reader.SignedIn(town.Server, "Olga");
        // root is an admin, Ann has a token, Elsa belongs to another tournament, Eros holds a role everywhere and has never been here.
        (await town.Admin.Post("tournaments", new { slug = "other", name = "Other" })).Ok();
        (await town.Admin.Put("tournaments/other/people", new[] { Town.Role("Elsa", "organiser") })).Ok();
        await using (var session = town.Server.Store.LightweightSession())
        {
            session.Store(new Account(Ids.New(), "Eros", [RoleName.Admin], true, town.Server.Clock.GetUtcNow()));
            await session.SaveChangesAsync();
        }

        foreach (var name in (string[])["root", "Elsa", "Eros"])
            (await olga.Send(Page, "Add", ("name", name), ("roles", "viewer"))).Dispose();
        foreach (var name in (string[])["root", "Ann", "Elsa", "Eros"])
        {
            var id = await town.IdOf(name);
            Link(await Invite(olga, id)).ShouldBeNull(name);
            (
                await town.Server.Scalar<long>($"select count(*) from forecasts.mt_doc_signinlink where data ->> 'account' = '{id}'")
            ).ShouldBe(0, name);
        }

        Link(await Invite(olga, "nobody")).ShouldBeNull();
        using var ann = await Reader.SignedIn(town.Server, "Ann");
        using var forbidden = await ann.Send("/", Page + "?handler=Invite", ("person", await town.IdOf("Vic")));
        forbidden.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    private static async Task<string> Invite(Reader organiser, string person)
    {
        using var answer = await organiser.Send(Page, "Invite", ("person", person));
        ((int)answer.StatusCode).ShouldBeLessThan(500);
        return await answer.Content.ReadAsStringAsync();
    }

    private static string? Link(string page) => Path().Match(page) is { Success: true } found ? found.Groups["path"].Value : null;

    [GeneratedRegex("http://[^/<]+(?<path>/invitation/[A-Za-z0-9_-]{43})", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Path();
}
