using System.Text.Json;
using System.Text.Json.Serialization;

namespace Forecasts.Record.Contract;

/// <summary>How the API writes JSON: members in camel case, one of several words as that word, an infinite number as its name.</summary>
public static class ContractJson
{
    /// <summary>What is not finite has a name: <c>"Infinity"</c>.</summary>
    public const JsonNumberHandling Numbers = JsonNumberHandling.AllowNamedFloatingPointLiterals;

    public static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        NumberHandling = Numbers,
        Converters = { Words() },
    };

    /// <summary>Enumerations are words and never numbers.</summary>
    public static JsonConverter Words() => new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false);

    /// <summary>The word that the contract has for one of several.</summary>
    public static string Word<T>(T one)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(one.ToString());
}
