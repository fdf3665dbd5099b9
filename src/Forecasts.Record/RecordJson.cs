using System.Text.Json;
using System.Text.Json.Serialization;

namespace Forecasts.Record;

/// <summary>How records are written as JSON: members in camel case, enumerations by their names.</summary>
public static class RecordJson
{
    public static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        PropertyNameCaseInsensitive = true,
        Converters = { new JsonStringEnumConverter() },
    };
}
