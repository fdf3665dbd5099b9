using System.Text.Json;
using System.Text.Json.Serialization;

namespace Forecasts.Domain;

/// <summary>
/// Who a person is in events and rows: opaque, for ever; the name lives in the account alone. <see cref="Stamp.System"/> is the
/// service itself.
/// </summary>
[JsonConverter(typeof(AnalystIdJson))]
public readonly record struct AnalystId(string Value)
{
    public override string ToString() => Value;

    /// <summary>In a stream's key, a row, an answer it is its text; a text is made an id by name alone.</summary>
    public static implicit operator string(AnalystId id) => id.Value;
}

/// <summary>A string in JSON.</summary>
public sealed class AnalystIdJson : JsonConverter<AnalystId>
{
    public override AnalystId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        new(reader.GetString() ?? throw new JsonException("An id is missing."));

    public override void Write(Utf8JsonWriter writer, AnalystId value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.Value);
}
