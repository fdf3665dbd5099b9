using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Forecasts.Server.Tests.Fixtures;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;

namespace Forecasts.Server.Tests.Operations;

/// <summary>The served OpenAPI document, held against what the server really answers.</summary>
public sealed class Contract
{
    private readonly JsonNode document;
    private readonly ILookup<(string Operation, int Status), Type> answers;

    private Contract(JsonNode document, ILookup<(string Operation, int Status), Type> answers) =>
        (this.document, this.answers) = (document, answers);

    public static async Task<Contract> Of(RunningServer server)
    {
        using var http = new HttpClient { BaseAddress = server.Address };
        var answers =
            from route in server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            from method in route.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? []
            from answer in route.Metadata.GetOrderedMetadata<IProducesResponseTypeMetadata>()
            where answer.Type is not null
            let status = answer.StatusCode == Alternative.Status ? 200 : answer.StatusCode
            select (
                Of: ($"{method} {route.RoutePattern.RawText!.Replace(":int", "", StringComparison.Ordinal)}", status),
                Type: answer.Type!
            );
        return new(JsonNode.Parse(await http.GetStringAsync("openapi/v1.json"))!, answers.ToLookup(a => a.Of, a => a.Type));
    }

    public JsonNode Document => document;

    /// <summary>Every operation as "POST /api/tournaments" with what is said of it.</summary>
    public IReadOnlyDictionary<string, JsonNode> Operations =>
        document["paths"]!
            .AsObject()
            .SelectMany(p => p.Value!.AsObject(), (p, m) => ($"{m.Key.ToUpperInvariant()} {p.Key}", m.Value!))
            .ToDictionary(o => o.Item1, o => o.Item2);

    /// <summary>"POST /api/tournaments 201" for every answer that was seen.</summary>
    public HashSet<string> Seen { get; } = [];

    public JsonNode? Example(string operation) => Examples(operation).Values.FirstOrDefault();

    /// <summary>Every body that the document shows for it, by name.</summary>
    public IReadOnlyDictionary<string, JsonNode> Examples(string operation)
    {
        var body = Operations[operation]["requestBody"]?["content"]?.AsObject().First().Value;
        return body?["examples"] is JsonObject several ? several.ToDictionary(e => e.Key, e => e.Value!["value"]!.DeepClone())
            : body?["example"] is { } one ? new Dictionary<string, JsonNode> { [""] = one.DeepClone() }
            : new Dictionary<string, JsonNode>();
    }

    /// <summary>Sends a request and checks it and its answer against the document.</summary>
    public async Task<Answer> Ask(Api who, string operation, string path, JsonNode? body = null, string? ifMatch = null, string? key = null)
    {
        var answer = await who.Send(new HttpMethod(operation.Split(' ')[0]), path, body, ifMatch, key);
        Check(operation, answer);
        if (answer.Code < 300 && body is not null)
            Schema(
                Operations[operation]["requestBody"]!["content"]!["application/json"]!["schema"]!,
                body,
                operation + " takes",
                answers: false
            );
        return answer;
    }

    public void Check(string operation, Answer answer)
    {
        var status = answer.Code.ToString(CultureInfo.InvariantCulture);
        var described = Operations[operation]["responses"]!
            [status]
            .ShouldNotBeNull($"{operation} answers {status}, which is not described: {answer.Body?.ToJsonString()}");
        var content = described["content"]!.AsObject().ShouldHaveSingleItem();
        if (answer.Code < 300 && content.Key == "text/csv")
            answer.Body.ShouldBeNull(operation);
        else
            content.Key.ShouldBe(answer.Code < 300 ? "application/json" : "application/problem+json", operation);
        if (content.Key != "text/csv")
            Schema(content.Value!["schema"]!, answer.Body, $"{operation} {status}", answers: answer.Code < 300);
        if (content.Key == "application/json")
            answers[(operation, answer.Code)]
                .ShouldContain(
                    type => ReadsBack(type, answer.Body!),
                    $"{operation} {status} is read as it was written, and nothing is lost"
                );
        foreach (
            var (header, given) in ((string, bool)[])[("ETag", answer.Tag is not null), ("Location", answer.Headers.Location is not null)]
        )
        {
            var said = described["headers"]?[header];
            if (given)
                said.ShouldNotBeNull($"{operation} {status}: {header}");
            else
                ((bool?)said?["required"] ?? false).ShouldBeFalse($"{operation} {status}: {header}");
        }

        Seen.Add($"{operation} {status}");
    }

