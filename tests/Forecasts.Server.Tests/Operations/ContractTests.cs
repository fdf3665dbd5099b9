using System.Text.Json.Nodes;
using Forecasts.Server.Tests.Fixtures;
using Shouldly;

namespace Forecasts.Server.Tests.Operations;

/// <summary>A walk through a year over every address: each answer is what the API's description says, no more and no less.</summary>
public sealed class ContractTests(PrivatePostgres postgres)
{
    private const string S = "/api/seasons/{t}/{y}";
    private const string P = "/api/predictions/{id}";
    private const string C = P + "/claims/{n}";
    private const string Season = "seasons/ai-trends/2024";

    [Fact]
    public async Task Every_answer_of_a_year_is_as_described()
    {
        await using var server = await RunningServer.Start(postgres, now: Given.MidYear);
        var said = await Contract.Of(server);
        var root = await server.As("root", RoleName.Admin);
        var (zoe, rob, olga, bob) = (
            await server.As("Zoe"),
            await server.As("Rob"),
            await server.As("Olga"),
            await server.As("Bob", RoleName.Analyst)
        );
        Task<Answer> Example(Api who, string operation, string path, string? ifMatch = null, string? key = null) =>
            said.Ask(who, operation, path, said.Example(operation), ifMatch, key);

        // Planning, by the examples of the document itself.
        for (var twice = 0; twice < 2; twice++)
            (await Example(root, "POST /api/tournaments", "tournaments")).Ok();
        await Example(root, "PUT /api/tournaments/{t}/people", "tournaments/ai-trends/people");
        for (var twice = 0; twice < 2; twice++)
            (await Example(olga, "POST /api/tournaments/{t}/seasons", "tournaments/ai-trends/seasons")).Ok();
        var season = await said.Ask(zoe, $"GET {S}", Season);
        (await Example(olga, $"PUT {S}/calendar", $"{Season}/calendar", season.Tag)).Ok();
        (await Example(olga, $"PUT {S}/calendar", $"{Season}/calendar", "\"9\"")).ShouldBeRefused(412, "version.stale");
        (await Example(zoe, $"PUT {S}/calendar", $"{Season}/calendar")).Code.ShouldBe(403);
        (await said.Ask(olga, $"POST {S}/open", $"{Season}/open")).Ok();
        foreach (var list in (string[])["/api/tournaments", "/api/tournaments/{t}/people", "/api/tournaments/{t}/seasons"])
            (
                await said.Ask(
                    zoe,
                    "GET " + list,
                    list["/api/".Length..].Replace("{t}", "ai-trends", StringComparison.Ordinal) + "?limit=1"
                )
            ).Ok();

        // Filing.
        for (var twice = 0; twice < 2; twice++)
            (await Example(zoe, $"POST {S}/predictions", $"{Season}/predictions")).Ok();
        var second = (await said.Ask(bob, $"POST {S}/predictions", $"{Season}/predictions", Rich())).Ok();
        var (id, rich) = (
            (string)
                (await said.Ask(zoe, $"GET {S}/predictions", $"{Season}/predictions")).Ok()["items"]!
                    .AsArray()
                    .Single(p => (string?)p!["key"] == "launches")!["id"]!,
            (string)second["id"]!
        );
        (await Example(zoe, $"PUT {C}/forecast", $"predictions/{id}/claims/1/forecast")).Ok();
        (await said.Ask(bob, $"PUT {C}/forecast", $"predictions/{id}/claims/1/forecast", new JsonObject { ["probability"] = 0.2 })).Ok();
        (await said.Ask(bob, $"DELETE {C}/forecast", $"predictions/{id}/claims/1/forecast")).Ok();
        (await said.Ask(bob, $"PUT {C}/forecast", $"predictions/{id}/claims/1/forecast", new JsonObject { ["probability"] = 0.3 })).Ok();
        (
            await said.Ask(
                zoe,
                $"PUT {C}/forecast",
                $"predictions/{rich}/claims/1/forecast",
                new JsonObject { ["grades"] = new JsonArray(0.1, 0.2, 0.7) }
            )
        ).Ok();
        (
            await said.Ask(bob, $"PUT {C}/forecast", $"predictions/{rich}/claims/2/forecast", new JsonObject { ["probability"] = 2 })
        ).ShouldBeRefused(422, "forecast.out-of-range");
        for (var twice = 0; twice < 2; twice++)
            (await Example(bob, $"POST {C}/options", $"predictions/{rich}/claims/3/options")).Ok();
        await Everything(said, server, zoe, id);

        // Judging.
        server.SetClock(Given.InWindow);
        await server.RunWindowJob();
        (await Example(zoe, $"PUT {C}/forecast", $"predictions/{id}/claims/1/forecast")).ShouldBeRefused(409, "forecast.after-close");
        var fact = (string)(await Example(rob, $"POST {P}/evidence", $"predictions/{id}/evidence", key: "fact")).Ok()["id"]!;
        await server.Scalar<string>("with gone as (delete from forecasts.idempotency returning key) select max(key) from gone"); // The first answer got lost.
        (await Example(rob, $"POST {P}/evidence", $"predictions/{id}/evidence", key: "fact")).Code.ShouldBe(200);
        (await Example(rob, $"PUT {P}/evidence/{{e}}", $"predictions/{id}/evidence/{fact}")).Ok();
        for (var twice = 0; twice < 2; twice++)
            (await Example(rob, $"POST {C}/verdicts", $"predictions/{id}/claims/1/verdicts")).Ok();
        for (var twice = 0; twice < 2; twice++)
            (await Example(olga, $"POST {C}/void", $"predictions/{rich}/claims/1/void")).Ok();
        (await Example(olga, $"POST {C}/reopen", $"predictions/{rich}/claims/1/reopen")).Ok();
        (await Example(olga, $"POST {C}/reopen", $"predictions/{rich}/claims/1/reopen")).ShouldBeRefused(409, "claim.open");
        (
            await said.Ask(
                rob,
                $"POST {C}/verdicts",
                $"predictions/{rich}/claims/1/verdicts",
                new JsonObject { ["verdict"] = "half", ["reason"] = "By halves." }
            )
        ).Ok();
        await server.UntilScored("ai-trends/2024");
        var again = (await Example(olga, $"POST {S}/rescore", $"{Season}/rescore")).Ok();
        (await said.Ask(zoe, $"POST {S}/rescore", $"{Season}/rescore")).ShouldBeRefused(403, "access.role");
        (await said.Ask(root, "POST /api/rescores", "rescores")).Ok();
        (await said.Ask(olga, "GET /api/rescores/{id}", $"rescores/{again["id"]}")).Ok();
        await Everything(said, server, zoe, id);
        await Everything(said, server, rob, rich);

        // Publishing; an import of what never was forecast, and one into another year.
        server.SetClock(Given.AfterWindow);
        await server.RunWindowJob();
        for (var twice = 0; twice < 2; twice++)
            (await Example(olga, $"POST {S}/publish", $"{Season}/publish")).Ok();
        (await said.Ask(zoe, $"GET {S}/report", $"{Season}/report?version=1")).Tag.ShouldNotBeNull();
        (await said.Ask(zoe, $"GET {S}/report", $"{Season}/report?version=7")).ShouldBeRefused(404, "report.version-unknown");
        (await Example(rob, $"DELETE {P}/evidence/{{e}}", $"predictions/{id}/evidence/{fact}")).Ok();
        await Everything(said, server, zoe, id);
        var import = await olga.Import((string)said.Example("POST /api/imports")!);
        said.Check("POST /api/imports", import);
        (await said.Ask(olga, "GET /api/imports/{id}", $"imports/{import.Ok()["id"]}")).Ok();
        var refused = await olga.Import(Files());
        said.Check("POST /api/imports", refused);
        (await said.Ask(olga, "GET /api/imports/{id}", $"imports/{refused.Ok()["id"]}")).Ok();
        (await said.Ask(olga, "GET /api/imports", "imports?limit=1")).Ok()["next"].ShouldNotBeNull();
        (await said.Ask(olga, "GET /api/imports/{id}/refused", $"imports/{refused.Body!["id"]}/refused")).Ok()["items"]!
            .AsArray()
            .Count.ShouldBe(2);
        (await said.Ask(olga, "GET /api/imports/{id}/refused.csv", $"imports/{refused.Body!["id"]}/refused.csv")).Code.ShouldBe(200);

        (await said.Ask(root, "GET /api/operations", "operations")).Ok();
        (await said.Ask(root, "GET /api/operations/discarded", "operations/discarded?limit=1")).Ok();
        (await said.Ask(zoe, "GET /api/operations", "operations")).ShouldBeRefused(403, "access.admin");
        (await said.Ask(olga, "POST /api/imports/{id}/undo", $"imports/{import.Body!["id"]}/undo")).ShouldBeRefused(
            409,
            "import.undo-published"
        );
        (await said.Ask(olga, "POST /api/imports/{id}/undo", $"imports/{refused.Body!["id"]}/undo")).Ok();

        await Refusals(said, server, root);
        // What asks the broker is walked where there is one: ErrorQueueTests.
        var described = said
            .Operations.Where(o => o.Value["responses"]!["503"] is null)
            .SelectMany(o => o.Value["responses"]!.AsObject().Select(r => $"{o.Key} {r.Key}"))
            .Where(a => a[^3] == '2' || Reached(a))
            .ToList();
        described.Except(said.Seen).ShouldBeEmpty("every success and every usual refusal that is described was seen");
    }

