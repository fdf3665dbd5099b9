using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Forecasts.Server.Setup;

/// <summary>
/// The OpenAPI document in full: what a handler's shape tells, what <see cref="Described"/> adds, and what holds for every address.
/// </summary>
public static class ApiDescription
{
    private const string Bearer = "bearer";

    private static readonly Dictionary<string, string> Parameters = new(StringComparer.Ordinal)
    {
        ["t"] = "Slug of the tournament.",
        ["y"] = "Year of the season.",
        ["id"] = "Opaque id.",
        ["n"] = "Number of the claim within its prediction.",
        ["e"] = "Id of the evidence.",
        ["after"] = "Cursor: `next` of the page before; left out for the first page.",
        ["limit"] = "At most so many items on the page.",
        ["by"] = "The score that ranks: peer (default), relativeBrier or baseline.",
        ["year"] = "Only the season of this year.",
        ["theme"] = "Only claims under this theme.",
        ["dryRun"] = "Decide on every row and store none.",
        ["version"] = "Of the published report: the bytes as they are stored, whose SHA-256 is the hash; left out, the report of now.",
        ["queue"] = "Name of the queue that the messages came from.",
        ["createAnalysts"] = "Take unknown analysts as new people who do not sign in; organisers only.",
        ["createSeasons"] = "Plan the seasons that the claims name and that are not there; organisers only.",
        ["format"] =
            "Name of the file's format, where its header does not tell: claims, forecasts, predictionbook-questions, predictionbook-forecasts, yearly-list or wide-table.",
        ["tournament"] = "Slug of the tournament that the file is for, in formats that do not name it.",
        ["createTournament"] =
            "Name of a tournament to make, where it is not there, under the slug in `tournament`, with the seasons that the claims name; admins only.",
        ["fileName"] = "The file's name, to be shown in lists.",
        ["wait"] = "So many seconds the answer waits for the end, at most 60; 10 where it is left out.",
    };

    private static readonly Dictionary<int, string> Refusals = new()
    {
        [400] = "The request cannot be read.",
        [401] = "No valid token.",
        [403] = "This needs another role, or is not yours.",
        [404] = "It does not exist, or not for you.",
        [409] = "It does not fit the present state.",
        [412] = "If-Match names an older version.",
        [413] = "The body is too large.",
        [415] = "The body has another content type.",
        [422] = "The input is refused; `code` and `field` say why.",
        [503] = "The message broker does not answer.",
    };

