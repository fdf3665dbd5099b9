using System.Text.Json;
using System.Text.Json.Serialization;
using Forecasts.Domain;

namespace Forecasts.Cli;

/// <summary>Which of its languages a text is shown in.</summary>
public static class ShownText
{
    /// <summary>
    /// The text in the wanted language, else in a wider or sister tag (zh-Hans-CN, zh-Hans, zh, any zh-*), else in English, else the
    /// first one there is.
    /// </summary>
    /// <param name="language">A BCP 47 tag; case does not matter.</param>
    public static string Shown(this LocalText? text, string language) =>
        text?.ByLanguage is not { } texts ? text?.Text ?? "" : Choose(texts, language);

    private static string Choose(IReadOnlyDictionary<string, string> texts, string language)
    {
        for (var tag = language; tag != ""; tag = Wider(tag))
            if (Find(texts, key => Same(key, tag)) is { } text)
                return text;
        var root = language.Split('-')[0] + "-";
        return Find(texts, key => key.StartsWith(root, StringComparison.OrdinalIgnoreCase))
            ?? Find(texts, key => Same(key, "en"))
            ?? Find(texts, _ => true)
            ?? "";
    }

    private static string? Find(IReadOnlyDictionary<string, string> texts, Func<string, bool> fits) =>
        texts.Where(t => fits(t.Key)).Select(t => t.Value).FirstOrDefault();

    private static bool Same(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);

    private static string Wider(string tag) => tag.LastIndexOf('-') is > 0 and var cut ? tag[..cut] : "";
}

/// <summary>Writes of each text one language alone.</summary>
public sealed class OneLanguage(string only) : JsonConverter<LocalText>
{
    private static readonly LocalTextJson Whole = new();

    /// <inheritdoc/>
    public override LocalText? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Whole.Read(ref reader, typeToConvert, options);

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, LocalText value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.Shown(only));
}
