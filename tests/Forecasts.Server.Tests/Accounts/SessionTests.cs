using System.Net;
using Forecasts.Server.Features.Accounts;
using Forecasts.Server.Setup.Commands;
using Forecasts.Server.Tests.Fixtures;
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

    private static async Task<bool> IsIn(Reader reader)
    {
        using var answer = await reader.Get("/imports");
        return answer.StatusCode == HttpStatusCode.OK;
    }

    private static Task<int> Run(Town town, string verb)
    {
        string[] roles = verb == "tokens create" ? ["--roles", "viewer"] : [];
        var database = "--ConnectionStrings:Forecasts=" + town.Server.Settings.ConnectionString;
        return ServerCommands.Invoke([.. verb.Split(' '), "--user", "ann", .. roles, database], TextWriter.Null);
    }
}
