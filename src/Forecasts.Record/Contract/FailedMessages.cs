namespace Forecasts.Record.Contract;

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
);

/// <param name="Body">Its text, cut where it is very long.</param>
public sealed record InspectedMessage(FailedMessage Message, string Body, string? StackTrace);

/// <param name="Messages">So many were dealt with.</param>
/// <param name="Left">So many are left in the error queue.</param>
public sealed record Handled(int Messages, long Left);

/// <param name="Reason">Why nobody needs the message; kept with the record of it.</param>
public sealed record DiscardRequest(string? Reason);

/// <summary>A message that an admin took away for good.</summary>
/// <param name="Key">In the order of time.</param>
/// <param name="BodyHash">SHA-256 of its body.</param>
/// <param name="Summary">The beginning of its body.</param>
/// <param name="By">Opaque id of the admin; <c>system</c> for the command line.</param>
public sealed record DiscardedMessage(
    string Key,
    string Id,
    string Queue,
    string? Type,
    string? Claim,
    string? Season,
    string BodyHash,
    string Summary,
    string? Exception,
    string By,
    DateTimeOffset At,
    string Reason
);
