using Forecasts.Server.Features.Accounts;
using Forecasts.Server.Setup.Commands;
using Forecasts.Server.Tests.Fixtures;
using Marten;
using Shouldly;

namespace Forecasts.Server.Tests.Accounts;

/// <summary>How a session ends, wherever its cookie was copied to; and the admin's first link.</summary>
public sealed class SessionTests(PrivatePostgres postgres)
{
    [Fact]
    public async Task Signing_out_ends_the_copies_of_the_cookie_and_no_other_session()
    {
        await using var town = await Town.Start(postgres);
        using var ann = await Reader.SignedIn(town.Server, "Ann");
        using var copy = ann.Copy();
        using var phone = await Reader.SignedIn(town.Server, "Ann");
        (await IsIn(copy)).ShouldBeTrue();
        using (await ann.Send("/", "/sign-out"))
            (await IsIn(ann)).ShouldBeFalse();
        (await IsIn(copy)).ShouldBeFalse();
        (await IsIn(phone)).ShouldBeTrue();
    }

    [Fact]
    public async Task Who_is_signed_out_or_shut_is_out_everywhere_and_gets_in_again_only_when_opened()
    {
        await using var town = await Town.Start(postgres);
        using var first = await Reader.SignedIn(town.Server, "Ann");
        using var second = await Reader.SignedIn(town.Server, "Ann");
        await Run(town, "accounts sign-out");
        (await IsIn(first)).ShouldBeFalse();
        (await IsIn(second)).ShouldBeFalse();
        (await town.Ann.Get("tournaments")).Ok();

        using var third = await Reader.SignedIn(town.Server, "Ann");
        await Run(town, "accounts shut");
        (await IsIn(third)).ShouldBeFalse();
        (await town.Ann.Get("tournaments")).Code.ShouldBe(401);
        (await Should.ThrowAsync<StartRefused>(() => Run(town, "signin-link"))).Message.ShouldContain("accounts open");
        (await Should.ThrowAsync<StartRefused>(() => Run(town, "tokens create"))).Message.ShouldContain("accounts open");
        await Run(town, "accounts open");
        (await town.Ann.Get("tournaments")).Code.ShouldBe(401, "what was revoked stays so");
        using var fourth = await Reader.SignedIn(town.Server, "Ann");
        (await IsIn(fourth)).ShouldBeTrue();
    }

    [Fact]
    public async Task Of_twenty_who_use_one_link_at_once_one_gets_in()
    {
        await using var town = await Town.Start(postgres);
        await using var session = town.Server.Store.LightweightSession();
        var link = await AccountCommands.LinkFor(session, "Ann", town.Server.Clock.GetUtcNow());
        var readers = Enumerable.Range(0, 20).Select(_ => Reader.Stranger(town.Server)).ToList();
        (await Task.WhenAll(readers.Select(r => r.SignIn(link)))).Count(isIn => isIn).ShouldBe(1);
        (await Task.WhenAll(readers.Select(IsIn))).Count(isIn => isIn).ShouldBe(1);
        readers.ForEach(r => r.Dispose());
    }

    [Fact]
    public async Task Who_is_rescued_chooses_a_new_password_and_what_was_open_before_has_ended()
    {
        await using var town = await Town.Start(postgres);
        using var before = await Reader.SignedIn(town.Server, "Ann");
        (await before.Choose("grey heron 41")).Dispose();
        using var reader = Reader.Stranger(town.Server);
        for (var i = 0; i < 5; i++)
            (await reader.GetsIn("Ann", "forgotten")).ShouldBeFalse();
        using var said = new StringWriter { NewLine = "\n" };
        await ServerCommands.Invoke(
            ["accounts", "rescue", "ann", "--urls=http://x.test", "--ConnectionStrings:Forecasts=" + town.Server.Settings.ConnectionString],
            said
        );
        said.ToString().ShouldStartWith("http://x.test/sign-in/");
        (await IsIn(before)).ShouldBeTrue("a link that nobody has used changes nothing");

        (await reader.SignIn(said.ToString()["http://x.test".Length..].Trim())).ShouldBeTrue();
        (await IsIn(before)).ShouldBeFalse();
        using var other = Reader.Stranger(town.Server);
        (await other.GetsIn("Ann", "grey heron 41")).ShouldBeFalse();
        (await reader.Page("/account/password")).ShouldNotContain("name=\"old\"");
        (await reader.Choose("white stork 53")).Dispose();
        (await other.GetsIn("Ann", "white stork 53")).ShouldBeTrue();
    }

