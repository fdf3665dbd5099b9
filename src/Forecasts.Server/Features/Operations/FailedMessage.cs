using System.Globalization;
using System.Text;
using System.Text.Json;
using RabbitMQ.Client;

namespace Forecasts.Server.Features.Operations;

/// <summary>A message that its consumer gave up on.</summary>
/// <param name="Id">The same as long as the message is the same: of its own id and its body.</param>
/// <param name="Queue">Where it came from.</param>
/// <param name="Type">What it asks for; null where it cannot be read.</param>
/// <param name="Claim">The claim that it names.</param>
/// <param name="Season">The season that it names.</param>
/// <param name="Exception">What the consumer said.</param>
/// <param name="Bytes">Length of its body.</param>
public sealed record FailedMessage(
    string Id,
    string Queue,
    string? Type,
    string? Claim,
    string? Season,
    string? ExceptionType,
    string? Exception,
    DateTimeOffset? FailedAt,
    int Bytes
)
{
    public static FailedMessage Of(string queue, IReadOnlyBasicProperties properties, ReadOnlyMemory<byte> body)
    {
        var (type, claim, season) = Asks(body);
        var failed = DateTimeOffset.TryParse(
            Header(properties, "MT-Fault-Timestamp"),
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out var at
        );
        return new(
            Ids.From(queue, properties.MessageId ?? "", BodyHash(body)),
            queue,
            type,
            claim,
            season,
            Header(properties, "MT-Fault-ExceptionType"),
            Header(properties, "MT-Fault-Message"),
            failed ? at : null,
            body.Length
        );
    }

    public static string BodyHash(ReadOnlyMemory<byte> body) =>
        Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(body.Span));

    /// <summary>Text headers travel as bytes.</summary>
    public static string? Header(IReadOnlyBasicProperties properties, string name) =>
        properties.Headers?.TryGetValue(name, out var value) != true ? null
        : value is byte[] bytes ? Encoding.UTF8.GetString(bytes)
        : Convert.ToString(value, CultureInfo.InvariantCulture);

    // The envelope of MassTransit: {"messageType": ["urn:message:Namespace:Type"], "message": {...}}.
    private static (string? Type, string? Claim, string? Season) Asks(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var envelope = JsonDocument.Parse(body);
            return (
                Text(
                    Member(envelope.RootElement, "messageType") is { ValueKind: JsonValueKind.Array } types && types.GetArrayLength() > 0
                        ? types[0]
                        : default
                )
                    ?.Split(':')[^1],
                Text(Member(Member(envelope.RootElement, "message"), "claim")),
                Text(Member(Member(envelope.RootElement, "message"), "season"))
            );
        }
        catch (JsonException)
        {
            return default;
        }
    }

    private static JsonElement Member(JsonElement of, string name) =>
        of.ValueKind == JsonValueKind.Object && of.TryGetProperty(name, out var member) ? member : default;

    private static string? Text(JsonElement of) => of.ValueKind == JsonValueKind.String ? of.GetString() : null;
}

/// <param name="Body">Its text, cut where it is very long.</param>
public sealed record InspectedMessage(FailedMessage Message, string Body, string? StackTrace)
{
    private const int Longest = 20_000;

    public static InspectedMessage Of(FailedMessage message, IReadOnlyBasicProperties properties, ReadOnlyMemory<byte> body) =>
        new(message, Readable(body, Longest), FailedMessage.Header(properties, "MT-Fault-StackTrace"));

    /// <summary>Bytes as text that the database and pages can hold.</summary>
    public static string Readable(ReadOnlyMemory<byte> body, int longest) =>
        new([
            .. Encoding
                .UTF8.GetString(body.Span[..Math.Min(body.Length, longest)])
                .Select(c => char.IsControl(c) && c is not ('\n' or '\t') ? '\uFFFD' : c),
        ]);
}

/// <summary>How full a queue is. What consumers hold unacknowledged the broker's protocol does not tell.</summary>
/// <param name="Ready">Messages that wait.</param>
/// <param name="Consumers">Consumers that are connected.</param>
/// <param name="Errors">Messages that its consumers gave up on.</param>
public sealed record QueueDepth(string Queue, long Ready, long Consumers, long Errors);

/// <param name="Messages">So many were dealt with.</param>
/// <param name="Left">So many are left in the error queue.</param>
public sealed record Handled(int Messages, long Left);
