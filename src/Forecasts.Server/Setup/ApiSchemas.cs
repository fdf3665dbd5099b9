using System.Text.Json.Nodes;
using Forecasts.Domain;
using Forecasts.Server.Features.Predictions;
using Forecasts.Server.Features.Reports;
using Forecasts.Server.Features.Results;
using Forecasts.Server.Features.Seasons;
using Forecasts.Server.Store;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Forecasts.Server.Setup;

/// <summary>What the generator cannot know of our types, or says wrongly.</summary>
public static class ApiSchemas
{
    public static readonly IReadOnlyList<string> By = ["peer", "relativeBrier", "baseline"];

    private static readonly string[] Status = ["open", "inConflict", "settled", "void"];

    private static readonly string[] States = ["hidden", "grey", "shown"];

    /// <summary>Texts that hold one of a few words.</summary>
    private static readonly Dictionary<(Type, string), IReadOnlyList<string>> Words = new()
    {
        [(typeof(ClaimView), "status")] = Status,
        [(typeof(ClaimSummary), "status")] = Status,
        [(typeof(ReportClaim), "status")] = Status,
        [(typeof(StandingsView), "by")] = By,
        [(typeof(ReportStandings), "by")] = By,
        [(typeof(CrowdStanding), "crowd")] = ["mean", "median"],
        [(typeof(Told<GapFigure>), "state")] = States,
        [(typeof(Told<RecalibrationFigure>), "state")] = States,
        [(typeof(Told<SpiegelhalterFigure>), "state")] = States,
        [(typeof(Told<CorpFigure>), "state")] = States,
        [(typeof(Told<ConfidenceFigure>), "state")] = States,
        [(typeof(NextStep), "step")] = ["opens", "forecastsClose", "windowOpens", "windowCloses", "publishes"],
    };

    private static readonly HashSet<(Type, string)> Unbounded = [(typeof(EvidenceFigure), "now"), (typeof(EvidenceFigure), "largest")];

    public static void Correct(OpenApiSchema schema, OpenApiSchemaTransformerContext context)
    {
        var type = context.JsonTypeInfo.Type;
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        var property = context.JsonPropertyInfo;
        if (KindSchemas.Correct(schema, context))
            return;
        if (plain == typeof(LocalText))
            Text(schema, property is { IsSetNullable: true });
        else if (plain.IsEnum)
            (schema.Type, schema.Default) = (JsonSchemaType.String, null);
        else if (
            type == typeof(string)
            && property is not null
            && Words.TryGetValue((property.DeclaringType, property.Name), out var words)
        )
            schema.Enum = [.. words.Select(w => (JsonNode)w)];
        else if (plain == typeof(double))
            Number(
                schema,
                plain != type,
                property is not null && Unbounded.Contains((property.DeclaringType, property.Name)) || property?.Name == "logScore"
            );
    }

    /// <summary>A text in one language or several.</summary>
    public static OpenApiSchema LocalTexts()
    {
        var schema = new OpenApiSchema();
        Text(schema, nullable: false);
        return schema;
    }

    private static void Text(OpenApiSchema schema, bool nullable)
    {
        schema.Description = "A text, or texts by language tag.";
        schema.OneOf =
        [
            new OpenApiSchema { Type = JsonSchemaType.String },
            new OpenApiSchema
            {
                Type = JsonSchemaType.Object,
                AdditionalProperties = new OpenApiSchema { Type = JsonSchemaType.String },
                MinProperties = 1,
                MaxProperties = LocalText.MostLanguages,
            },
            .. nullable ? (IOpenApiSchema[])[new OpenApiSchema { Type = JsonSchemaType.Null }] : [],
        ];
    }

    /// <summary>
    /// An unfloored logarithmic score can be infinite, and evidence after a certain miss; both are written as a word then.
    /// </summary>
    private static void Number(OpenApiSchema schema, bool nullable, bool infinite)
    {
        schema.AnyOf = null;
        schema.Enum = null;
        schema.Type = nullable ? JsonSchemaType.Number | JsonSchemaType.Null : JsonSchemaType.Number;
        if (!infinite)
            return;
        schema.AnyOf =
        [
            new OpenApiSchema { Type = schema.Type, Format = "double" },
            new OpenApiSchema { Type = JsonSchemaType.String, Enum = [JsonValue.Create("Infinity")!] },
        ];
        (schema.Type, schema.Format) = (null, null);
    }
}
