using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Forecasts.Cli;

/// <summary>JSON as the API speaks it (<see cref="ContractJson"/>), doubles with every digit they need.</summary>
public static class Json
{
    /// <summary>For answers.</summary>
    public static JsonSerializerOptions Reading { get; } =
        new(ContractJson.Options) { NumberHandling = ContractJson.Numbers | JsonNumberHandling.AllowReadingFromString };

    /// <summary>For results: readable, Chinese as itself.</summary>
    /// <param name="only">The language to keep of each text, null for all of them.</param>
    public static JsonSerializerOptions Writing(string? only)
    {
        var writing = new JsonSerializerOptions(Reading) { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        if (only is not null)
            writing.Converters.Add(new OneLanguage(only));
        return writing;
    }
}
