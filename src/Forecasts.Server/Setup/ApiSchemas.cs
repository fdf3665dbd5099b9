using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Forecasts.Domain;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Forecasts.Server.Setup;

/// <summary>What the generator cannot know of our types, or says wrongly.</summary>
public static class ApiSchemas
{
    public static void Correct(OpenApiSchema schema, OpenApiSchemaTransformerContext context)
    {
        var type = context.JsonTypeInfo.Type;
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        var property = context.JsonPropertyInfo;
        if (plain == typeof(LocalText)) Text(schema, property is { IsSetNullable: true });
        else if (plain.IsEnum) Words(schema, property is not null && plain != type);
        else if (plain == typeof(double)) Number(schema, plain != type, property?.Name == "logScore");
    }

    private static void Text(OpenApiSchema schema, bool nullable)
    {
        schema.Description = "A text, or texts by language tag.";
        schema.OneOf =
        [
            new OpenApiSchema { Type = JsonSchemaType.String },
            new OpenApiSchema { Type = JsonSchemaType.Object, AdditionalProperties = new OpenApiSchema { Type = JsonSchemaType.String }, MinProperties = 1, MaxProperties = LocalText.MostLanguages },
            .. nullable ? (IOpenApiSchema[])[new OpenApiSchema { Type = JsonSchemaType.Null }] : [],
        ];
    }

    private static void Words(OpenApiSchema schema, bool nullable)
    {
        schema.Type = nullable ? JsonSchemaType.String | JsonSchemaType.Null : JsonSchemaType.String;
    }

    /// <summary>Only an unfloored logarithmic score can be infinite, and is then written as a word.</summary>
    private static void Number(OpenApiSchema schema, bool nullable, bool infinite)
    {
        schema.AnyOf = null;
        schema.Enum = null;
        schema.Type = nullable ? JsonSchemaType.Number | JsonSchemaType.Null : JsonSchemaType.Number;
        if (!infinite) return;
        schema.AnyOf = [new OpenApiSchema { Type = schema.Type, Format = "double" }, new OpenApiSchema { Type = JsonSchemaType.String, Enum = [JsonValue.Create("Infinity")!] }];
        (schema.Type, schema.Format) = (null, null);
    }
}
