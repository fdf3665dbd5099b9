using System.Reflection;
using Forecasts.Server.Store;
using Forecasts.Server.Tests.Fixtures;
using Forecasts.Server.Tests.Operations;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;

namespace Forecasts.Server.Tests.House;

/// <summary>A handler of the API takes the call, the parts of its address, its body, and at most a service of its own.</summary>
public sealed class HandlerTests(Town town) : IClassFixture<Town>
{
    private const int Most = 5;

    [Fact]
    public void No_handler_takes_a_train_of_parameters() =>
        Handlers().Where(h => h.Parameters.Length > Most).Select(h => $"{h.Route}: {h.Parameters.Length}").ShouldBeEmpty();

    [Fact]
    public void What_the_call_has_no_handler_asks_for_by_itself()
    {
        var has = typeof(Call).GetConstructors().Single().GetParameters().Select(p => p.ParameterType).ToHashSet();
        has.ShouldContain(typeof(HttpContext));
        Handlers()
            .SelectMany(h => h.Parameters, (h, p) => (h.Route, p.ParameterType))
            .Where(h => has.Contains(h.ParameterType))
            .ShouldBeEmpty();
    }

    [Fact]
    public async Task A_number_that_is_none_is_refused_under_the_name_that_the_description_has()
    {
        var said = await Contract.Of(town.Server);
        var asked = 0;
        foreach (var (operation, described) in said.Operations)
        foreach (var parameter in described["parameters"]?.AsArray() ?? [])
        {
            var type = parameter!["schema"]!["type"]!.ToJsonString();
            if ((string)parameter["in"]! != "query" || !(type.Contains("integer") || type.Contains("boolean")))
                continue;
            var (method, path) = (operation.Split(' ')[0], operation.Split("/api/")[1]);
            path = path.Replace("{t}", "t", StringComparison.Ordinal).Replace("{y}", "2024", StringComparison.Ordinal);
            var answer = await town.Admin.Send(new(method), $"{path}?{parameter["name"]}=many", null);
            answer.Code.ShouldBe(400, $"{operation} {parameter["name"]}");
            ((string?)answer.Body!["field"]).ShouldBe((string)parameter["name"]!, operation);
            asked++;
        }

        asked.ShouldBeGreaterThan(15);
    }

    private IEnumerable<(string Route, ParameterInfo[] Parameters)> Handlers()
    {
        var handlers = town
            .Server.Services.GetRequiredService<EndpointDataSource>()
            .Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.Metadata.GetMetadata<Problems.ApiEndpoint>() is not null)
            .Select(e => (e.DisplayName!, e.Metadata.GetRequiredMetadata<MethodInfo>().GetParameters()))
            .ToList();
        handlers.Count.ShouldBeGreaterThan(30);
        return handlers;
    }
}
