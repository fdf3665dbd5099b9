using System.Text.Json.Nodes;
using Forecasts.Domain.Kinds;
using Forecasts.Server.Tests.Fixtures;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;

namespace Forecasts.Server.Tests.Operations;

public sealed class OpenApiTests(Town town) : IClassFixture<Town>
{
    private static readonly string[] Promised =
    [
        "GET /tournaments",
        "POST /tournaments",
        "GET /tournaments/{t}/people",
        "PUT /tournaments/{t}/people",
        "GET /tournaments/{t}/seasons",
        "POST /tournaments/{t}/seasons",
        "GET /seasons/{t}/{y}",
        "PUT /seasons/{t}/{y}/calendar",
        "POST /seasons/{t}/{y}/open",
        "POST /seasons/{t}/{y}/publish",
        "GET /seasons/{t}/{y}/predictions",
        "POST /seasons/{t}/{y}/predictions",
        "GET /predictions/{id}",
        "PUT /predictions/{id}/claims/{n}/forecast",
        "DELETE /predictions/{id}/claims/{n}/forecast",
        "POST /predictions/{id}/claims/{n}/options",
        "POST /predictions/{id}/evidence",
        "PUT /predictions/{id}/evidence/{e}",
        "DELETE /predictions/{id}/evidence/{e}",
        "POST /predictions/{id}/claims/{n}/verdicts",
        "POST /predictions/{id}/claims/{n}/void",
        "POST /predictions/{id}/claims/{n}/reopen",
        "GET /seasons/{t}/{y}/standings",
        "GET /seasons/{t}/{y}/report",
        "GET /analysts/{id}/track-record",
        "POST /imports",
        "GET /imports",
        "GET /imports/{id}",
        "GET /imports/{id}/refused",
        "GET /imports/{id}/refused.csv",
        "POST /imports/{id}/undo",
        "GET /operations",
        "GET /operations/errors/{queue}",
        "GET /operations/errors/{queue}/{id}",
        "POST /operations/errors/{queue}/replay",
        "POST /operations/errors/{queue}/{id}/replay",
        "POST /operations/errors/{queue}/discard",
        "POST /operations/errors/{queue}/{id}/discard",
        "GET /operations/discarded",
    ];