    /// <summary>Every address that reads.</summary>
    private static async Task Everything(Contract said, RunningServer server, Api reader, string prediction)
    {
        (await said.Ask(reader, $"GET {P}", $"predictions/{prediction}")).Ok();
        (await said.Ask(reader, $"GET {S}", Season)).Ok();
        (await said.Ask(reader, $"GET {S}/predictions", $"{Season}/predictions?limit=1")).Ok();
        (await said.Ask(reader, $"GET {S}/standings", $"{Season}/standings?limit=1")).Ok();
        (await said.Ask(reader, $"GET {S}/report", $"{Season}/report")).Ok();
        var zoe = await server.Scalar<string>("select id from forecasts.mt_doc_account where data ->> 'name' = 'Zoe'");
        (await said.Ask(reader, "GET /api/analysts/{id}/track-record", $"analysts/{zoe}/track-record?year=2024")).Ok();
    }

    /// <summary>Every address, asked by nobody, for what is not there, with bodies that cannot be read.</summary>
    private static async Task Refusals(Contract said, RunningServer server, Api root)
    {
        foreach (var (operation, described) in said.Operations)
        {
            var (method, path) = (new HttpMethod(operation.Split(' ')[0]), operation.Split("/api/")[1]);
            var unknown = path.Replace("{y}", "1999", StringComparison.Ordinal)
                .Replace("{n}", "1", StringComparison.Ordinal)
                .Replace('{', 'x')
                .Replace('}', 'x');
            var csv = described["requestBody"]?["content"]?["text/csv"] is not null;
            said.Check(operation, await server.Anonymous().Send(method, unknown, null));
            said.Check(operation, csv ? await root.Import("x") : await root.Send(method, unknown, said.Example(operation)));
            if (described["requestBody"] is not null)
            {
                said.Check(operation, await root.SendText(method, unknown, "{", csv ? "text/plain" : "application/json"));
                said.Check(operation, await root.SendText(method, unknown, "<a/>", "text/xml"));
                if (!csv)
                    said.Check(operation, await root.SendText(method, unknown, "\"" + new string('x', 2_000_000), "application/json"));
            }

            if (described["parameters"]?.AsArray().Any(p => (string)p!["name"]! == "limit") == true)
                said.Check(operation, await root.Get(unknown + "?limit=x"));
        }
    }

