using System.Globalization;
using System.Text;
using System.Text.Json;
using RabbitMQ.Client;

namespace Forecasts.Server.Features.Operations;

/// <summary>What a message that its consumer gave up on says of itself.</summary>
public static class InspectMessage
{
    private const int Longest = 20_000;

    extension(FailedMessage)
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
    }

    extension(InspectedMessage)
    {
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
