using System.Net;
using Forecasts.Server.Features.Operations;
using Forecasts.Server.Tests.Fixtures;
using MassTransit;
using Shouldly;

namespace Forecasts.Server.Tests.Operations;

/// <summary>Operations where messages stay inside the process; who may see them, and what they say of the installation.</summary>
public sealed class OperationsPageTests(Town town) : IClassFixture<Town>
{
    private const string Queue = "operations/errors/forecasts-score-claim";

    public static TheoryData<string> Routes =>
        [
            "GET operations",
            "GET operations/discarded",
            $"GET {Queue}",
            $"GET {Queue}/x",
            $"POST {Queue}/replay",
            $"POST {Queue}/x/replay",
            $"POST {Queue}/discard",
            $"POST {Queue}/x/discard",
        ];

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task Only_an_admin_is_answered(string route)
    {
        var (method, path) = (new HttpMethod(route.Split(' ')[0]), route.Split(' ')[1]);
        var body = path.EndsWith("discard", StringComparison.Ordinal) ? new { reason = "Because." } : null;
        foreach (var name in (string[])["Olga", "Ann", "Eve", "Abe", "Vic", "Sam"])
            (await town[name].Send(method, path, body)).ShouldBeRefused(403, "access.admin");
        (await town.Server.Anonymous().Send(method, path, body)).ShouldBeRefused(401, "token.missing");
        var answer = await town.Admin.Send(method, path, body);
        if (path.Contains("errors", StringComparison.Ordinal))
            answer.ShouldBeRefused(404, "queue.unknown");
        else
            answer.Ok();
    }

    [Fact]
    public async Task The_glance_tells_how_far_the_scores_have_followed_the_events()
    {
        await Until.True(
            async () =>
            {
                var seen = (await town.Admin.Get("operations")).Ok();
                return (long)seen["events"]! > 0
                    && seen["followers"]!
                        .AsArray()
                        .Any(f =>
                            ((string)f!["name"]!).StartsWith("Scoring", StringComparison.Ordinal)
                            && (long)f["sequence"]! >= (long)seen["events"]!
                        )
                    && seen["jobs"]!.AsArray().Count == 2;
            },
            "the subscription has caught up and the jobs are registered"
        );
        var view = (await town.Admin.Get("operations")).Ok();
        view["problems"]!.AsArray().ShouldBeEmpty();
        Math.Abs((double)view["clockDifference"]!).ShouldBeLessThan(2);
        view["jobs"]!.AsArray().Select(j => (string)j!["name"]!).ShouldBe(["reconcile", "resolution-window"]);
        ((bool)view["broker"]!).ShouldBeFalse();
        view["behind"]!["sheets"]!.GetValue<int>().ShouldBe(0);
    }

    [Theory]
    [InlineData("en", "there are no queues", "From events to scores")]
    [InlineData("zh-Hans", "没有队列", "从事件到评分")]
    public async Task The_page_says_in_either_language_that_there_are_no_queues(string language, params string[] says)
    {
        using var reader = await Reader.SignedIn(town.Server, "root", language);
        var page = await reader.Page("/operations");
        foreach (var text in says)
            page.ShouldContain(text);
        page.ShouldNotContain("<script");
    }

    [Fact]
    public async Task The_page_and_the_schedules_own_pages_are_for_admins_and_keep_the_strict_policy()
    {
        using var ann = await Reader.SignedIn(town.Server, "Ann");
        (await ann.Page("/")).ShouldNotContain("/operations");
        using var root = await Reader.SignedIn(town.Server, "root");
        (await root.Page("/")).ShouldContain("/operations");
        foreach (var address in (string[])["/operations", "/operations/jobs", "/operations/jobs/recurring"])
        {
            using var refused = await ann.Get(address);
            refused.StatusCode.ShouldBe(HttpStatusCode.Forbidden, address);
            using var seen = await root.Get(address);
            seen.StatusCode.ShouldBe(HttpStatusCode.OK, address);
            seen.Headers.GetValues("Content-Security-Policy").ShouldHaveSingleItem().ShouldContain("script-src 'self';");
            using var stranger = Reader.Stranger(town.Server);
            using var asked = await stranger.Get(address);
            asked.StatusCode.ShouldBe(HttpStatusCode.Redirect, address);
        }

        (await root.Page("/operations/jobs/recurring"))
            .Split("<script")
            .Skip(1)
            .ShouldAllBe(s => s.StartsWith(" src=", StringComparison.Ordinal), "the strict policy runs no script within the page");
        (await root.SendForged("/operations", "Replay")).ShouldBe(HttpStatusCode.BadRequest);
        foreach (var handler in (string[])["Replay", "Discard", "Rescore"])
        {
            using var forbidden = await ann.Send("/", "/operations?handler=" + handler);
            forbidden.StatusCode.ShouldBe(HttpStatusCode.Forbidden, handler);
        }

        using var nothing = await root.Send("/operations", "Replay", ("queue", "forecasts-score-claim"), ("message", "x"));
        nothing.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public void Every_queue_of_a_consumer_is_looked_after()
    {
        var names = typeof(ErrorQueues)
            .Assembly.GetTypes()
            .Where(t => !t.IsAbstract && t.IsAssignableTo(typeof(IConsumerDefinition)))
            .Select(t => ((IConsumerDefinition)Activator.CreateInstance(t)!).GetEndpointName(DefaultEndpointNameFormatter.Instance));
        ErrorQueues.Queues.ShouldBe(names, ignoreOrder: true);
    }
}