    public static void AddApiDescription(this IServiceCollection services) =>
        services.AddOpenApi(options =>
        {
            options.AddDocumentTransformer(
                (document, _, _) =>
                {
                    document.Info = new()
                    {
                        Title = "Forecasts",
                        Version = "v1",
                        Description =
                            "Forecasting tournaments by the year. Texts that people read are strings, or objects of strings by language tag. A refusal is a problem with a stable `code`.",
                    };
                    document.Servers = [];
                    KindSchemas.Describe(document);
                    var tags = document
                        .Paths.Values.SelectMany(p => p.Operations!.Values)
                        .SelectMany(o => o.Tags!)
                        .Select(t => t.Name!)
                        .Distinct(StringComparer.Ordinal)
                        .Order(StringComparer.Ordinal);
                    document.Tags = tags.Select(t => new OpenApiTag { Name = t }).ToHashSet();
                    (document.Components ??= new()).SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>(StringComparer.Ordinal)
                    {
                        [Bearer] = new OpenApiSecurityScheme
                        {
                            Type = SecuritySchemeType.Http,
                            Scheme = Bearer,
                            Description = "A personal access token: Authorization: Bearer fct_...",
                        },
                    };
                    document.Security = [new() { [new OpenApiSecuritySchemeReference(Bearer, document)] = [] }];
                    return Task.CompletedTask;
                }
            );
            options.AddOperationTransformer(
                async (operation, context, cancellation) =>
                {
                    if (context.Description.ActionDescriptor.EndpointMetadata.OfType<Described>().FirstOrDefault() is not { } said)
                        return;
                    operation.Summary = said.Summary;
                    operation.Tags = new HashSet<OpenApiTagReference> { new(said.Tag, context.Document) };
                    Body(operation, said, context);
                    Input(operation, said, context.Description.HttpMethod == HttpMethods.Post);
                    Headers(operation, said.With);
                    if (context.Description.ActionDescriptor.EndpointMetadata.OfType<Alternative>().FirstOrDefault() is { } other)
                        Or(operation, other);
                    var problem = await context.GetOrCreateSchemaAsync(typeof(Problem), null, cancellation);
                    context.Document!.AddComponent(nameof(Problem), problem);
                    foreach (var status in Statuses(operation, said.With, context.Description.HttpMethod!))
                        (operation.Responses ??= [])[status.ToString(CultureInfo.InvariantCulture)] = new OpenApiResponse
                        {
                            Description = Refusals[status],
                            Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal)
                            {
                                ["application/problem+json"] = new()
                                {
                                    Schema = new OpenApiSchemaReference(nameof(Problem), context.Document),
                                },
                            },
                        };
                }
            );
            options.AddSchemaTransformer(
                (schema, context, _) =>
                {
                    ApiSchemas.Correct(schema, context);
                    return Task.CompletedTask;
                }
            );
        });

    private static void Body(OpenApiOperation operation, Described said, OpenApiOperationTransformerContext context)
    {
        if (said.With.HasFlag(With.Csv))
            operation.RequestBody = new OpenApiRequestBody
            {
                Required = true,
                Description = "Claims, forecasts or another known format, as the header tells; UTF-8, not compressed, at most 512 MB.",
                Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal)
                {
                    ["text/csv"] = new()
                    {
                        Schema = new OpenApiSchema { Type = JsonSchemaType.String },
                        Example = ApiExamples.Csv,
                    },
                },
            };
        else if (operation.RequestBody?.Content is { } bodies && bodies.TryGetValue("application/json", out var body))
        {
            var taken = context.Description.ParameterDescriptions.First(p => p.Source == BindingSource.Body).Type;
            var kinds = ApiExamples.ByKind(taken);
            if (kinds.Count == 0)
                body.Example = ApiExamples.Of(taken);
            else
                body.Examples = kinds.ToDictionary(
                    k => k.Key,
                    k => (IOpenApiExample)new OpenApiExample { Summary = $"Of type {k.Key}", Value = k.Value }
                );
        }
    }

    private static void Input(OpenApiOperation operation, Described said, bool post)
    {
        foreach (var parameter in (operation.Parameters ?? []).OfType<OpenApiParameter>())
        {
            parameter.Description = Parameters.GetValueOrDefault(parameter.Name!);
            if (parameter is { Name: "limit", Schema: OpenApiSchema limit })
                (limit.Minimum, limit.Maximum) = ("1", Paging.Most.ToString(CultureInfo.InvariantCulture));
            if (parameter is { Name: "by", Schema: OpenApiSchema by })
                by.Enum = [.. ApiSchemas.By.Select(w => (JsonNode)w)];
        }

        if (post)
            Header(
                "Idempotency-Key",
                "Sent again within 24 hours, the request is answered as it was and done once. At most 200 characters.",
                200
            );
        if (said.With.HasFlag(With.IfMatch))
            Header("If-Match", "The ETag of the version that you looked at; left out, the newest is taken.", null);

        void Header(string name, string text, int? longest) =>
            (operation.Parameters ??= []).Add(
                new OpenApiParameter
                {
                    Name = name,
                    In = ParameterLocation.Header,
                    Description = text,
                    Schema = new OpenApiSchema { Type = JsonSchemaType.String, MaxLength = longest },
                }
            );
    }

    private static void Headers(OpenApiOperation operation, With with)
    {
        foreach (var (status, answer) in operation.Responses ?? [])
        {
            ((OpenApiResponse)answer).Description =
                status == "201" ? "Done."
                : status == "202" ? "It is under way."
                : operation.Responses!.ContainsKey("201") ? "It was so already."
                : "So it is.";
            var headers = ((OpenApiResponse)answer).Headers = new Dictionary<string, IOpenApiHeader>(StringComparer.Ordinal);
            if (with.HasFlag(With.ETag))
                headers["ETag"] = Header("The version, for If-Match.");
            if (with.HasFlag(With.CsvAnswer))
                ((OpenApiResponse)answer).Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal)
                {
                    ["text/csv"] = new() { Schema = new OpenApiSchema { Type = JsonSchemaType.String } },
                };
            if (with.HasFlag(With.Location))
                headers["Location"] = Header("The address of what there is now.");
        }
    }

    private static OpenApiHeader Header(string text, bool always = true) =>
        new()
        {
            Required = always,
            Description = text,
            Schema = new OpenApiSchema { Type = JsonSchemaType.String },
        };

    private static void Or(OpenApiOperation operation, Alternative other)
    {
        operation.Responses!.Remove(Alternative.Status.ToString(CultureInfo.InvariantCulture), out var second);
        var answer = (OpenApiResponse)operation.Responses["200"];
        var body = answer.Content!["application/json"];
        body.Schema = new OpenApiSchema { OneOf = [body.Schema!, second!.Content!["application/json"].Schema!] };
        answer.Headers!["ETag"] = Header(other.ETag, always: false);
    }

    private static IEnumerable<int> Statuses(OpenApiOperation operation, With with, string method)
    {
        var (changes, csv) = (!HttpMethods.IsGet(method), with.HasFlag(With.Csv));
        var inputs = operation.Parameters ?? [];
        if (
            operation.RequestBody is not null
            || inputs.Any(p => p is { In: ParameterLocation.Query, Schema.Type: not (null or JsonSchemaType.String) })
        )
            yield return 400;
        yield return 401;
        if ((changes && !csv) || with.HasFlag(With.AdminsAlone))
            yield return 403;
        if (inputs.Any(p => p.In == ParameterLocation.Path))
            yield return 404;
        if (changes)
            yield return 409;
        if (with.HasFlag(With.IfMatch))
            yield return 412;
        if (operation.RequestBody is not null)
            yield return 413;
        if (operation.RequestBody is not null)
            yield return 415;
        yield return 422;
        if (with.HasFlag(With.Broker))
            yield return 503;
    }
}