    [Fact]
    public async Task Everybody_sees_where_they_are_signed_in_and_ends_their_own_sessions_alone()
    {
        await using var town = await Town.Start(postgres);
        using var bob = await Reader.SignedIn(town.Server, "Bob");
        using var ann = await Reader.SignedIn(town.Server, "Ann");
        using var phone = await Reader.SignedIn(town.Server, "Ann");
        using var desk = await Reader.SignedIn(town.Server, "Ann");
        var page = await ann.Page("/account");
        page.Split("name=\"browser\"").Length.ShouldBe(3, "both others");
        page.ShouldContain("This browser");
        var newest = await town.Server.Scalar<string>(
            "select id from forecasts.mt_doc_browsersession order by data ->> 'startedAt' desc limit 1"
        );
        (await bob.Send("/account", "End", ("browser", newest))).Dispose();
        (await IsIn(desk)).ShouldBeTrue("it is not Bob's");
        (await ann.Send("/account", "End", ("browser", newest))).Dispose();
        (await IsIn(desk)).ShouldBeFalse();
        (await IsIn(phone)).ShouldBeTrue();
        (await ann.Send("/account", "EndOthers")).Dispose();
        (await IsIn(phone)).ShouldBeFalse();
        (await IsIn(ann)).ShouldBeTrue();
        (await IsIn(bob)).ShouldBeTrue();
        (await ann.Page("/account")).ShouldNotContain("name=\"browser\"");
    }

    [Fact]
    public async Task When_a_browser_was_last_seen_is_kept_to_the_hour_and_brings_no_ended_session_back()
    {
        await using var town = await Town.Start(postgres);
        using var ann = await Reader.SignedIn(town.Server, "Ann");
        (await IsIn(ann)).ShouldBeTrue();
        (await Seen()).ShouldBe(0);
        town.Server.SetClock(Given.MidYear.AddHours(2));
        (await IsIn(ann)).ShouldBeTrue();
        (await Seen()).ShouldBe(1);
        (await ann.Page("/account")).ShouldContain(
            Given.MidYear.AddHours(2).ToString("yyyy-MM-dd HH:", System.Globalization.CultureInfo.InvariantCulture)
        );

        await using var session = town.Server.Store.QuerySession();
        var known = await session.Query<BrowserSession>().SingleAsync();
        (await ann.Send("/", "/sign-out")).Dispose();
        await Browsers.Saw(town.Server.Store, known, Given.MidYear.AddHours(9), CancellationToken.None);
        (await IsIn(ann)).ShouldBeFalse();

        Task<long> Seen() =>
            town.Server.Scalar<long>("select count(*) from forecasts.mt_doc_browsersession where data ->> 'seenAt' is not null");
    }

    [Fact]
    public async Task The_admin_s_link_is_made_until_an_admin_has_signed_in_and_only_the_last_one_lets_in()
    {
        await using var server = await RunningServer.Start(postgres);
        var first = (await AccountCommands.AdminLink(server.Services, CancellationToken.None))!;
        var second = (await AccountCommands.AdminLink(server.Services, CancellationToken.None))!;
        using var reader = Reader.Stranger(server);
        (await reader.SignIn(first)).ShouldBeFalse();
        (await reader.SignIn(second)).ShouldBeTrue();
        (await AccountCommands.AdminLink(server.Services, CancellationToken.None)).ShouldBeNull();
    }

    private static Task<bool> IsIn(Reader reader) => reader.IsIn();

    private static Task<int> Run(Town town, string verb)
    {
        string[] roles = verb == "tokens create" ? ["--roles", "viewer"] : [];
        var database = "--ConnectionStrings:Forecasts=" + town.Server.Settings.ConnectionString;
        return ServerCommands.Invoke([.. verb.Split(' '), "--user", "ann", .. roles, database], TextWriter.Null);
    }
}
