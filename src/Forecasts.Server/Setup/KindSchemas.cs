using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Forecasts.Server.Setup;

/// <summary>What the API's description says of the kinds of claims and of beliefs in them.</summary>
public static class KindSchemas
{
    private static readonly (string Member, string Says)[] OfClaims =
    [
        ("type", "What the claim asks for; it says which other members mean something, and any other is refused (claim.column)."),
        ("options", "Of choice and ordered: 2 to 200 names; of those filed with the claim the last one stands for everything else."),
        ("range", "Of number and date: the two ends."),
        ("unit", "Of number: what is counted. No value anywhere has a unit."),
        ("scale", "Of number: linear where it is null."),
        ("openBounds", "Of number and date: beyond which ends the outcome may lie; none where it is null."),
        ("tolerance", "Of number: verdicts that differ by no more agree; 0 where it is null."),
        ("step", "Of a number that takes only some values: how far apart they are, at most 200 of them."),
    ];

    private static readonly (string Member, string Says)[] OfBeliefs =
    [
        ("probability", "On binary the probability of a yes, on expected the expected grade."),
        ("grades", "On three: the probabilities of inaccurate, half right and accurate."),
        ("options", "On choice and ordered: a probability for each option that is open, by its name; they sum to 1."),
        ("quantiles", "On number and date: levels with the values at or below which it lies; both rise. Joined by a monotone cubic."),
        ("cdf", "On number and date, instead of quantiles: points of a distribution function, joined by straight lines."),
        ("below", "Beside quantiles, where the lower end is open: the probability of what lies below it; 0 where it is null."),
        ("above", "Beside quantiles, where the upper end is open: the probability of what lies above it; 0 where it is null."),
    ];

    private const string Option = "The name of an option; of one that was added, with the instant. Claims are filed with names.";

    private static readonly Dictionary<(Type, string), string[]> Words = new()
    {
        [(typeof(ClaimTerms), "type")] = [.. ClaimTerms.Types],
        [(typeof(ClaimTerms), "scale")] = ["linear", "log"],
        [(typeof(ClaimTerms), "openBounds")] = ["none", "lower", "upper", "both"],
    };

    /// <summary>True where all is said of the schema.</summary>
    public static bool Correct(OpenApiSchema schema, OpenApiSchemaTransformerContext context)
    {
        var type = Nullable.GetUnderlyingType(context.JsonTypeInfo.Type) ?? context.JsonTypeInfo.Type;
        if (context.JsonPropertyInfo is { } member && WordsOf(member) is { } words)
            schema.Enum = [.. words.Select(w => (JsonNode)w)];

        if (type == typeof(Scalar))
            OneOf(
                schema,
                "A number, or a day such as 2027-03-01, as the claim's type has it.",
                new() { Type = JsonSchemaType.Number },
                Day()
            );
        // Of the items of a list the generator knows nothing.
        if (typeof(IEnumerable<ClaimOption>).IsAssignableFrom(type))
            OneOf((OpenApiSchema)(schema.Items = new OpenApiSchema()), Option, Word(), Added());
        return type == typeof(Scalar);
    }

    /// <summary>What the members mean, wherever the terms of a claim or a belief stand among the members of something.</summary>
    public static void Describe(OpenApiDocument document)
    {
        foreach (var schema in document.Components?.Schemas?.Values ?? [])
        {
            if (schema.Properties?.ContainsKey("openBounds") == true)
                Describe(schema, OfClaims);
            if (schema.Properties?.ContainsKey("cdf") == true)
                Describe(schema, OfBeliefs);
        }
    }

    private static void Describe(IOpenApiSchema schema, (string Member, string Says)[] members)
    {
        foreach (var (member, says) in members)
            switch (schema.Properties![member])
            {
                case OpenApiSchema own:
                    own.Description = says;
                    break;
                case OpenApiSchemaReference other:
                    other.Description = says;
                    break;
            }
    }

    private static string[]? WordsOf(JsonPropertyInfo member)
    {
        for (var type = member.DeclaringType; type is not null; type = type.BaseType)
            if (Words.TryGetValue((type, member.Name), out var found))
                return found;
        return null;
    }

    private static void OneOf(OpenApiSchema schema, string description, params OpenApiSchema[] forms)
    {
        (schema.Type, schema.Description, schema.OneOf) = (null, description, [.. forms]);
        schema.Properties?.Clear();
        schema.Required?.Clear();
    }

    private static OpenApiSchema Word() => new() { Type = JsonSchemaType.String };

    private static OpenApiSchema Day() => new() { Type = JsonSchemaType.String, Format = "date" };

    private static OpenApiSchema Added() =>
        new()
        {
            Type = JsonSchemaType.Object,
            Properties = new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal)
            {
                ["name"] = Word(),
                ["addedAt"] = new OpenApiSchema { Type = JsonSchemaType.String, Format = "date-time" },
                ["note"] = ApiSchemas.LocalTexts(),
            },
        };
}