    [Fact]
    public async Task The_document_is_served_to_anybody_and_names_every_route_of_the_API()
    {
        using var http = new HttpClient { BaseAddress = town.Server.Address };
        var document = JsonNode.Parse(await http.GetStringAsync("openapi/v1.json"))!;
        ((string)document["openapi"]!).ShouldStartWith("3.");
        var named = document["paths"]!
            .AsObject()
            .SelectMany(p => p.Value!.AsObject().Select(m => $"{m.Key.ToUpperInvariant()} {p.Key}"))
            .ToHashSet();
        Promised.Select(r => r.Replace(" /", " /api/", StringComparison.Ordinal)).Except(named).ShouldBeEmpty();
        document["components"]!["schemas"]!["ForecastRequest"]!["properties"]!
            .AsObject()
            .Select(p => p.Key)
            .ShouldBe(["rationale", "probability", "grades", "options", "quantiles", "cdf", "below", "above"], ignoreOrder: true);

        var served = town
            .Server.Services.GetRequiredService<EndpointDataSource>()
            .Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.RoutePattern.RawText!.StartsWith("/api", StringComparison.Ordinal))
            .SelectMany(e =>
                e.Metadata.GetRequiredMetadata<HttpMethodMetadata>()
                    .HttpMethods.Select(m => $"{m} {e.RoutePattern.RawText!.Replace(":int", "", StringComparison.Ordinal)}")
            );
        served.Except(named).ShouldBeEmpty("what is served is described");
    }

    [Fact]
    public async Task Every_operation_has_a_sentence_a_tag_and_described_inputs_answers_and_refusals()
    {
        var said = await Contract.Of(town.Server);
        ((string)said.Document["info"]!["title"]!).ShouldBe("Forecasts");
        said.Document["components"]!["securitySchemes"]!["bearer"]!.ToJsonString().ShouldContain("\"scheme\":\"bearer\"");
        said.Document["security"]![0]!["bearer"].ShouldNotBeNull();
        foreach (var (name, operation) in said.Operations)
        {
            ((string)operation["summary"]!).ShouldEndWith(".", Case.Sensitive, name);
            operation["tags"]!.AsArray().ShouldHaveSingleItem();
            var parameters = operation["parameters"]?.AsArray().ToDictionary(p => (string)p!["name"]!, p => p!) ?? [];
            parameters.Values.ShouldAllBe(p => p["description"] != null, name);
            if (parameters.TryGetValue("limit", out var limit))
                (limit["schema"]!["minimum"]!.ToString(), limit["schema"]!["maximum"]!.ToString()).ShouldBe(("1", "200"));
            parameters.ContainsKey("limit").ShouldBe(parameters.ContainsKey("after"), name);
            parameters.ContainsKey("Idempotency-Key").ShouldBe(name.StartsWith("POST", StringComparison.Ordinal), name);
            var answers = operation["responses"]!.AsObject().Select(r => r.Key).ToList();
            answers.ShouldContain("401", name);
            answers.ShouldContain("422", name);
            answers.Contains("412").ShouldBe(parameters.ContainsKey("If-Match"), name);
            if (operation["requestBody"] is not null)
                said.Examples(name).ShouldNotBeEmpty(name);
        }

        said.Document["tags"]!
            .AsArray()
            .Select(t => (string)t!["name"]!)
            .ShouldBe(said.Operations.Values.Select(o => (string)o["tags"]![0]!).Distinct().Order(StringComparer.Ordinal));
        foreach (var reference in said.Document.ToJsonString().Split("\"#/components/").Skip(1).Select(r => r.Split('"')[0].Split('/')))
            said.Document["components"]![reference[0]]![reference[1]].ShouldNotBeNull(reference[1]);
        // Words, not numbers, wherever a value is one of several.
        said.Document["components"]!["schemas"]!
            .AsObject()
            .Where(s => s.Value!["enum"] is not null)
            .ShouldAllBe(s => (string)s.Value!["type"]! == "string" && s.Value["enum"]!.AsArray().All(w => w is JsonValue));
    }

    [Fact]
    public async Task The_kinds_of_claims_and_beliefs_are_described()
    {
        var said = await Contract.Of(town.Server);
        var schemas = said.Document["components"]!["schemas"]!;
        foreach (var claim in (string[])["ClaimRequest", "ClaimView"])
        {
            var members = schemas[claim]!["properties"]!.AsObject();
            members["type"]!["enum"]!.AsArray().Select(w => (string)w!).ShouldBe(ClaimTerms.Types, claim);
            foreach (var member in (string[])["type", "options", "range", "unit", "scale", "openBounds", "tolerance", "step"])
                ((string?)members[member]!["description"]).ShouldNotBeNullOrWhiteSpace($"{claim}.{member}");
        }

        foreach (var belief in (string[])["ForecastRequest", "BeliefView", "OwnForecast", "ForecastAnswer"])
        foreach (var member in (string[])["probability", "grades", "options", "quantiles", "cdf", "below", "above"])
            ((string?)schemas[belief]!["properties"]![member]!["description"]).ShouldNotBeNullOrWhiteSpace($"{belief}.{member}");
        schemas["Scalar"]!["oneOf"]!.AsArray().Select(f => (string)f!["type"]!).ShouldBe(["number", "string"]);
        schemas["ClaimRequest"]!["properties"]!["options"]!["items"]!["oneOf"]!
            .AsArray()
            .Select(f => (string)f!["type"]!)
            .ShouldBe(["string", "object"]);
        said.Examples("POST /api/seasons/{t}/{y}/predictions")
            .Keys.ShouldBe(["binary", "three", "expected", "choice", "ordered", "number", "discrete", "date"]);
        said.Examples("PUT /api/predictions/{id}/claims/{n}/forecast").Keys.ShouldBe(["binary", "three", "choice", "number", "date"]);
        foreach (var (kind, example) in said.Examples("POST /api/seasons/{t}/{y}/predictions"))
            (
                await said.Ask(town.Ann, "POST /api/seasons/{t}/{y}/predictions", "seasons/t/2024/predictions", Themed(example))
            ).Code.ShouldBe(201, kind);
    }

    private static JsonNode Themed(JsonNode example)
    {
        example["theme"] = "general";
        example.AsObject().Remove("key");
        return example;
    }
}
