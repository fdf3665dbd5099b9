using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Forecasts.Cli;

/// <summary>JSON as the API speaks it: camelCase, doubles with every digit they need, infinity as the string <c>"Infinity"</c>.</summary>
public static class Json
{
    /// <summary>For answers.</summary>
    public static JsonSerializerOptions Reading { get; } = Options(null);

    /// <summary>For results: readable, Chinese as itself.</summary>
    /// <param name="only">The language to keep of each text, null for all of them.</param>
    public static JsonSerializerOptions Writing(string? only) =>
        new(Options(only)) { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static JsonSerializerOptions Options(string? only) =>
        new(JsonSerializerDefaults.Web)
        {
            NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals | JsonNumberHandling.AllowReadingFromString,
            Converters = { new LocalizedTextConverter(only) },
        };
}
