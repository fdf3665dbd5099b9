using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Forecasts.Record;

/// <summary>An event as a record: what it is called, where it stands in its stream, what it says.</summary>
/// <param name="Stream">Key of its stream.</param>
/// <param name="Version">Its place there, from 1.</param>
/// <param name="Type">Stored name and version (<see cref="EventKind.Stored"/>).</param>
/// <param name="Data">As it is stored, not as it is read today.</param>
public sealed record EventRecord(string Stream, long Version, string Type, JsonElement Data)
{
    /// <summary>An event that is written today.</summary>
    public static EventRecord Of(string stream, long version, object happened) =>
        new(
            stream,
            version,
            EventKind.Of(happened.GetType()).Stored,
            JsonSerializer.SerializeToElement(happened, happened.GetType(), RecordJson.Options)
        );

    /// <summary>Its canonical bytes (RFC 8785) of the object {data, stream, type, version}.</summary>
    /// <exception cref="RecordException">The data cannot be written in the canonical form.</exception>
    public byte[] Bytes()
    {
        var row = new JsonObject
        {
            ["stream"] = Stream,
            ["version"] = Version,
            ["type"] = Type,
            ["data"] = JsonNode.Parse(Data.GetRawText()),
        };
        return CanonicalJson.Of(row, RecordJson.Options);
    }

    /// <summary>SHA-256 of <see cref="Bytes"/>, in lower-case hexadecimal.</summary>
    public string Hash() => Convert.ToHexStringLower(SHA256.HashData(Bytes()));
}