    /// <summary>True where a client that knows the answer's type reads it, and writes the very same.</summary>
    private static bool ReadsBack(Type type, JsonNode body) =>
        JsonNode.DeepEquals(
            body,
            JsonSerializer.SerializeToNode(JsonSerializer.Deserialize(body, type, Cli.Json.Reading), type, ContractJson.Options)
        );

    /// <summary>Fails where the value is not as described, or more or less than is described.</summary>
    private void Schema(JsonNode schema, JsonNode? value, string where, bool answers)
    {
        if (Wrong(schema, value, where, answers) is { } wrong)
            Assert.Fail(wrong);
    }

    private string? Wrong(JsonNode schema, JsonNode? value, string where, bool answers)
    {
        if ((string?)schema["$ref"] is { } reference)
            return Wrong(document["components"]!["schemas"]![reference.Split('/')[^1]]!, value, where, answers);
        if ((schema["oneOf"] ?? schema["anyOf"]) is JsonArray choices)
        {
            var wrongs = choices.Select(c => Wrong(c!, value, where, answers)).ToList();
            return wrongs.Contains(null) ? null : string.Join(" | ", wrongs);
        }

        var kind = Kind(value);
        var types = schema["type"] switch
        {
            JsonArray several => several.Select(t => (string)t!).ToArray(),
            { } one => [(string)one!],
            null => [],
        };
        if (types.Length == 0)
            return $"{where}: is not described";
        if (!types.Contains(kind) && !(kind == "integer" && types.Contains("number")))
            return $"{where}: {value?.ToJsonString() ?? "null"} is not {string.Join(" or ", types)}";
        if (kind == "null")
            return null;
        if (schema["enum"] is JsonArray words && !words.Any(w => JsonNode.DeepEquals(w, value)))
            return $"{where}: {value!.ToJsonString()} is not one of {words.ToJsonString()}";
        if (kind == "string" && (string?)schema["format"] is { } format && Misformed((string)value!, format))
            return $"{where}: {value} is no {format}";
        if (kind == "array")
            return value!
                .AsArray()
                .Select((item, i) => Wrong(schema["items"]!, item, $"{where}[{i}]", answers))
                .FirstOrDefault(w => w is not null);
        return kind == "object" ? WrongObject(schema, value!.AsObject(), where, answers) : null;
    }

    private string? WrongObject(JsonNode schema, JsonObject value, string where, bool answers)
    {
        var properties = schema["properties"]?.AsObject() ?? [];
        if (properties.Count == 0 && schema["additionalProperties"] is not JsonObject)
            return $"{where}: an object of which nothing is said";
        var needed = answers ? properties.Select(p => p.Key) : (schema["required"]?.AsArray() ?? []).Select(r => (string)r!);
        if (needed.FirstOrDefault(p => !value.ContainsKey(p)) is { } missing)
            return $"{where}.{missing}: is described, and missing";
        foreach (var (name, member) in value)
        {
            var described = properties[name] ?? schema["additionalProperties"] as JsonObject;
            if (described is null)
                return $"{where}.{name}: is not described";
            if (Wrong(described, member, $"{where}.{name}", answers) is { } wrong)
                return wrong;
        }

        return null;
    }

    private static string Kind(JsonNode? value) =>
        value?.GetValueKind() switch
        {
            null or System.Text.Json.JsonValueKind.Null => "null",
            System.Text.Json.JsonValueKind.Object => "object",
            System.Text.Json.JsonValueKind.Array => "array",
            System.Text.Json.JsonValueKind.String => "string",
            System.Text.Json.JsonValueKind.Number => value!.ToJsonString().IndexOfAny(['.', 'E', 'e']) < 0 ? "integer" : "number",
            _ => "boolean",
        };

    private static bool Misformed(string text, string format) =>
        format switch
        {
            "date" => !DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
            "date-time" => !DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
            _ => false,
        };
}
