using System.Text.Json;
using System.Text.Json.Serialization;

namespace Forecasts.Domain.Kinds;

/// <summary>How kinds, beliefs and outcomes are written down in the log: only what is said.</summary>
internal static class Written
{
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };
}
