using Forecasts.Server.Features.Scoring;
using Forecasts.Server.Tests.Fixtures;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;

namespace Forecasts.Server.Tests.Scoring;

public sealed class RescoreTests(PrivatePostgres postgres)
{
    private const string Wrong = "update forecasts.scores set peer = 99; select count(*) from forecasts.scores where peer = 99";

    [Fact]
    public async Task A_season_a_claim_and_everything_are_scored_anew_and_tell_how_far_it_is()
    {
        await using var server = await RunningServer.Start(postgres, now: Given.MidYear);
        var (admin, claims) = await Settled(server);
        var right = await server.Rows();

        (await server.Scalar<long>(Wrong)).ShouldBe(8); // Two claims, two analysts and two crowds.
        var asked = await admin.Post("seasons/t/2024/rescore", new { claim = claims[0] });
        asked.Code.ShouldBe(202);
        ((int)asked.Ok()["sheets"]!).ShouldBe(1);
        await Finished(admin, asked);
        (await server.Scalar<long>("select count(*) from forecasts.scores where peer = 99")).ShouldBe(
            4,
            "the other claim was not asked for"
        );

        await Finished(admin, await admin.Post("seasons/t/2024/rescore", null));
        server.ShouldHold(right, await server.Rows());

        (await server.Scalar<long>(Wrong)).ShouldBe(8);
        await Finished(admin, await admin.Post("rescores", null));
        server.ShouldHold(right, await server.Rows());

        (await server.Scalar<long>(Wrong)).ShouldBe(8);
        var command = await ServerProcess.Run("rescore", "--all", "--ConnectionStrings:Forecasts=" + server.Settings.ConnectionString);
        command.Code.ShouldBe(0, command.Output + command.Errors);
        command.Output.TrimEnd().ShouldEndWith("2 of 2 sheets");
        server.ShouldHold(right, await server.Rows());
    }

