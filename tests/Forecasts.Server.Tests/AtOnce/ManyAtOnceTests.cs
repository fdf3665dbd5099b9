using Forecasts.Server.Tests.Fixtures;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;

namespace Forecasts.Server.Tests.AtOnce;

/// <summary>Every route that changes something, called by two and by thirty clients that a barrier releases together.</summary>
public sealed class ManyAtOnceTests(PrivatePostgres postgres)
{
    public static TheoryData<string, int, bool> Calls()
    {
        var calls = new TheoryData<string, int, bool>();
        foreach (var act in Act.All)
        foreach (var clients in (int[])[2, 30])
        foreach (var old in (bool[])[false, true])
            calls.Add(act.Route, clients, old);
        return calls;
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task Nothing_is_lost_and_nothing_is_doubled(string route, int clients, bool old)
    {
        var act = Act.All.Single(a => a.Route == route);
        await using var town = await Town.Start(postgres);
        var callers = await Callers(town, clients);
        // Of what each does once for all, the callers are different people, or one person who clicks twice.
        var path = await act.Prepare(new(town, callers[0]));
        // On an old stream each of them has done the same before, with other words.
        if (old)
            foreach (var (api, i) in callers.Select((api, i) => (api, (i + 1) % clients)))
                await api.Send(new(route.Split(' ')[0]), path, act.Body(i));
        var before = act.Counted is null ? 0 : await town.Server.Scalar<long>(act.Counted);
        var answers = await AtOnce(callers, (api, i) => api.Send(new(route.Split(' ')[0]), path, act.Body(i)));
        foreach (var answer in answers)
            answer.Code.ShouldBeLessThan(500, $"{route}: {answer.Body?.ToJsonString()}");
        if (!old)
            answers.ShouldContain(a => a.Code < 300, $"{route}: {answers[0].Body?.ToJsonString()}");
        if (act.Counted is null)
            return;
        var took = answers.Count(a =>
            a.Code is 201 || (a.Code < 300 && (bool?)a.Body?["changed"] != false && route.Split(' ')[0] != "POST")
        );
        var effects = await town.Server.Scalar<long>(act.Counted) - before;
        effects.ShouldBe(old ? took : Math.Max(took, 1), $"{route}: {string.Join(' ', answers.Select(a => a.Code))}");
    }

    [Theory]
    [InlineData(2)]
    [InlineData(30)]
    public async Task Of_one_analyst_every_forecast_is_taken(int clients)
    {
        await using var town = await Town.Start(postgres);
        var path = $"predictions/{await Given.Filed(town.Ann)}/claims/1/forecast";
        var answers = await AtOnce(
            [.. Enumerable.Repeat(town.Bob, clients)],
            (api, i) => api.Put(path, new { probability = 0.1 + (0.02 * i) })
        );
        answers.ShouldAllBe(a => a.Code == 200, string.Join(' ', answers.Select(a => a.Code)));
        (await town.Server.Scalar<long>("select count(*) from forecasts.forecast_intervals")).ShouldBe(clients);
        answers.Select(a => a.Tag).Distinct().Count().ShouldBe(clients, "each has its version");
    }

    [Fact]
    public async Task Two_first_verdicts_settle_their_claim()
    {
        await using var town = await Town.Start(postgres, Given.Season(reviewers: 2));
        var rounds = Soak.Times("FORECASTS_SOAK_VERDICTS", 20);
        var claims = new System.Collections.Concurrent.ConcurrentBag<string>();
        await Parallel.ForAsync(
            0,
            rounds,
            new ParallelOptions { MaxDegreeOfParallelism = 8 },
            async (_, _) => claims.Add(await Given.Filed(town.Ann))
        );
        await town.SetClock(Given.InWindow);
        foreach (var id in claims)
        {
            var answers = await AtOnce(
                [town.Eve, town.Rob],
                (api, _) => api.Post($"predictions/{id}/claims/1/verdicts", Given.Verdict("yes"))
            );
            answers.ShouldAllBe(a => a.Code < 300, string.Join(' ', answers.Select(a => a.Body?.ToJsonString())));
        }

        (await town.Server.Scalar<long>("select count(*) from forecasts.claims where status = 'settled'")).ShouldBe(rounds);
    }

    [Fact]
    public async Task A_list_of_people_is_somebodys_whole_list()
    {
        await using var town = await Town.Start(postgres);
        var answers = await AtOnce(
            [.. Enumerable.Repeat(town.Organiser, 8)],
            (api, i) =>
                api.Put(
                    "tournaments/t/people",
                    new[] { Town.Role("Olga", "organiser"), Town.Role($"New {i}", "analyst"), Town.Role("Shared", "viewer") }
                )
        );
        answers.ShouldAllBe(a => a.Code == 200, string.Join(' ', answers.Select(a => a.Body?.ToJsonString())));
        var people = (await town.Organiser.Get("tournaments/t/people")).Ok()["items"]!.AsArray();
        people.Select(p => (string)p!["name"]!).Count(n => n.StartsWith("New ", StringComparison.Ordinal)).ShouldBe(1);
        people.Count.ShouldBe(3);
        (await town.Server.Scalar<long>("select count(*) from forecasts.mt_doc_account where data ->> 'name' = 'Shared'")).ShouldBe(1);
    }

    [Fact]
    public async Task A_list_of_people_is_put_over_the_version_that_was_read()
    {
        await using var town = await Town.Start(postgres);
        var read = (await town.Organiser.Get("tournaments/t/people")).Tag;
        object[] list = [Town.Role("Olga", "organiser")];
        var first = await town.Organiser.Put("tournaments/t/people", list, read);
        first.Ok();
        await town.Refuses(412, "version.stale", () => town.Organiser.Put("tournaments/t/people", list, read));
        (await town.Organiser.Put("tournaments/t/people", list, first.Tag)).Ok();
        var olga = await town.IdOf("Olga");
        await town.Refuses(
            422,
            "people.twice",
            () =>
                town.Organiser.Put(
                    "tournaments/t/people",
                    (object[])
                        [
                            .. list,
                            new
                            {
                                name = "Another",
                                analyst = olga,
                                roles = new[] { "viewer" },
                            },
                        ]
                )
        );
    }

    [Fact]
    public async Task Every_route_that_changes_something_is_in_the_table()
    {
        await using var town = await Town.Start(postgres);
        var routes = town
            .Server.Services.GetRequiredService<EndpointDataSource>()
            .Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.RoutePattern.RawText!.StartsWith("/api/", StringComparison.Ordinal))
            .SelectMany(
                e => e.Metadata.OfType<HttpMethodMetadata>().SelectMany(m => m.HttpMethods),
                (e, m) => $"{m} {e.RoutePattern.RawText![5..]}"
            )
            .Where(r => !r.StartsWith("GET ", StringComparison.Ordinal));
        routes.Order().ShouldBe(Act.All.Select(a => a.Route).Concat(Act.Elsewhere.Keys).Order());
    }

    /// <summary>Analysts, reviewers and organisers everywhere.</summary>
    private static async Task<Api[]> Callers(Town town, int count)
    {
        var callers = new Api[count];
        for (var i = 0; i < count; i++)
            callers[i] = await town.Server.As($"Caller {i}", RoleName.Analyst, RoleName.Reviewer, RoleName.Organiser, RoleName.Admin);
        return callers;
    }

    private static async Task<Answer[]> AtOnce(Api[] callers, Func<Api, int, Task<Answer>> call)
    {
        var barrier = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var calls = callers
            .Select(
                async (api, i) =>
                {
                    await barrier.Task;
                    return await call(api, i);
                }
            )
            .ToArray();
        barrier.SetResult();
        return await Task.WhenAll(calls);
    }
}