    // What the walk meets at every address by itself; 403, 409, 412 and 422 have tests of their own at each rule.
    private static bool Reached(string answer) =>
        answer[^3..] is "401" or "404" or "415" || (answer[^3..] is "413" && !answer.Contains("imports", StringComparison.Ordinal));

    private static JsonObject Rich() =>
        new()
        {
            ["theme"] = "space",
            ["title"] = new JsonObject { ["en"] = "Landings", ["zh-Hans"] = "着陆" },
            ["coreJudgement"] = "Landings become usual.",
            ["figures"] = new JsonArray(
                new JsonObject
                {
                    ["title"] = "Landings",
                    ["source"] = "Log",
                    ["note"] = null,
                    ["data"] = new JsonArray(
                        new JsonObject
                        {
                            ["label"] = "2023",
                            ["value"] = 2.5,
                            ["unit"] = "a month",
                        }
                    ),
                }
            ),
            ["claims"] = new JsonArray(
                new JsonObject
                {
                    ["statement"] = "Half of all boosters land.",
                    ["type"] = "three",
                    ["criteria"] = "Log.",
                    ["due"] = "2024-12-31",
                    ["weight"] = 2.5,
                    ["cluster"] = "boosters",
                },
                new JsonObject
                {
                    ["statement"] = "A new pad.",
                    ["type"] = "expected",
                    ["criteria"] = "Log.",
                    ["due"] = "2024-12-31",
                },
                new JsonObject
                {
                    ["statement"] = "Whose lands first.",
                    ["type"] = "choice",
                    ["options"] = new JsonArray("Ours", "Another"),
                    ["criteria"] = "Log.",
                    ["due"] = "2024-12-31",
                }
            ),
        };

    private static string Files() =>
        "season,prediction,claim,analyst,made_at,probability\nai-trends/2024,launches,1,Nobody,2024-02-01,0.7\nai-trends/2024,nowhere,1,Zoe,2024-02-01,0.7\n";
}
