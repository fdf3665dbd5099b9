using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Forecasts.Record;

/// <summary>
/// JSON in its one canonical form (RFC 8785): the same document gives the same bytes whoever wrote it, in whatever order and with
/// whatever blanks. Numbers are IEEE doubles, as the RFC says; what a double cannot hold must be written as a string.
/// </summary>
public static class CanonicalJson
{
    /// <summary>The canonical bytes of a document.</summary>
    /// <exception cref="RecordException">A member stands twice, a number is no finite double, a text has half a surrogate pair, or it is no
    /// JSON.</exception>
    public static byte[] Of(ReadOnlySpan<byte> utf8)
    {
        try
        {
            var reader = new Utf8JsonReader(utf8, new() { MaxDepth = 128 });
            using var document = JsonDocument.ParseValue(ref reader);
            return reader.Read() ? throw new JsonException("Something follows the document.") : Of(document.RootElement);
        }
        catch (JsonException e)
        {
            throw new RecordException($"This is no JSON: {e.Message}", e);
        }
    }

    /// <summary>The canonical bytes of what a serializer has made of a value.</summary>
    public static byte[] Of<T>(T value, JsonSerializerOptions options)
    {
        using var document = JsonSerializer.SerializeToDocument(value, options);
        return Of(document.RootElement);
    }

    public static byte[] Of(JsonElement element)
    {
        var bytes = new ArrayBufferWriter<byte>();
        Write(element, bytes);
        return bytes.WrittenSpan.ToArray();
    }

    private static void Write(JsonElement element, ArrayBufferWriter<byte> to)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                Object(element, to);
                break;
            case JsonValueKind.Array:
                Array(element, to);
                break;
            case JsonValueKind.String:
                CanonicalText.Write(Text(element), to);
                break;
            case JsonValueKind.Number:
                to.Write(Encoding.ASCII.GetBytes(CanonicalNumber.Of(element.GetDouble())));
                break;
            case JsonValueKind.True:
                to.Write("true"u8);
                break;
            case JsonValueKind.False:
                to.Write("false"u8);
                break;
            default:
                to.Write("null"u8);
                break;
        }
    }

    private static void Array(JsonElement array, ArrayBufferWriter<byte> to)
    {
        to.Write("["u8);
        foreach (var (i, item) in array.EnumerateArray().Index())
        {
            if (i > 0)
                to.Write(","u8);
            Write(item, to);
        }

        to.Write("]"u8);
    }

    // Members stand in the order of their names' UTF-16 code units, which is what an ordinal comparison compares.
    private static void Object(JsonElement element, ArrayBufferWriter<byte> to)
    {
        var members = element.EnumerateObject().Select(m => (Name: Text(m), m.Value)).OrderBy(m => m.Name, StringComparer.Ordinal).ToList();
        to.Write("{"u8);
        for (var i = 0; i < members.Count; i++)
        {
            if (i > 0 && members[i].Name == members[i - 1].Name)
                throw new RecordException($"The member '{members[i].Name}' stands twice.");
            if (i > 0)
                to.Write(","u8);
            CanonicalText.Write(members[i].Name, to);
            to.Write(":"u8);
            Write(members[i].Value, to);
        }

        to.Write("}"u8);
    }

    private static string Text(JsonProperty member) => Whole(() => member.Name);

    private static string Text(JsonElement element) => Whole(() => element.GetString()!);

    private static string Whole(Func<string> text)
    {
        try
        {
            return text();
        }
        catch (InvalidOperationException e)
        {
            throw new RecordException("A text has half a surrogate pair.", e);
        }
    }
}

/// <summary>Something is not what a record holds.</summary>
public sealed class RecordException(string message, Exception? inner = null) : Exception(message, inner);