    [Fact]
    public async Task An_admin_asks_for_it_on_the_page_of_operations_once_and_sees_how_far_it_is()
    {
        await using var server = await RunningServer.Start(postgres, now: Given.MidYear);
        var (_, claims) = await Settled(server);
        var right = await server.Rows();
        (await server.Scalar<long>(Wrong)).ShouldBe(8);
        using var reader = await Reader.SignedIn(server, "root");
        foreach (var (claim, season, form, left) in new[] { (claims[0], "", "a", 4), ("", "t/2024", "b", 0) })
        {
            using var asked = await reader.Send("/operations", "Rescore", ("form", form), ("season", season), ("claim", claim));
            using var twice = await reader.Send("/operations", "Rescore", ("form", form), ("season", season), ("claim", claim));
            asked.StatusCode.ShouldBe(System.Net.HttpStatusCode.Redirect);
            var to = asked.Headers.Location!.OriginalString;
            twice.Headers.Location!.OriginalString.ShouldBe(to);
            await Until.True(
                async () =>
                {
                    using var page = await reader.Get(to);
                    var text = await page.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
                    page.Headers.Contains("Refresh")
                        .ShouldBe(text.Contains("<progress", StringComparison.Ordinal), "as long as it goes on");
                    return text.Contains(
                        left == 4 ? "Made anew: 1 of 1 score sheet," : "Made anew: 2 of 2 score sheets,",
                        StringComparison.Ordinal
                    );
                },
                "the page says that all is made anew"
            );
            (await server.Scalar<long>("select count(*) from forecasts.scores where peer = 99")).ShouldBe(left);
        }

        server.ShouldHold(right, await server.Rows());
        (await server.Scalar<long>("select count(*) from forecasts.rescores")).ShouldBe(2);
        using var wrong = await reader.Send("/operations", "Rescore", ("form", "c"), ("season", ""), ("claim", "nowhere/1"));
        wrong.StatusCode.ShouldBe(System.Net.HttpStatusCode.NotFound);
        (await wrong.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain("value=\"nowhere/1\"");
    }

    [Fact]
    public async Task A_request_whose_messages_were_lost_is_published_again()
    {
        await using var server = await RunningServer.Start(postgres, now: Given.MidYear);
        var (admin, _) = await Settled(server);
        (await server.Scalar<long>(Wrong)).ShouldBe(8);
        await server.Scalar<string>(
            "insert into forecasts.rescores (id, season, claim, asked_by, requested_at, published) values ('lost', 't/2024', null, 'x', now(), true) returning id"
        );
        ((int)(await admin.Get("rescores/lost")).Ok()["done"]!).ShouldBe(0);
        await server.Services.GetRequiredService<Reconcile>().Run(CancellationToken.None);
        await Finished(admin, await admin.Get("rescores/lost"));
        (await server.Scalar<long>("select count(*) from forecasts.scores where peer = 99")).ShouldBe(0);
    }

    [Fact]
    public async Task A_crowd_that_an_earlier_version_made_is_made_anew_by_the_reconcile_job()
    {
        await using var server = await RunningServer.Start(postgres, now: Given.MidYear);
        var (admin, _) = await Settled(server);
        await Until.True(async () => await server.Scalar<long>("select count(*) from forecasts.crowd_series") == 2, "the crowds are there");
        var right = await server.Scalar<string>("select string_agg(points::text, ';' order by claim) from forecasts.crowd_series");
        await server.Scalar<long>("update forecasts.crowd_series set points = '[]', version = 0; select 0::bigint");
        ((int)(await admin.Get("operations")).Ok()["behind"]!["crowds"]!).ShouldBe(2);
        await server.Services.GetRequiredService<Reconcile>().Run(CancellationToken.None);
        await Until.True(
            async () =>
                await server.Scalar<string>("select string_agg(points::text, ';' order by claim) from forecasts.crowd_series") == right,
            "the crowds are as before"
        );
        (await server.Scalar<long>("select count(*) from forecasts.crowd_series where version = 1")).ShouldBe(2);
    }

    [Fact]
    public async Task Who_does_not_organise_and_what_does_not_exist_is_refused()
    {
        await using var town = await Town.Start(postgres);
        (await town.Ann.Post("seasons/t/2024/rescore", null)).ShouldBeRefused(403, "access.role");
        (await town.Organiser.Post("rescores", null)).ShouldBeRefused(403, "access.admin");
        (await town.Organiser.Post("seasons/t/2024/rescore", new { claim = "nowhere/1" })).ShouldBeRefused(404, "claim.unknown");
        var asked = (await town.Organiser.Post("seasons/t/2024/rescore", null, "key")).Ok();
        ((string)(await town.Organiser.Post("seasons/t/2024/rescore", null, "key")).Ok()["id"]!).ShouldBe((string)asked["id"]!);
        (await town.Ann.Get($"rescores/{asked["id"]}")).ShouldBeRefused(404, "rescore.unknown");
        (await town.Organiser.Get($"rescores/{asked["id"]}")).Ok();
        (
            await ServerProcess.Run("rescore", "--ConnectionStrings:Forecasts=" + town.Server.Settings.ConnectionString)
        ).ShouldBeOneSentenceNaming("--season", "--all");
    }

    private static async Task<(Api Admin, List<string> Claims)> Settled(RunningServer server)
    {
        var admin = await Given.Tournament(server);
        var (ann, bob, judge) = (
            await server.As("Ann", RoleName.Analyst),
            await server.As("Bob", RoleName.Analyst),
            await server.As("Judge", RoleName.Reviewer)
        );
        var author = await server.As("Author", RoleName.Analyst);
        var claims = new List<string>();
        for (var i = 0; i < 2; i++)
        {
            var id = await Given.Filed(author);
            (await ann.Put($"predictions/{id}/claims/1/forecast", new { probability = 0.7 })).Ok();
            (await bob.Put($"predictions/{id}/claims/1/forecast", new { probability = 0.2 })).Ok();
            claims.Add(id + "/1");
        }

        server.SetClock(Given.InWindow);
        foreach (var claim in claims)
            (await judge.Post($"predictions/{claim.Split('/')[0]}/claims/1/verdicts", Given.Verdict("yes"))).Ok();
        await server.UntilUpToDate();
        return (admin, claims);
    }

    private static Task Finished(Api reader, Answer asked) =>
        Until.True(
            async () =>
            {
                var view = (await reader.Get($"rescores/{asked.Ok()["id"]}")).Ok();
                return (bool)view["finished"]! && (int)view["done"]! == (int)view["sheets"]!;
            },
            "everything is scored anew"
        );
}
