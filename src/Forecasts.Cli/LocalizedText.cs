using System.Text.Json;
using System.Text.Json.Serialization;

namespace Forecasts.Cli;

/// <summary>
/// A text as the server sent it: a plain string, or an object with one string for each language. Numbers and truth values (an outcome
/// may be one) are kept as sent, so writing them again changes no digit.
/// </summary>
public sealed record LocalizedText(JsonElement Sent)
{
    /// <summary>
    /// The text in the wanted language, else in a wider or sister tag (zh-Hans-CN, zh-Hans, zh, any zh-*), else in English, else the
    /// first one there is.
    /// </summary>
    /// <param name="language">A BCP 47 tag; case does not matter.</param>
    public string In(string language) =>
        Sent.ValueKind switch
        {
            JsonValueKind.String => Sent.GetString()!,
            JsonValueKind.Object => Choose(language),
            JsonValueKind.Null or JsonValueKind.Undefined => "",
            _ => Sent.GetRawText(),
        };

    private string Choose(string language)
    {
        var texts = Sent.EnumerateObject().Where(t => t.Value.ValueKind == JsonValueKind.String).ToList();
        for (var tag = language; tag != ""; tag = Wider(tag))
            if (Find(texts, key => Same(key, tag)) is { } text)
                return text;
        var root = language.Split('-')[0] + "-";
        return Find(texts, key => key.StartsWith(root, StringComparison.OrdinalIgnoreCase))
            ?? Find(texts, key => Same(key, "en"))
            ?? Find(texts, _ => true)
            ?? "";
    }

    private static string? Find(List<JsonProperty> texts, Func<string, bool> fits) =>
        texts.Where(t => fits(t.Name)).Select(t => t.Value.GetString()).FirstOrDefault();

    private static bool Same(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);

    private static string Wider(string tag) => tag.LastIndexOf('-') is > 0 and var cut ? tag[..cut] : "";
}

/// <summary>Reads a text in any of its forms; writes it as it came, or in one language when one is given.</summary>
/// <param name="only">The language to write, or null to write every language.</param>
public sealed class LocalizedTextConverter(string? only) : JsonConverter<LocalizedText>
{
    /// <inheritdoc/>
    public override LocalizedText Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        new(JsonElement.ParseValue(ref reader));

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, LocalizedText value, JsonSerializerOptions options)
    {
        if (only is not null && value.Sent.ValueKind == JsonValueKind.Object)
            writer.WriteStringValue(value.In(only));
        else
            value.Sent.WriteTo(writer);
    }
}
