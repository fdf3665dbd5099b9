using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Forecasts.Domain;

/// <summary>
/// A text that people read, in one language or several. In JSON a plain string, or an object by language tag
/// such as <c>{"en": "...", "zh-Hans": "..."}</c>; what came in as a string goes out as a string.
/// </summary>
[JsonConverter(typeof(LocalTextJson))]
public sealed record LocalText(string Text, IReadOnlyDictionary<string, string>? ByLanguage = null)
{
    [return: NotNullIfNotNull(nameof(text))]
    public static implicit operator LocalText?(string? text) => text is null ? null : new(text);

    /// <summary>The text in that language, else the first one given.</summary>
    public string In(string language) => ByLanguage is not null && ByLanguage.TryGetValue(language, out var text) ? text : Text;

    /// <summary>
    /// A text by language; its default is English, else the first tag in ordinal order: however it is written down, it reads back as it
    /// was.
    /// </summary>
    public static LocalText In(IReadOnlyDictionary<string, string> texts) =>
        new(texts.TryGetValue("en", out var en) ? en : texts[texts.Keys.Min(StringComparer.Ordinal)!], texts);

    public const int MostLanguages = 20;

    /// <summary>Every text in it.</summary>
    public IEnumerable<string> Texts => ByLanguage is null ? [Text] : ByLanguage.Values.Append(Text);

    public int Longest => Texts.Max(t => t.Length);

    public bool IsBlank => Texts.Any(string.IsNullOrWhiteSpace);

    /// <summary>True where the keys look like language tags, and are not too many.</summary>
    public bool HasLanguages =>
        ByLanguage is null
        || (
            ByLanguage.Count <= MostLanguages
            && ByLanguage.Keys.All(tag => tag.Length is >= 2 and <= 35 && tag.All(c => char.IsAsciiLetterOrDigit(c) || c == '-'))
        );

    public bool Equals(LocalText? other) =>
        other is not null && Text == other.Text && Pairs(ByLanguage).SequenceEqual(Pairs(other.ByLanguage));

    public override int GetHashCode() => Text.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => Text;

    private static IEnumerable<KeyValuePair<string, string>> Pairs(IReadOnlyDictionary<string, string>? texts) =>
        texts?.OrderBy(t => t.Key, StringComparer.Ordinal) ?? Enumerable.Empty<KeyValuePair<string, string>>();
}

/// <summary>Reads and writes <see cref="LocalText"/> as a string or an object of strings.</summary>
public sealed class LocalTextJson : JsonConverter<LocalText>
{
    public override LocalText? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String)
            return new LocalText(reader.GetString()!);
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new JsonException("A text is a string, or an object of strings by language tag.");
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var language = reader.GetString()!;
            reader.Read();
            if (reader.TokenType != JsonTokenType.String)
                throw new JsonException($"The text in '{language}' must be a string.");
            texts[language] = reader.GetString()!;
        }

        if (texts.Count == 0)
            throw new JsonException("A text by language needs at least one language.");
        return LocalText.In(texts);
    }

    public override void Write(Utf8JsonWriter writer, LocalText value, JsonSerializerOptions options)
    {
        if (value.ByLanguage is null or { Count: 0 })
        {
            writer.WriteStringValue(value.Text);
            return;
        }

        writer.WriteStartObject();
        foreach (var (language, text) in value.ByLanguage)
            writer.WriteString(language, text);
        writer.WriteEndObject();
    }
}
