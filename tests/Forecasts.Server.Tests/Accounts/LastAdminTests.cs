using Forecasts.Server.Features.Accounts;
using Forecasts.Server.Setup.Commands;
using Forecasts.Server.Tests.Fixtures;
using Shouldly;

namespace Forecasts.Server.Tests.Accounts;

/// <summary>There is always an admin who can sign in.</summary>
public sealed class LastAdminTests(PrivatePostgres postgres)
{
    [Theory]
    [InlineData("accounts shut root")]
    [InlineData("accounts roles root --roles none")]
    [InlineData("accounts roles ROOT --roles organiser,analyst")]
    public async Task The_last_admin_stays_one(string words)
    {
        await using var server = await RunningServer.Start(postgres);
        var root = await server.As("root", RoleName.Admin);
        await server.As("Shut", RoleName.Admin);
        await Run(server, "accounts shut Shut");
        (await Should.ThrowAsync<StartRefused>(() => Run(server, words))).Message.ShouldContain("last admin");
        (await root.Get("operations")).Ok();

        await server.As("Second", RoleName.Admin);
        await Run(server, words);
        (await root.Get("operations")).Code.ShouldBeOneOf([401, 403]);
    }

    [Fact]
    public async Task Roles_everywhere_are_given_in_place_of_the_ones_before()
    {
        await using var server = await RunningServer.Start(postgres);
        await server.As("root", RoleName.Admin);
        var ann = await server.As("Ann", RoleName.Viewer);
        (await ann.Post("tournaments", new { slug = "a", name = "A" })).ShouldBeRefused(403, "access.admin");
        await Run(server, "accounts roles ann --roles admin,analyst");
        (await ann.Post("tournaments", new { slug = "a", name = "A" })).Ok();
        await Run(server, "accounts roles Ann --roles none");
        (await ann.Get("tournaments")).Ok()["items"]!.AsArray().ShouldBeEmpty();
        (await Should.ThrowAsync<StartRefused>(() => Run(server, "accounts roles Ann --roles king"))).Message.ShouldContain("'king'");
        (await Should.ThrowAsync<StartRefused>(() => Run(server, "accounts roles Nobody --roles viewer"))).Message.ShouldContain(
            "'Nobody'"
        );
    }

    [Fact]
    public async Task Of_two_admins_who_take_each_other_s_role_at_once_one_stays()
    {
        for (var round = 0; round < 5; round++)
        {
            await using var server = await RunningServer.Start(postgres);
            await server.As("One", RoleName.Admin);
            await server.As("Two", RoleName.Admin);
            var outcomes = await Task.WhenAll(
                ((string[])["One", "Two"]).Select(async name =>
                {
                    try
                    {
                        return await Run(server, $"accounts roles {name} --roles viewer") == 0;
                    }
                    catch (StartRefused)
                    {
                        return false;
                    }
                })
            );
            outcomes.Count(done => done).ShouldBe(1);
            await using var session = server.Store.QuerySession();
            (await Admins.Of(session, CancellationToken.None)).Count.ShouldBe(1);
        }
    }

    private static Task<int> Run(RunningServer server, string words) =>
        ServerCommands.Invoke([.. words.Split(' '), "--ConnectionStrings:Forecasts=" + server.Settings.ConnectionString], TextWriter.Null);
}
