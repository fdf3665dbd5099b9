using System.Reflection;
using System.Text.Json;
using Forecasts.Cli;
using Forecasts.Server.Tests.Fixtures;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Mono.Cecil;
using Mono.Cecil.Rocks;
using Shouldly;

namespace Forecasts.Server.Tests.CommandLine;

/// <summary>
/// What the API takes and answers is declared once, in Forecasts.Record: the routes say what they answer, and the compiled command
/// line says what it reads.
/// </summary>
public sealed class OneContractTests(Town town) : IClassFixture<Town>
{
    private static readonly Assembly Record = typeof(ContractJson).Assembly;

    [Fact]
    public void Bodies_and_answers_of_every_route_are_declared_in_the_record()
    {
        var spoken = Routes()
            .SelectMany(r => Takes(r).Concat(Answers(r)), (route, type) => (Route: route.DisplayName, Type: type))
            .ToList();
        spoken.Count.ShouldBeGreaterThan(40);
        spoken.Where(s => s.Type != typeof(string) && s.Type.Assembly != Record).ShouldBeEmpty();
    }

    [Fact]
    public void What_the_command_line_reads_is_what_a_route_answers_or_its_refusal()
    {
        var read = Read().ToList();
        read.ShouldContain(typeof(ReportView), "the program is looked at");
        read.Except(Routes().SelectMany(Answers)).ShouldBe([typeof(Problem)]);
    }

    [Fact]
    public void No_type_of_the_command_line_has_the_members_of_one_of_the_contract()
    {
        var contract = Record.GetExportedTypes().Where(t => t.Namespace == typeof(ContractJson).Namespace).ToList();
        var mirrors =
            from own in typeof(ApiClient).Assembly.GetTypes()
            let members = Members(own)
            where own.GetMethod("<Clone>$") is not null && members.Count > 2
            from other in contract
            where members.SetEquals(Members(other)) || (own.Name == other.Name && members.Overlaps(Members(other)))
            select $"{own.FullName} mirrors {other.Name}";
        mirrors.ShouldBeEmpty();
    }

    private IEnumerable<RouteEndpoint> Routes() =>
        town
            .Server.Services.GetRequiredService<EndpointDataSource>()
            .Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.Metadata.GetMetadata<Problems.ApiEndpoint>() is not null);

    private static IEnumerable<Type> Takes(RouteEndpoint route) =>
        route.Metadata.GetOrderedMetadata<IAcceptsMetadata>().SelectMany(a => a.RequestType is { } type ? Parts(type) : []);

    private static IEnumerable<Type> Answers(RouteEndpoint route) =>
        route.Metadata.GetOrderedMetadata<IProducesResponseTypeMetadata>().SelectMany(a => a.Type is { } type ? Parts(type) : []);

    // A list is what it holds; of a page both are ours.
    private static IEnumerable<Type> Parts(Type type) =>
        !type.IsGenericType ? [type]
        : type.Namespace!.StartsWith("System", StringComparison.Ordinal) ? type.GenericTypeArguments.SelectMany(Parts)
        : [type, .. type.GenericTypeArguments.SelectMany(Parts)];

    /// <summary>Whatever the compiled command line asks the API or the serializer for, by its type.</summary>
    private static IEnumerable<Type> Read()
    {
        using var program = ModuleDefinition.ReadModule(typeof(ApiClient).Assembly.Location);
        string[] names =
        [
            .. from method in program.GetAllTypes().SelectMany(t => t.Methods)
            where method.HasBody
            from call in method.Body.Instructions.Select(i => i.Operand).OfType<GenericInstanceMethod>()
            where
                call.DeclaringType.Name == nameof(ApiClient) && call.Name is not "Send"
                || call.DeclaringType.FullName == typeof(JsonSerializer).FullName
                    && call.Name.StartsWith("Deserialize", StringComparison.Ordinal)
            from argument in call.GenericArguments
            // Its own pages hold what is asked for.
            where !argument.ContainsGenericParameter
            select argument.FullName,
        ];
        return names
            .Distinct(StringComparer.Ordinal)
            .Select(name => Record.GetType(name) ?? typeof(ApiClient).Assembly.GetType(name) ?? throw new InvalidOperationException(name));
    }

    private static HashSet<string> Members(Type type) =>
        [.. type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Select(p => p.Name)];
}
